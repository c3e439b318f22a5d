// The least that a function which reads log files can be: loads the S3 client, and reads one object where it is told to.

import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export async function handler({ Records: [message] = [] }) {
  if (!message) return null;
  const [{ s3: notified }] = JSON.parse(message.body).Records;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: notified.bucket.name, Key: notified.object.key }));
  return (await Body.transformToByteArray()).length;
}
