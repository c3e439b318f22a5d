// What is used of this client to list a bucket, by name. Few invocations list, so the first log file does not load this.

export { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
