// The cloud around a deployed function, simulated by moto: its bucket, table, parameters and topics. A queue subscribed to
// each topic records what was published.

import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { receiveBodies } from '../servers/inbox.ts';
import type { Moto } from '../servers/moto.ts';
import { createStateTable } from '../servers/state-table.ts';
import type { Deployment } from './terraform-deployment.ts';

export interface Cloud {
  putLogFile(key: string, bytes: Uint8Array): Promise<void>;
  /** The messages published to a topic so far, as JSON. */
  published(topic: string): Promise<readonly Record<string, unknown>[]>;
  /** The sum of a metric over the last hours. */
  metric(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): Promise<number>;
  stateItems(): Promise<number>;
}

/** Creates the resources of a deployment in moto. */
export async function buildCloud(moto: Moto, deployment: Deployment, bucket: string): Promise<Cloud> {
  const s3 = new S3Client({ forcePathStyle: true });
  const dynamodb = new DynamoDBClient({});
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await createStateTable(deployment.stateTable);
  for (const Item of deployment.items)
    await dynamodb.send(new PutItemCommand({ TableName: deployment.stateTable, Item }));
  const ssm = new SSMClient({});
  for (const { name, value } of deployment.parameters) {
    await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString' }));
  }
  for (const topic of deployment.topics) await subscribeQueue(moto, topic);
  return {
    putLogFile: async (key, bytes) =>
      void (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }))),
    published: (topic) => receiveBodies(moto, `${topic}-queue`),
    metric: sumOfMetric,
    stateItems: async () => (await dynamodb.send(new ScanCommand({ TableName: deployment.stateTable }))).Count ?? 0,
  };
}

async function subscribeQueue(moto: Moto, topic: string): Promise<void> {
  const sns = new SNSClient({});
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topic }));
  await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: `${topic}-queue` });
  const Endpoint = `arn:aws:sqs:us-east-1:123456789012:${topic}-queue`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
}

async function sumOfMetric(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): Promise<number> {
  const now = Date.now();
  const { Datapoints = [] } = await new CloudWatchClient({}).send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 3_600_000),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
