// What is used of this client to store results, by name; only a backtest stores them.

export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
