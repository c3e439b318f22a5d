// What is used of this client, by name: a bundler takes in the whole of a package that is itself imported dynamically.

export { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
