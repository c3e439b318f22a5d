// What is used of this client, by name: a bundler takes in the whole of a package that is itself imported dynamically.

export { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
