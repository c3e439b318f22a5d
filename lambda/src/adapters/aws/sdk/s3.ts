// What is used of this client. Unlike the others, it is imported statically: nearly every invocation reads a log file.

export { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
