// The smallest function that reads log files: loads the S3 client, and reads the object of a notification.

import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export async function handler({ Records: [message] = [] }) {
  if (!message) return null;
  const [{ s3: notified }] = JSON.parse(message.body).Records;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: notified.bucket.name, Key: notified.object.key }));
  return (await Body.transformToByteArray()).length;
}
