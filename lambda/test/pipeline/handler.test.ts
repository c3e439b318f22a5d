// The function as Lambda calls it: settings from the environment, AWS played by moto, Slack by a server of this machine.
// What it answers, what it throws, and what it logs.

import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../src/handler.ts';
import { startFaultyAws } from '../servers/faulty-aws.ts';
import { sumIn } from '../servers/metric-log.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { startSlack } from '../servers/slack.ts';
import { createStateTable } from '../servers/state-table.ts';
import { useServer } from '../servers/use-server.ts';
import { aRecord, BUCKET, batch, keyOf, logFile, notification } from './payloads.ts';

const TOKEN = 'xoxb-token-of-the-handler-test';
const CHANNEL = 'C0DEFAULT01';
const SETTINGS = {
  function_name: 'f',
  use_default_rules: false,
  rules: [{ name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }],
  slack_bot_token_reference: '/token',
  default_slack_channel_id: CHANNEL,
  dynamodb_table_name: 'state',
};
const BUSY = { kind: 'status', status: 503 } as const;

let moto: Moto;
const slack = useServer(() => startSlack({ tokens: [TOKEN], channels: [CHANNEL] }));
let serial = 0;

beforeAll(async () => {
  moto = await useMoto();
  process.env.SLACK_API_URL = slack.apiUrl;
  await new S3Client({}).send(new CreateBucketCommand({ Bucket: BUCKET }));
  await new SSMClient({}).send(new PutParameterCommand({ Name: '/token', Value: TOKEN, Type: 'SecureString' }));
  await createStateTable('state');
});
beforeEach(() => slack.reset());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function deploy(settings: object): void {
  process.env.SETTINGS = gzipSync(JSON.stringify(settings)).toString('base64');
}

const CONTEXT = {
  getRemainingTimeInMillis: () => 30_000,
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:live',
};
const invoke = (payload: unknown) => handler(payload, CONTEXT);

async function putFile(fields: Parameters<typeof aRecord>[0] = {}): Promise<string> {
  const name = `file-${serial++}`;
  const body = logFile(aRecord(fields, `user-${serial}`));
  await new S3Client({}).send(new PutObjectCommand({ Bucket: BUCKET, Key: keyOf(name), Body: body }));
  return name;
}

function captureLog(): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  return lines;
}

const firstMessages = () => slack.messages.filter(({ threadTs }) => threadTs === null);

describe('settings that are wrong', () => {
  it('fail with a list of all problems', async () => {
    deploy({ ...SETTINGS, dynamodb_time_to_live: 0, log_level: 'LOUD', rules: [7], routes: [{ destinations: [] }] });
    const error = await invoke(batch({})).catch((thrown: Error) => thrown);
    expect(String(error)).toMatch(/4 problem/);
    for (const name of ['dynamodb_time_to_live', 'log_level', 'rules', 'routes']) expect(String(error)).toContain(name);
  });

  it.each([
    ['are missing', undefined, /neither SETTINGS nor/],
    ['are no gzip', 'aGVsbG8=', /not base64 of gzipped JSON/],
  ])('%s', async (_, text, expected) => {
    if (text === undefined) delete process.env.SETTINGS;
    else process.env.SETTINGS = text;
    await expect(invoke(batch({}))).rejects.toThrow(expected);
  });
});

describe('the self-check', () => {
  it('fails with each rule that does not work: its name, its place and a hint', async () => {
    const rules = [...SETTINGS.rules, { name: 'torn', expression: "eventName = 'X'" }];
    deploy({ ...SETTINGS, rules, ignore_rules: [{ name: 'also torn', expression: 'startswith(' }] });
    const error = String(await invoke({ selfCheck: true }).catch((thrown: Error) => thrown));
    expect(error).toMatch(/^Error: 2 .*the current version stays in use/);
    expect(error).toMatch(/torn: [\s\S]*\^[\s\S]*==/);
    expect(error).toContain('also torn: ');
  });

  it('passes where everything works, and touches neither Slack nor the table', async () => {
    deploy(SETTINGS);
    expect(await invoke({ selfCheck: true })).toEqual({ ok: true, rules: 1 });
    expect(slack.calls).toEqual([]);
  });
});

describe('an invocation', () => {
  beforeAll(() => deploy(SETTINGS));

  it('from a queue returns exactly the messages to retry', async () => {
    const [failing, good] = [await putFile(), await putFile()];
    slack.misbehave(BUSY, { times: 3 });
    const payload = batch(notification(failing), notification(good), 'no notification', notification('not-there'));
    expect(await invoke(payload)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(firstMessages()).toHaveLength(1);
    expect(await invoke(payload)).toEqual({ batchItemFailures: [] });
    expect(firstMessages()).toHaveLength(2);
  });

  it('without a queue does everything else first, and then throws', async () => {
    const [failing, good] = [await putFile(), await putFile()];
    slack.misbehave(BUSY, { times: 3 });
    await expect(invoke(notification(failing, good))).rejects.toThrow(/to be retried: 1 of 1 alerts/);
    expect(firstMessages()).toHaveLength(1);
    expect(await invoke(notification(failing, good))).toBeNull();
    expect(firstMessages()).toHaveLength(2);
  });

  it('of an unknown kind is dropped without an error', async () => {
    expect(await invoke({ hello: 'world' })).toBeNull();
  });

  it('logs one summary line that adds up, and neither token nor event', async () => {
    const lines = captureLog();
    await invoke(batch(notification(await putFile()), 'no notification'));
    const summaries = lines.filter((line) => line.includes('"event":"summary"')).map((line) => JSON.parse(line));
    expect(summaries).toMatchObject([{ source: 'sqs', alerted: 1, delivered: 1, itemsDropped: 1, retries: 0 }]);
    expect(lines.join('')).not.toContain(TOKEN);
    expect(lines.join('')).not.toContain('203.0.113.7');
  });
  it('logs its metrics, and calls CloudWatch only if calls were denied', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH', 'http://127.0.0.1:1'); // Refuses every connection.
    const log = captureLog();
    await invoke(batch(notification(await putFile())));
    expect(sumIn(log.join(''), 'CloudTrailToSlack', 'AlertsDelivered', { FunctionName: 'f' })).toBe(1);
    expect(log.join('')).not.toContain('metrics_not_pushed');
    await invoke(batch(notification(await putFile({ eventName: 'ListBuckets', errorCode: 'AccessDenied' }))));
    expect(sumIn(log.join(''), 'CloudTrailToSlack', 'RecordsRead', { FunctionName: 'f' })).toBe(2);
    expect(log.join('')).toMatch(/metrics_not_pushed.*ECONNREFUSED/);
  });
});

describe('an instance', () => {
  const aws = useServer(() => startFaultyAws(moto.url));

  /** The handler of a new instance, and the calls that it made before it was invoked. */
  async function start(settings: object) {
    vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
    deploy(settings);
    vi.resetModules();
    const before = aws.calls();
    const fresh = await import('../../src/handler.ts');
    const invokeFresh = (payload: unknown) => fresh.handler(payload, CONTEXT);
    return { invokeFresh, calls: () => aws.calls() - before };
  }

  it('delivers as usual after it was frozen until all of its connections were gone', async () => {
    const { invokeFresh } = await start(SETTINGS);
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const names = await Promise.all(Array.from({ length: 10 }, (_, n) => putFile({ eventTime: minutesAgo(10 * n) })));
    await invokeFresh(batch(...names.map((name) => notification(name))));
    aws.forgetConnections();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 });
    const log = captureLog();
    expect(await invokeFresh(batch(notification(await putFile())))).toEqual({ batchItemFailures: [] });
    expect(firstMessages()).toHaveLength(11);
    expect(log.join('')).not.toMatch(/"level":"(ERROR|WARN)"/);
  });
  it('that starts prepares without a call, and then reads a log file without alerts with one', async () => {
    const name = await putFile({ eventName: 'ListBuckets' });
    // An instance that starts in a millisecond that ten divides looks for counts at first.
    vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 10) * 10 + 1 });
    const { invokeFresh, calls } = await start(SETTINGS);
    expect(calls()).toBe(0);
    const log = captureLog();
    await invokeFresh(batch(notification(name)));
    expect(log.join('')).toMatch(/"event":"summary".*"logFilesRead":1/);
    expect(calls()).toBe(1);
  });

  it('that starts looks for counts and for collected alerts at first if its start time is one in ten', async () => {
    const name = await putFile({ eventName: 'ListBuckets' });
    vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 10) * 10 });
    const { invokeFresh, calls } = await start(SETTINGS);
    await invokeFresh(batch(notification(name)));
    expect(calls()).toBe(3);
  });

  it('delivers nothing while it starts, even if a rule matches everything', async () => {
    const { calls } = await start({ ...SETTINGS, rules: [{ name: 'all', expression: 'true' }] });
    expect([calls(), slack.calls]).toEqual([0, []]);
  });

  it('fails when it is invoked, not before, if its settings are wrong', async () => {
    const { invokeFresh } = await start({ ...SETTINGS, log_level: 'LOUD' });
    await expect(invokeFresh(batch({}))).rejects.toThrow('log_level');
  });
});
