// The world of a history over real services: S3 and DynamoDB played by moto behind the real clients, Slack by a server of
// this machine. Time is real except for sleeps, which only move the clock, and for jumps to the next message in the queue.

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { correlationStoreOn } from '../../src/adapters/aws/dynamodb-correlations.ts';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { createLogFileStore } from '../../src/adapters/aws/s3-log-files.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Clock, CorrelationStore, Destination, LogFileStore, StateStore } from '../../src/app/ports.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { type FaultyAws, startFaultyAws } from '../servers/faulty-aws.ts';
import { useMoto } from '../servers/shared.ts';
import { type LocalSlack, startSlack } from '../servers/slack.ts';
import { createStateTable } from '../servers/state-table.ts';
import { ACCOUNTS, BUCKET, type LogBucket } from './log-bucket.ts';
import { memoryPorts, OPTIONS } from './memory-ports.ts';
import { RULE_SET } from './world.ts';

export const CHANNELS = ['C0CHANNEL01', 'C0CHANNEL02'] as const;

export interface RealServices {
  readonly slack: LocalSlack;
  readonly aws: FaultyAws;
  stop(): Promise<void>;
}

export interface JumpingClock extends Clock {
  jumpTo(ms: number): void;
}

/** Starts moto with a bucket, something faulty in front of it, and a Slack with two channels. */
export async function startServices(): Promise<RealServices> {
  const moto = await useMoto();
  const aws = await startFaultyAws(moto.url);
  process.env.AWS_ENDPOINT_URL = aws.url;
  const slack = await startSlack({ channels: CHANNELS });
  await new S3Client({}).send(new CreateBucketCommand({ Bucket: BUCKET }));
  const stop = async () => {
    await slack.close();
    await aws.close();
  };
  return { slack, aws, stop };
}

/** Puts the log files of a history into the bucket, and makes its table. */
export async function prepare({ files }: Pick<LogBucket, 'files'>, tableName: string): Promise<void> {
  const s3 = new S3Client({});
  for (const [Key, Body] of files) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  await createStateTable(tableName);
}

export function createJumpingClock(): JumpingClock {
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  return {
    nowMs,
    async sleep(ms) {
      offsetMs += ms;
      await new Promise((resolve) => setTimeout(resolve, 2));
    },
    jumpTo: (ms) => {
      offsetMs += Math.max(0, ms - nowMs());
    },
  };
}

/** What makes every call of one invocation: as it is, or not at all once the invocation has crashed. */
export type Call = <T>(effect: () => Promise<T>) => Promise<T>;

/** The pipeline of one invocation, and its log. */
export function realPipeline(
  { slack }: RealServices,
  tableName: string,
  clock: Clock,
  repliesMax: number,
  call: Call,
): Pipeline & ReturnType<typeof memoryPorts> {
  const destinations = CHANNELS.map((channel): [string, Destination] => {
    const { post, update } = createSlackApp({ channel, readToken: async () => 'xoxb-test', apiUrl: slack.apiUrl });
    const notifier = { post: wrap(call, post), update: wrap(call, update) };
    return [channel, { id: channel, kind: 'slack-app', renderer: RENDERER, notifier } as Destination];
  });
  return {
    ruleSet: RULE_SET,
    destinations: new Map(destinations),
    routeTables: [[{ accounts: [ACCOUNTS[0]], destination: CHANNELS[0] }, { destination: CHANNELS[1] }]],
    options: { ...OPTIONS, threadWindowSeconds: 24 * 3600, threadRepliesMax: repliesMax },
    ...memoryPorts(),
    logFiles: wrapAll(call, createLogFileStore()) as LogFileStore,
    state: wrapAll(call, stateStoreOn(onStateTable({ tableName }))) as StateStore,
    correlations: createCorrelationMemory(
      wrapAll(call, correlationStoreOn(onStateTable({ tableName }))) as CorrelationStore,
    ),
    clock,
  };
}

function wrap<A extends unknown[], R>(call: Call, method: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return (...args) => call(() => method(...args));
}

function wrapAll<T extends object>(call: Call, port: T): object {
  const methods = Object.entries(port) as [string, (...args: unknown[]) => Promise<unknown>][];
  return Object.fromEntries(methods.map(([name, method]) => [name, wrap(call, method)]));
}

// A message with the fields that the judgement needs.
const RENDERER = {
  message: ({ id, threadKey }: Notice, count: number) => ({ text: JSON.stringify({ id, threadKey, count }) }),
};
