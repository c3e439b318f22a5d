// How the adapters handle AWS faults: each fault is reported as transient or permanent, with the service's error code,
// within the time limit of a call; and a lost response does not make an invocation wait for its own lease.

import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMetricSink } from '../../src/adapters/aws/cloudwatch-metrics.ts';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { createEventBusNotifier } from '../../src/adapters/aws/event-bus.ts';
import { createFirehoseNotifier } from '../../src/adapters/aws/firehose.ts';
import { createLogFileStore } from '../../src/adapters/aws/s3-log-files.ts';
import { createSecretStore } from '../../src/adapters/aws/secrets.ts';
import { createSnsNotifier } from '../../src/adapters/aws/sns.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import type { Lease, StateStore } from '../../src/app/ports.ts';
import { type AwsFault, useFaultyAws } from '../servers/faulty-aws.ts';
import { createStateTable } from '../servers/state-table.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alerts';
const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/alerts';
// Long enough for a busy machine, where a call is answered.
const PATIENT = { timeoutMs: 20_000, maxAttempts: 2 };
const IMPATIENT = { ...PATIENT, timeoutMs: 800 };
const LEASE = { owner: 'a', nowMs: 1_000, untilMs: 61_000 };

const aws = useFaultyAws();

beforeAll(async () => {
  await new S3Client({}).send(new CreateBucketCommand({ Bucket: 'trail' }));
  await new S3Client({}).send(new PutObjectCommand({ Bucket: 'trail', Key: 'log.json', Body: Buffer.alloc(50_000) }));
  await new SNSClient({}).send(new CreateTopicCommand({ Name: 'alerts' }));
  await new EventBridgeClient({}).send(new CreateEventBusCommand({ Name: 'alerts' }));
  await new FirehoseClient({}).send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: 'alerts',
      ExtendedS3DestinationConfiguration: {
        RoleARN: 'arn:aws:iam::123456789012:role/x',
        BucketARN: 'arn:aws:s3:::trail',
      },
    }),
  );
  // Moto loads a service on its first call, which may take longer than the timeouts of these tests.
  await createMetricSink({ timeoutMs: 30_000 }).push([METRIC], Date.now());
  await new SSMClient({}).send(new PutParameterCommand({ Name: '/token', Value: 'xoxb-1', Type: 'SecureString' }));
  await createStateTable('state');
});

const callsWith = (times: typeof PATIENT) => ({
  s3: () => createLogFileStore(times).read({ bucket: 'trail', key: 'log.json' }),
  dynamodb: () =>
    stateStoreOn(onStateTable({ tableName: 'state', ...times })).claim(
      [{ id: 'some id', bucket: 'bucket' }],
      [],
      LEASE,
    ),
  sns: () => createSnsNotifier({ topicArn: TOPIC, ...times }).post(SNS_MESSAGE, null),
  cloudwatch: () => createMetricSink(times).push([METRIC], Date.now()),
  ssm: () => createSecretStore(times).read('/token'),
  firehose: () => createFirehoseNotifier({ streamName: 'alerts', ...times }).post({}, null),
  events: () => createEventBusNotifier({ busArn: BUS, ...times }).post({ title: 'x' }, null),
});
const CALLS = callsWith(PATIENT);
type Service = keyof typeof CALLS;

const SNS_MESSAGE = { subject: 'subject', body: 'body', short: 'body', json: {}, attributes: {} };
const METRIC = { namespace: 'Test', name: 'Alerts', value: 1, unit: 'Count', dimensions: {} } as const;

const xml = (status: number, code: string): AwsFault => ({
  kind: 'answer',
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});
const query = (status: number, code: string): AwsFault => ({
  kind: 'answer',
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const json = (status: number, code: string): AwsFault => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ __type: `com.amazonaws#${code}`, message: 'no' }),
});

describe('a crash between the calls of one change', () => {
  const HANDLE = { channel: 'C0123456789', ts: '1700000000.000001' };
  const state = () => stateStoreOn(onStateTable({ tableName: 'state', ...PATIENT, maxAttempts: 1 }));
  const crashAfter = (calls: number) => aws.misbehave({ kind: 'reset' }, 20, calls);
  const recover = () => aws.misbehave({ kind: 'reset' }, 0);
  const deferredOf = async (key: string) => (await state().deferredCounts()).filter((deferred) => deferred.key === key);
  const notesOf = async (key: string) => (await deferredOf(key)).map(({ note }) => note);
  const defer = async (key: string, note: string) => {
    await state().deferCount(key, HANDLE, 2, note);
    const [deferred] = await deferredOf(key);
    if (!deferred) throw new Error(`${key} is not deferred`);
    return deferred;
  };

  it.each([0, 1, 2, 3])('%i calls into settling a count, keeps a newer note', async (calls) => {
    const key = `newer ${calls}`;
    const found = await defer(key, 'first');
    await state().deferCount(key, HANDLE, 3, 'second');
    crashAfter(calls);
    // Whether it fails depends on how many calls it makes.
    await Promise.allSettled([state().settleCount(found)]);
    recover();
    expect(await notesOf(key)).toEqual(['second']);
  });

  it.each([0, 1, 2])('%i calls into settling a count, shows it at most once more', async (calls) => {
    const key = `settled ${calls}`;
    const found = await defer(key, 'note');
    crashAfter(calls);
    await expect(state().settleCount(found)).rejects.toMatchObject({ kind: 'transient' });
    recover();
    expect(await notesOf(key)).toEqual(calls === 0 ? ['note'] : []);
    await state().settleCount(found);
    expect(await notesOf(key)).toEqual([]);
  });

  it.each([0, 1])('%i calls into noting a count, is reported to the caller', async (calls) => {
    crashAfter(calls);
    const noted = state().deferCount(`noted ${calls}`, HANDLE, 2, 'note');
    await expect(noted).rejects.toMatchObject({ kind: 'transient' });
    recover();
  });
});

describe('a response of the service', () => {
  it.each<[service: Service, fault: AwsFault, kind: string, code: string]>([
    ['s3', xml(503, 'SlowDown'), 'transient', 'SlowDown'],
    ['s3', xml(500, 'InternalError'), 'transient', 'InternalError'],
    ['s3', xml(403, 'AccessDenied'), 'transient', 'AccessDenied'],
    ['s3', xml(400, 'KMS.DisabledException'), 'transient', 'KMS.DisabledException'],
    ['s3', xml(403, 'InvalidObjectState'), 'permanent', 'InvalidObjectState'],
    ['s3', xml(404, 'NoSuchKey'), 'permanent', 'NoSuchKey'],
    [
      'dynamodb',
      json(400, 'ProvisionedThroughputExceededException'),
      'transient',
      'ProvisionedThroughputExceededException',
    ],
    ['dynamodb', json(400, 'ThrottlingException'), 'transient', 'ThrottlingException'],
    ['dynamodb', json(500, 'InternalServerError'), 'transient', 'InternalServerError'],
    ['dynamodb', json(400, 'AccessDeniedException'), 'transient', 'AccessDeniedException'],
    ['dynamodb', json(400, 'ValidationException'), 'permanent', 'ValidationException'],
    ['sns', query(400, 'Throttled'), 'transient', 'Throttled'],
    ['sns', query(500, 'InternalError'), 'transient', 'InternalError'],
    ['sns', query(403, 'AuthorizationError'), 'transient', 'AuthorizationError'],
    ['sns', query(404, 'NotFound'), 'permanent', 'NotFound'],
    ['sns', query(400, 'InvalidParameter'), 'permanent', 'InvalidParameter'],
    ['cloudwatch', json(400, 'ThrottlingException'), 'transient', 'ThrottlingException'],
    ['cloudwatch', json(400, 'InvalidParameterValueException'), 'permanent', 'InvalidParameterValueException'],
    ['ssm', json(400, 'ThrottlingException'), 'transient', 'ThrottlingException'],
    ['ssm', json(400, 'AccessDeniedException'), 'transient', 'AccessDeniedException'],
    ['ssm', json(400, 'ParameterNotFound'), 'permanent', 'ParameterNotFound'],
    ['firehose', json(503, 'ServiceUnavailableException'), 'transient', 'ServiceUnavailableException'],
    ['firehose', json(400, 'AccessDeniedException'), 'transient', 'AccessDeniedException'],
    ['firehose', json(400, 'InvalidKMSResourceException'), 'transient', 'InvalidKMSResourceException'],
    ['firehose', json(400, 'ResourceNotFoundException'), 'permanent', 'ResourceNotFoundException'],
    ['firehose', json(400, 'InvalidArgumentException'), 'permanent', 'InvalidArgumentException'],
    ['events', json(500, 'InternalException'), 'transient', 'InternalException'],
    ['events', json(400, 'ThrottlingException'), 'transient', 'ThrottlingException'],
    ['events', json(400, 'AccessDeniedException'), 'transient', 'AccessDeniedException'],
    ['events', json(400, 'ResourceNotFoundException'), 'permanent', 'ResourceNotFoundException'],
  ])('%s: %o is %s', async (service, fault, kind, code) => {
    aws.misbehave(fault, 2);
    const error = await CALLS[service]().then(
      () => 'worked',
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'PortError', kind });
    expect((error as { code: string }).code).toMatch(new RegExp(`^${code}(Exception)?$`));
  });
});

describe.each(Object.keys(CALLS) as Service[])('%s', (service) => {
  it.each<AwsFault>([
    { kind: 'reset' },
    { kind: 'silence' },
    { kind: 'answer', status: 503, body: '<html>Service Unavailable</html>' },
  ])('recovers from one call that fails with $kind', async (fault) => {
    aws.misbehave(fault);
    await callsWith(fault.kind === 'silence' ? IMPATIENT : PATIENT)[service]();
    expect(aws.calls()).toBe(2);
  });

  it.each<AwsFault>([{ kind: 'reset' }, { kind: 'silence' }])(
    'gives up within the time limit if every call fails with $kind',
    async (fault) => {
      aws.misbehave(fault, 10);
      const began = performance.now();
      await expect(callsWith(IMPATIENT)[service]()).rejects.toMatchObject({ name: 'PortError', kind: 'transient' });
      expect(performance.now() - began).toBeLessThan(4_000);
      expect(aws.calls()).toBe(PATIENT.maxAttempts);
      aws.misbehave(fault, 0);
    },
  );
});

describe('a state table that does not answer', () => {
  // Four attempts would take longer than the time that an invocation keeps for its last calls.
  it('is called at most three times, the third time for a moment', async () => {
    const store = stateStoreOn(onStateTable({ tableName: 'state', timeoutMs: 800 }));
    aws.misbehave({ kind: 'silence' }, 10);
    const began = performance.now();
    const claims = store.claim([{ id: 'id', bucket: 'b' }], [], LEASE);
    await expect(claims).rejects.toMatchObject({ kind: 'transient', code: 'TimeoutError' });
    expect(performance.now() - began).toBeLessThan(3 * 800);
    expect(aws.calls()).toBeLessThanOrEqual(3);
    aws.misbehave({ kind: 'silence' }, 0);
  });
});

describe('a log file whose connection breaks during the download', () => {
  it('is reported as a transient fault, not as half a file', async () => {
    aws.misbehave({ kind: 'cut_answer' });
    await expect(CALLS.s3()).rejects.toMatchObject({ name: 'PortError', kind: 'transient' });
  });
});

describe('a log file that arrives byte by byte', () => {
  it('is given up after ten times the time limit of a call', async () => {
    aws.misbehave({ kind: 'trickle' });
    const began = performance.now();
    await expect(callsWith({ timeoutMs: 300, maxAttempts: 1 }).s3()).rejects.toMatchObject({
      code: 'TimeoutError',
      kind: 'transient',
    });
    expect(performance.now() - began).toBeGreaterThan(2_500);
  });
});

describe('a write whose response is lost', () => {
  let store: StateStore;
  beforeAll(() => {
    store = stateStoreOn(onStateTable({ tableName: 'state', ...PATIENT }));
  });

  it.each([null, 'bucket'])('is still a claim of its writer (bucket: %s)', async (bucket) => {
    const claim = async (lease: Lease) => (await store.claim([{ id: 'lost', bucket }], [], lease)).ids.get('lost');
    aws.misbehave({ kind: 'lost_answer' });
    expect(await claim(LEASE)).toBe('claimed');
    expect(aws.calls()).toBe(2);
    expect(await claim({ ...LEASE, owner: 'another' })).toBe('held');
  });

  it('is still the right to start a thread', async () => {
    const open = async (lease: Lease) => (await store.claim([], ['lost'], lease)).threads.get('lost');
    aws.misbehave({ kind: 'lost_answer' });
    expect(await open(LEASE)).toEqual({ state: 'ours' });
    expect(await open({ ...LEASE, owner: 'another' })).toEqual({ state: 'opening' });
  });
});

describe('a secret that cannot be refreshed', () => {
  it('is still used after it expires, and its service is asked again once a minute until it recovers', async () => {
    let nowMs = 0;
    const store = createSecretStore({ nowMs: () => nowMs, ...PATIENT });
    await store.read('/token');
    nowMs = 300_000;
    aws.misbehave({ kind: 'reset' }, 2);
    for (let message = 0; message < 3; message++) expect(await store.read('/token')).toBe('xoxb-1');
    expect(aws.calls()).toBe(2);
    nowMs += 60_000;
    expect(await store.read('/token')).toBe('xoxb-1');
    expect(aws.calls()).toBe(3);
  });

  it('is not used for a fresh read', async () => {
    const store = createSecretStore(PATIENT);
    await store.read('/token');
    aws.misbehave({ kind: 'reset' }, 2);
    await expect(store.read('/token', { fresh: true })).rejects.toMatchObject({ kind: 'transient' });
  });
});
