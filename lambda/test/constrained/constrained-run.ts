// Log files through the constrained function, batch by batch, as a queue would send them again: until nothing is left to retry.

import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BUCKET, batchOf, keyOf, logFile } from '../pipeline/payloads.ts';
import { useMoto } from '../servers/shared.ts';
import { type LocalSlack, startSlack } from '../servers/slack.ts';
import { createStateTable } from '../servers/state-table.ts';
import { invokeConstrained, type Limits, unpackPackage } from './constrained-function.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

const CHANNEL = 'C0123456789';
const LEASE_MARGIN_MS = 2_500;
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];

/** What Terraform deploys by default: 256 MB, and so 0.145 of a core. */
const AS_DEPLOYED: Limits = { timeoutMs: 30_000, share: 256 / 1_769, heapMb: 230 };

export interface Step {
  readonly seconds: number;
  readonly timedOut: boolean;
  readonly retries: number;
  /** Slack's messages after it. */
  readonly texts: readonly string[];
  readonly dynamoCalls: number;
  readonly dynamoWrites: number;
  readonly log: string;
}

export interface Services {
  readonly slack: LocalSlack;
  readonly proxy: CountingProxy;
  readonly latency: { dynamoMs: number; slackMs: number };
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts moto, a proxy that counts, and a Slack that takes its time. */
export async function startServices(): Promise<Services> {
  const latency = { dynamoMs: 5, slackMs: 150 };
  const moto = await useMoto();
  const proxy = await startCountingProxy(moto.url, () => latency.dynamoMs);
  const slack = await startSlack({ channels: [CHANNEL], delayMs: () => latency.slackMs });
  await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: BUCKET }));
  await moto.call('ssm', 'AmazonSSM.PutParameter', { Name: '/token', Value: 'xoxb-test', Type: 'SecureString' });
  const environment = { ...moto.environment, AWS_ENDPOINT_URL: proxy.url, SLACK_API_URL: slack.apiUrl };
  const close = async () => {
    await slack.close();
    await proxy.close();
  };
  return { slack, proxy, latency, environment, close };
}

/** Sends a batch with one message for each file, and what fails again, at most `attempts` times. */
export async function runConstrained(
  { slack, proxy, environment }: Services,
  name: string,
  files: Readonly<Record<string, readonly unknown[]>>,
  attempts: number,
  { limits = AS_DEPLOYED, settings = {} }: { readonly limits?: Limits; readonly settings?: object } = {},
): Promise<readonly Step[]> {
  slack.reset();
  const table = `state-${name}`;
  await createStateTable(table);
  for (const [file, records] of Object.entries(files)) {
    const object = { Bucket: BUCKET, Key: keyOf(file), Body: logFile(...records) };
    await new S3Client({ forcePathStyle: true }).send(new PutObjectCommand(object));
  }
  const { folder, remove } = unpackPackage();
  const env = { ...environment, SETTINGS: settingsOf(table, settings) };
  const steps: Step[] = [];
  try {
    for (let left = Object.keys(files); left.length > 0 && steps.length < attempts; ) {
      if (steps.length > 0) await sleep(LEASE_MARGIN_MS);
      const startedMs = Date.now();
      proxy.calls.clear();
      const { ms, answer, log } = await invokeConstrained(folder, env, batchOf(...left), limits);
      const failed = answer?.batchItemFailures.map(({ itemIdentifier }) => left[Number(itemIdentifier.slice(1))] ?? '');
      left = failed ?? left;
      steps.push({
        ...countsOf(proxy),
        seconds: ms / 1_000,
        timedOut: answer === null,
        retries: left.length,
        log,
        texts: slack.messages.map(textOf),
      });
      // A lease lasts as long as the invocation could have; the queue waits for longer.
      if (left.length > 0) await sleep(Math.max(0, limits.timeoutMs - (Date.now() - startedMs)));
    }
    return steps;
  } finally {
    remove();
  }
}

function countsOf({ calls }: CountingProxy) {
  const sum = (of: readonly [string, number][]) => of.reduce((total, [, count]) => total + count, 0);
  const all = [...calls];
  return { dynamoCalls: sum(all), dynamoWrites: sum(all.filter(([operation]) => WRITES.includes(operation))) };
}

function textOf({ text, blocks }: LocalSlack['messages'][number]): string {
  return `${text} ${JSON.stringify(blocks)}`;
}

function settingsOf(table: string, more: object): string {
  const settings = {
    function_name: 'cloudtrail-to-slack',
    slack_bot_token_reference: '/token',
    default_slack_channel_id: CHANNEL,
    dynamodb_table_name: table,
    ...more,
  };
  return gzipSync(JSON.stringify(settings)).toString('base64');
}
