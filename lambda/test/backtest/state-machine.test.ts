// The state machine of a backtest, executed by moto's interpreter: it lists a bucket, sends batches to the function, and stores what it
// returns.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { SettingsError } from '../../src/setup/settings.ts';
import { logFile } from '../pipeline/payloads.ts';
import { forward } from '../servers/forward.ts';
import { type LocalServer, listen } from '../servers/listen.ts';
import { type StartedMoto, startMoto } from '../servers/moto.ts';
import { type Definition, renderedDefinition } from './definition.ts';

const ROLE = 'arn:aws:iam::123456789012:role/backtest';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:backtest';
const key = (account: string, day: number) =>
  `AWSLogs/${account}/CloudTrail/eu-west-1/2026/03/0${day}/${account}_CloudTrail_eu-west-1_2026030${day}T1000Z_x.json.gz`;
const KEYS = ['111111111111', '222222222222'].flatMap((account) => [1, 2, 3].map((day) => key(account, day)));

let moto: StartedMoto;
let endpoint: LocalServer;
let definition: string;
let s3: S3Client;
let handler: (payload: unknown) => Promise<unknown>;
/** What the function was invoked with. */
let payloads: unknown[] = [];
/** How the next invocations fail. */
const failures: Error[] = [];

beforeAll(async () => {
  // The interpreter calls all services at the port in MOTO_PORT: moto, except for invocations of the function.
  endpoint = await listen((request, response) => void answer(request, response));
  process.env.MOTO_PORT = new URL(endpoint.url).port;
  moto = await startMoto();
  Object.assign(process.env, moto.environment);
  await fetch(`${moto.url}/moto-api/config`, {
    method: 'POST',
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  s3 = new S3Client({});
  for (const Bucket of ['my-trail', 'results']) await s3.send(new CreateBucketCommand({ Bucket }));
  for (const [index, Key] of KEYS.entries()) {
    const record = { eventID: `event-${index}`, eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' };
    const Body = logFile(record);
    await s3.send(new PutObjectCommand({ Bucket: 'my-trail', Key, Body }));
  }
  await s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'settings/1.json', Body: '{}' }));
  Object.assign(process.env, { RESULTS_BUCKET: 'results', SETTINGS_KEY: 'settings/1.json', EVERY_RECORD: 'false' });
  vi.spyOn(console, 'log').mockImplementation(() => {});
  handler = (await import('../../src/backtest.ts')).handler;
  definition = JSON.stringify(withoutBatches(await renderedDefinition(FUNCTION)));
}, 60_000);
afterAll(async () => {
  delete process.env.MOTO_PORT;
  await moto?.stop();
  await endpoint?.close();
});

// The interpreter does not know `ItemBatcher`. Without it, an item reaches the function alone, together with what is the same for each batch.
function withoutBatches({ States, ...others }: Definition): object {
  const { ItemBatcher, ItemSelector, ...map } = States.DecideAll;
  const alone = { ...map, ItemSelector: { Item: ItemSelector, BatchInput: ItemBatcher.BatchInput } };
  return { ...others, States: { ...States, DecideAll: alone } };
}

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
const batchOf = ({ Item, BatchInput, ...others }: Record<string, unknown>): object =>
  Item === undefined ? others : { Items: [Item], BatchInput };

// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = decodeURIComponent(/\/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1] ?? '');
  if (name === '') return forward(request, response, moto.url);
  const payload = batchOf((await json(request)) as Record<string, unknown>);
  payloads.push(payload);
  try {
    if (name !== FUNCTION) throw new RangeError(`there is no function ${name}`);
    if (failures.length > 0) throw failures.shift();
    response.end(JSON.stringify(await handler(payload)));
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end(JSON.stringify({ errorType, errorMessage }));
  }
}

const call = (operation: string, input: object) => moto.call('states', `AWSStepFunctions.${operation}`, input);

interface Execution {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

async function execute(name: string, input: object): Promise<Execution> {
  payloads = [];
  const { stateMachineArn } = await call('CreateStateMachine', { name, definition, roleArn: ROLE });
  const { executionArn } = await call('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) });
  let found = await call('DescribeExecution', { executionArn });
  for (; found.status === 'RUNNING'; found = await call('DescribeExecution', { executionArn })) await sleep(50);
  // moto cannot start an execution while it has another one.
  await call('DeleteStateMachine', { stateMachineArn });
  return found as unknown as Execution;
}

/** The batches that the function received. */
const sent = () => payloads.slice(1) as { Items: { Key: string; Size: number }[]; BatchInput: object }[];

describe('an execution of a backtest', () => {
  it('checks the rules and the input, and then decides on every log file below the prefix', async () => {
    const { status, cause } = await execute('all', {});
    expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
    expect(payloads[0]).toEqual({ check: true, input: { prefix: 'AWSLogs/', since: '', until: '' } });
    expect(
      sent()
        .map(({ Items }) => Items[0]?.Key)
        .sort(),
    ).toEqual([...KEYS].sort());
    for (const { Items, BatchInput } of sent()) {
      expect(Items).toEqual([{ Key: expect.any(String), Size: expect.any(Number) }]);
      expect(BatchInput).toEqual({ bucket: 'my-trail', run: 'all', since: '', until: '' });
    }
    const results = await keysIn('results');
    expect(results.filter((name) => name.startsWith('decisions/run=all/'))).toHaveLength(KEYS.length);
    expect(results.filter((name) => name.startsWith('batches/run=all/'))).toHaveLength(KEYS.length);
    expect(results.filter((name) => name.startsWith('executions/')).length).toBeGreaterThan(0);
  });

  it('reads only what its input selects', async () => {
    const input = { prefix: 'AWSLogs/111111111111/', since: '2026-03-02', until: '2026-03-03' };
    const { status, cause } = await execute('some', input);
    expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
    expect(sent()).toHaveLength(3);
    expect(sent()[0]?.BatchInput).toEqual({
      bucket: 'my-trail',
      run: 'some',
      since: '2026-03-02',
      until: '2026-03-03',
    });
    expect((await keysIn('results')).filter((name) => name.startsWith('decisions/run=some/'))).toHaveLength(1);
  });

  it('ends before it lists anything if a rule does not compile', async () => {
    failures.push(new SettingsError(['rule "a" does not compile']));
    const { status, error } = await execute('wrong', {});
    expect([status, error, payloads.length]).toEqual(['FAILED', 'SettingsError', 1]);
  });

  it('ends before it lists anything if its input is wrong', async () => {
    const { status, error, cause } = await execute('misspelled', { from: '2026-03-02' });
    expect([status, error, payloads.length]).toEqual(['FAILED', 'BatchError', 1]);
    expect(cause).toContain('the input has the unknown field from');
  });

  it('repeats an invocation that can succeed later', async () => {
    failures.push(new PortError('transient', 'SlowDown', 'slow down'));
    const { status, cause } = await execute('later', { prefix: 'AWSLogs/111111111111/' });
    expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
    expect(payloads[0]).toEqual(payloads[1]);
    expect(sent()).toHaveLength(4);
  });
});

async function keysIn(bucket: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = '' }) => Key);
}
