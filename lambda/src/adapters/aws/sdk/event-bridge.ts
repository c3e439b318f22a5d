// What is used of this client, by name: a bundler takes in the whole of a package that is itself imported dynamically.

export { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
