// What is used of this client, by name: a bundler takes in the whole of a package that is itself imported dynamically.

export { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
