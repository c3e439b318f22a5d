// How long an invocation waits: the built package on a warm instance, where an AWS call takes 10 ms and a Slack call 100 ms, compared with
// the longest chain of calls of which each needs the one before.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Bench } from './bench-options.ts';
import { AWS_MS, type LatencyServices, SLACK_MS, startLatencyServices, type TimedCall } from './latency-services.ts';
import { runNode } from './rounds.ts';

export interface LatencyResult {
  readonly files: number;
  readonly alertsPerFile: number;
  readonly alerts: number;
  /** Of the fastest invocation, in milliseconds. */
  readonly ms: number;
  readonly cpuMs: number;
  /** The longest unavoidable chain of calls, in milliseconds. */
  readonly chainMs: number;
  /** The time without processor time, as a multiple of the chain. */
  readonly timesChain: number;
  /** The chain in words. */
  readonly chain: string;
  /** The calls of that invocation, by name. */
  readonly calls: Readonly<Record<string, number>>;
}

const BATCHES = [
  { files: 1, alertsPerFile: 0 },
  { files: 10, alertsPerFile: 0 },
  { files: 10, alertsPerFile: 1 },
  { files: 10, alertsPerFile: 5 },
] as const;
const RECORDS_IN_FILE = 200;
// The first invocations load clients and compile.
const INVOCATIONS = 6;
const WARM_UP = 2;
const TABLE = 'state';

const SETTINGS = {
  function_name: 'cloudtrail-to-slack',
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0123456789',
  dynamodb_table_name: TABLE,
  log_level: 'ERROR',
};

/** Measures batches of one and ten files, with no, one and five alerts each. Null if moto is not installed. */
export async function measureLatency({ folder }: Pick<Bench, 'folder'>): Promise<LatencyResult[] | null> {
  const services = await startLatencyServices().catch(() => null);
  if (services === null) return null;
  try {
    await createTable(services);
    const results: LatencyResult[] = [];
    for (const batch of BATCHES) results.push(await measureBatch(folder, services, batch));
    return results;
  } finally {
    await services.close();
  }
}

async function createTable({ moto }: LatencyServices): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  await new DynamoDBClient({ endpoint: moto.url, region: 'us-east-1', credentials }).send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}

interface Invocation {
  readonly beganMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

interface Batch {
  readonly files: number;
  readonly alertsPerFile: number;
}

async function measureBatch(folder: string, services: LatencyServices, batch: Batch): Promise<LatencyResult> {
  const payloads = Array.from({ length: INVOCATIONS }, (_, index) => makeBatch(services, batch, index));
  const payloadsFile = join(folder, 'payloads.json');
  writeFileSync(payloadsFile, JSON.stringify(payloads));
  services.calls.length = 0;
  const env = { ...services.environment, SETTINGS: gzipSync(JSON.stringify(SETTINGS)).toString('base64') };
  const script = join(folder, 'invoke-all.mjs');
  const { stdout } = await runNode(folder, [script, join(folder, 'package', 'index.mjs'), payloadsFile], env);
  const all = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as readonly Invocation[];
  const warm = all.slice(WARM_UP).sort((a, b) => a.wallMs - b.wallMs);
  const fastest = warm[0] as Invocation;
  const calls = services.calls.filter(
    ({ beganMs }) => beganMs >= fastest.beganMs && beganMs <= fastest.beganMs + fastest.wallMs,
  );
  return resultOf(batch, fastest, calls);
}

function resultOf(
  { files, alertsPerFile }: Batch,
  { wallMs, cpuMs }: Invocation,
  calls: readonly TimedCall[],
): LatencyResult {
  const alerts = files * alertsPerFile;
  const counts: Record<string, number> = {};
  for (const { name } of calls) counts[name] = (counts[name] ?? 0) + 1;
  const slack = Object.entries(counts).reduce((sum, [name, n]) => sum + (name.startsWith('Slack ') ? n : 0), 0);
  if (slack < alerts) throw new Error(`${alerts} alerts made only ${slack} Slack calls`);
  // Slack asks for one message at a time in a channel, so its calls form a chain; each thread is claimed before and recorded after.
  const chainMs = AWS_MS + (alerts === 0 ? 0 : 2 * AWS_MS + slack * SLACK_MS);
  const chain = alerts === 0 ? 'read' : `read, claim, ${slack} Slack calls one after the other, record`;
  return {
    // Calls and computing can overlap completely.
    ...{ files, alertsPerFile, alerts, ms: wallMs, cpuMs, chainMs, chain },
    timesChain: Math.max(0, wallMs - cpuMs) / chainMs,
    calls: counts,
  };
}

let serial = 0;

function makeBatch({ logFiles }: LatencyServices, { files, alertsPerFile }: Batch, batch: number): object {
  const names = Array.from({ length: files }, (_, index) => `${files}-${alertsPerFile}-${batch}-${index}.json.gz`);
  for (const name of names) {
    const records = Array.from({ length: RECORDS_IN_FILE }, (_, index) => makeRecord(index < alertsPerFile));
    logFiles.set(name, gzipSync(JSON.stringify({ Records: records })));
  }
  return { Records: names.map(queueMessage) };
}

// Every alert is of another identity, so each has its own thread.
function makeRecord(isAlert: boolean): object {
  const user = `user-${++serial}`;
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, accountId: '111122223333' },
    eventTime: new Date(Date.UTC(2026, 0, 1) + serial * 1_000).toISOString().replace('.000', ''),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: isAlert ? 'StopLogging' : 'DescribeTrails',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    eventID: `event-${serial}`,
    recipientAccountId: '111122223333',
  };
}

function queueMessage(name: string): object {
  const s3 = {
    bucket: { name: 'trail-logs' },
    object: { key: `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/${name}`, size: 5_000 },
  };
  const notification = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 };
  return { messageId: name, eventSource: 'aws:sqs', body: JSON.stringify({ Records: [notification] }) };
}
