// Verification from the outside: the package, its bucket, table and queue in moto, CloudTrail's keys and a local Slack, and a clock that is
// moved from hour to hour. Three accounts: one notification is lost, one log file is removed, one altered, one account goes dark. Then
// the same objects through the command `verify` and through the AWS CLI's code.

import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayToCompare } from '../../src/core/digests/day.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { useCommand } from '../cli/command.ts';
import { askAwsCli, type Counts } from '../digests/awscli.ts';
import {
  Buckets,
  createSigningKey,
  HOUR_MS,
  iso,
  publicKeyList,
  type Written,
  writeTrail,
} from '../digests/trail-world.ts';
import { writeCopy } from '../digests/write-copy.ts';
import { type PublicKeyServer, startPublicKeyServer } from '../servers/public-keys.ts';
import { type QueueWithoutDelay, startQueueWithoutDelay } from '../servers/queue-without-delay.ts';
import type { Invocation } from './deployed-function.ts';
import { BUCKET, message, record } from './events.ts';
import { handwritten, useWorld } from './world.ts';

const CHANNEL = 'C0123456789';
const HEARTBEAT = { cloudtrailToSlack: { job: 'heartbeat' } };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

const ACCOUNTS = { late: '111111111111', broken: '222222222222', dark: '333333333333' };
const TRAIL = { bucket: BUCKET, region: 'us-east-1' };
// The first heartbeat runs now, so that verification covers the hours from the next whole minute on.
const NOW_MS = Date.now();
const START_MS = Math.ceil(NOW_MS / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
const KEY = createSigningKey('us-east-1', { fromMs: NOW_MS - 48 * HOUR_MS, untilMs: NOW_MS + 48 * HOUR_MS });

const buckets = new Buckets();
const recordsOf = (account: string) => (hour: number, index: number) => [
  record(
    { eventTime: iso(START_MS + hour * HOUR_MS), requestParameters: { userName: `${account}-${hour}-${index}` } },
    account,
  ),
];

/** An hour with two log files, and `quiet` hours without any. */
const hoursOf = (account: string, quiet: number): Written[] =>
  writeTrail(buckets, {
    ...TRAIL,
    account,
    key: KEY,
    startMs: START_MS,
    hours: 1 + quiet,
    filesPerHour: (hour) => (hour === 0 ? 2 : 0),
    recordsOf: recordsOf(account),
  });
const TRAILS = {
  late: hoursOf(ACCOUNTS.late, 4),
  broken: hoursOf(ACCOUNTS.broken, 4),
  dark: hoursOf(ACCOUNTS.dark, 4),
};
const fileOf = (name: keyof typeof TRAILS, index: number) => TRAILS[name][0]?.logFiles[index] ?? '';
const digestOf = (name: keyof typeof TRAILS, hour: number) => TRAILS[name][hour]?.key ?? '';

const dueAt = ({ key }: Written, ms: number) => dayToCompare(key, ms)?.startMs;

// As they are in the end: one log file is removed, one altered.
const [LOST, REMOVED, ALTERED] = [fileOf('late', 1), fileOf('broken', 0), fileOf('broken', 1)];

let keys: PublicKeyServer;
let queue: QueueWithoutDelay;
const s3 = () => new S3Client({ forcePathStyle: true });

const world = useWorld(
  [CHANNEL],
  async (moto) => {
    keys = await startPublicKeyServer([KEY]);
    queue = await startQueueWithoutDelay(moto, 'cloudtrail-to-slack-log-files');
    return handwritten({
      cloudtrail_logs_s3_bucket_name: BUCKET,
      use_default_rules: false,
      rules: [{ name: 'user-created', expression: "eventName == 'CreateUser'", severity: 'low' }],
      verify_log_files: true,
      recovery_queue_url: queue.queueUrl,
      default_slack_channel_id: CHANNEL,
    });
  },
  TRAIL.region,
);

/** Invokes a new instance at a time, and returns the texts of the messages that follow. */
async function at(ms: number, ...payloads: readonly object[]): Promise<string[]> {
  const { slack } = world;
  const before = slack.messages.length;
  const environment = {
    AWS_ENDPOINT_URL_SQS: queue.url,
    AWS_ENDPOINT_URL_CLOUDTRAIL: keys.url,
  };
  const answers = await world.invoke(payloads, { environment, aheadMs: ms - Date.now() });
  const isDone = ({ answer, error }: Invocation) =>
    error === undefined && !/itemIdentifier/.test(JSON.stringify(answer));
  expect(answers.every(isDone), answers[0]?.log).toBe(true);
  return slack.messages
    .slice(before)
    .flatMap(({ text, threadTs }) => (isDetails(text) ? [] : [`${threadTs ? '> ' : ''}${visible(text)}`]));
}

// Slack would make links of what looks like an emoji or a mention; the function separates them invisibly.
const visible = (text: string) => text.replaceAll('\u200b', '');
const isDetails = (text: string) => text.startsWith('Details of event');
const notified = (...keysOfFiles: string[]) => keysOfFiles.map((key) => ({ Records: [message(key, key)] }));
/** The rule that each message names. */
const rulesIn = (texts: readonly string[]) => texts.map((text) => /rule ([\w-]+)/.exec(text)?.[1]).sort();

async function upload(): Promise<void> {
  for (const { bucket, key, bytes, metadata } of buckets.ofBucket(BUCKET))
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata: metadata }));
}

beforeAll(upload);
afterAll(async () => {
  await keys?.close();
  await queue?.close();
});

describe('the function that verifies log files', () => {
  it('passes its self-check, and begins with the first heartbeat', async () => {
    expect(await at(NOW_MS, { selfCheck: true }, HEARTBEAT)).toEqual([]);
  });

  it('alerts about the log files that arrive, while one is removed and one altered', async () => {
    await s3().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: REMOVED }));
    buckets.remove({ bucket: BUCKET, key: REMOVED });
    const altered = gzipSync(JSON.stringify({ Records: [] }));
    await s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: ALTERED, Body: altered }));
    buckets.get(BUCKET, ALTERED).bytes = altered;
    const arrived = [fileOf('late', 0), REMOVED, ALTERED, fileOf('dark', 0), fileOf('dark', 1)];
    const texts = await at(START_MS + 30 * MINUTE_MS, ...notified(...arrived));
    expect(rulesIn(texts)).toEqual(['user-created', 'user-created', 'user-created']);
  });

  it('finds nothing when the digests of the hour arrive, but looks again after a quarter of an hour', async () => {
    const digests = [digestOf('late', 0), digestOf('broken', 0), digestOf('dark', 0)];
    expect(await at(START_MS + 65 * MINUTE_MS, ...notified(...digests), HEARTBEAT)).toEqual([]);
    // The day before is compared, too, if the time of the test is the hour for it.
    const ended = Object.values(TRAILS).filter(
      ([first]) => first && dueAt(first, first.startMs) !== dueAt(first, first.endMs),
    );
    expect(queue.delays).toEqual(Array(2 + ended.length).fill(900));
  });

  it('then reads the log file whose notification was lost, and reports what is missing and altered', async () => {
    const texts = await at(START_MS + 80 * MINUTE_MS, ...(await queue.receive()));
    expect(rulesIn(texts)).toEqual(['log-file-altered', 'log-file-missing', 'log-files-read-late', 'user-created']);
    const saying = (rule: string) => texts.find((text) => text.includes(`rule ${rule}`)) ?? '';
    expect(saying('user-created')).toContain(`${ACCOUNTS.late}-0-1`);
    expect(saying('log-file-missing')).toContain(`cloudtrail-to-slack found that log file ${REMOVED} is missing`);
    expect(saying('log-file-altered')).toContain(`cloudtrail-to-slack found that log file ${ALTERED} was altered`);
    expect(saying('log-files-read-late')).toContain(
      'cloudtrail-to-slack read log files without a notification late: 1',
    );
  });

  it('reports the account that sends no digests for three hours, and once more when they arrive again', async () => {
    const reported: string[] = [];
    for (const hour of [1, 2, 3]) {
      const digests = notified(digestOf('late', hour), digestOf('broken', hour));
      reported.push(...(await at(START_MS + (hour + 1) * HOUR_MS + 20 * MINUTE_MS, ...digests, HEARTBEAT)));
    }
    expect(rulesIn(reported)).toEqual(['account-went-dark']);
    expect(reported[0]).toContain(`received no digest files of region us-east-1 since ${iso(START_MS + HOUR_MS)}`);
    expect(reported[0]).toContain(ACCOUNTS.dark);
    const all = notified(...[1, 2, 3, 4].map((hour) => digestOf('dark', hour)));
    const back = await at(
      START_MS + 5 * HOUR_MS + 20 * MINUTE_MS,
      ...all,
      ...notified(digestOf('late', 4), digestOf('broken', 4)),
      HEARTBEAT,
    );
    expect(rulesIn(back)).toEqual(['account-came-back']);
  });

  it('reports nothing twice when everything arrives again', async () => {
    const everything = [...buckets.ofBucket(BUCKET)].map(({ key }) => key);
    expect(await at(START_MS + 5.5 * HOUR_MS, ...notified(...everything, LOST), HEARTBEAT)).toEqual([]);
    expect(await at(START_MS + 6 * HOUR_MS, ...(await queue.receive()), HEARTBEAT)).toEqual([]);
  });
});

describe('the same objects', () => {
  const command = useCommand();
  let lines: readonly Record<string, unknown>[];
  let oracle: readonly Counts[];
  beforeAll(async () => {
    writeCopy(buckets, command.folder);
    const keysFile = command.write('keys.json', JSON.stringify(publicKeyList([KEY])));
    const folder = `${command.folder}/${BUCKET}`;
    const { out } = await command.run(['verify', folder, '--public-keys', keysFile, '--format', 'json']);
    lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const times = { start: iso(START_MS), end: iso(START_MS + 6 * HOUR_MS) };
    const runs = Object.values(ACCOUNTS).map((account) => ({ ...TRAIL, account, ...times }));
    oracle = askAwsCli([{ buckets, keys: [KEY], runs }])[0] as readonly Counts[];
  });

  const sum = (of: (counts: Counts) => number) => oracle.reduce((total, counts) => total + of(counts), 0);

  it('have the faults that the function found, for `verify`', () => {
    const faults = lines.filter(({ kind, level }) => kind === 'finding' && level === 'fault');
    const objects = faults.map(({ code, object }) => [code, String(object).slice(-REMOVED.length)]).sort();
    expect(objects).toEqual([
      ['log-file-altered', ALTERED],
      ['log-file-missing', REMOVED],
    ]);
  });

  it('have the same counts for `verify` and for the AWS CLI', () => {
    const { total } = lines.find(({ kind }) => kind === 'summary') as { total: Record<string, number> };
    expect({
      digests: (total.digests ?? 0) + (total.digestsUnsigned ?? 0),
      logFiles: total.logFiles,
      faults: (total.logFilesMissing ?? 0) + (total.logFilesAltered ?? 0),
    }).toEqual({
      digests: sum(({ digests }) => digests),
      logFiles: sum(({ logFiles }) => logFiles),
      faults: sum(({ logFilesInvalid }) => logFilesInvalid),
    });
    expect(sum(({ digestsInvalid }) => digestsInvalid)).toBe(0);
  });
});

describe('the function that verifies log files, a day later', () => {
  it('reports what was removed after it was read, after its day has ended', async () => {
    const removed = fileOf('dark', 1);
    await s3().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: removed }));
    const midnightMs = Math.floor((START_MS + 10 * MINUTE_MS) / DAY_MS + 1) * DAY_MS;
    // The digest of twenty hours after the end of the day.
    const key = digestOf('dark', 0).replace(
      /us-east-1\/\d.*(?=\/)/,
      `us-east-1/${iso(midnightMs).slice(0, 10).replaceAll('-', '/')}`,
    );
    const closing = key.replace(/\d{8}T\d{6}Z/, `${iso(midnightMs).slice(0, 10).replaceAll('-', '')}T200131Z`);
    for (let ms = START_MS + 8 * HOUR_MS; ms < midnightMs + 20 * HOUR_MS; ms += 2 * HOUR_MS) await at(ms, HEARTBEAT);
    const day = JSON.parse(recoveryMessage({ kind: 'day', bucket: BUCKET, key: closing }));
    const texts = await at(midnightMs + 20.5 * HOUR_MS, {
      Records: [{ ...message('day', 'day'), body: JSON.stringify(day) }],
    });
    expect(rulesIn(texts)).toEqual(['log-files-removed']);
    expect(texts[0]).toContain(`found that log files were removed after they were read, such as ${removed}: 1`);
  });
});
