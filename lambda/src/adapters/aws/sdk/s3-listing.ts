// What is used of this client to list a bucket, by name; the function does not list, so its package does not contain this.

export { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
