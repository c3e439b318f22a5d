// Cold start: the built package, from import to first answer, compared with an empty handler that imports only the S3 client
// and has the same build. A local server without delay replaces S3.

import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { median, runNode } from './rounds.ts';

export interface StartUpResult {
  readonly name: string;
  /** Medians, in milliseconds, without the start of Node.js. */
  readonly ms: number;
  readonly emptyMs: number;
  /** Medians of the rounds' ratios: time, and processor time. */
  readonly timesEmpty: number;
  readonly cpuTimesEmpty: number;
  /** Medians, in milliseconds, where the import has a whole core and the rest the share of a function with 256 MB. */
  readonly deployedMs: number;
  readonly deployedEmptyMs: number;
  readonly deployedTimesEmpty: number;
}

export const SELF_CHECK = 'the self-check';
export const NOTHING_TO_READ = 'a queue message with nothing to read';
export const ONE_LOG_FILE = 'a queue message with one log file';
const WITH_THREATS = 'the same with the packs core and threats';

// 256 MB of the 1,769 MB that equal one core.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const SHARE = 256 / 1_769;

interface FirstAnswer {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly handlingCpuMs: number;
}

const BUCKET = 'trail-logs';
const SETTINGS = {
  function_name: 'cloudtrail-to-slack',
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0123456789',
  dynamodb_table_name: 'state',
  log_level: 'ERROR',
};

interface Case {
  readonly ours: object;
  readonly empty: object;
  readonly settings?: object;
}

// The payloads of both handlers. Those with a log file cause a call: both read it.
const CASES: Readonly<Record<string, Case>> = {
  [SELF_CHECK]: { ours: { selfCheck: true }, empty: {} },
  [NOTHING_TO_READ]: { ours: queueMessage('CloudTrail-Digest/digest.json.gz'), empty: {} },
  [ONE_LOG_FILE]: {
    ours: queueMessage('CloudTrail/file.json.gz'),
    empty: queueMessage('CloudTrail/file.json.gz'),
  },
  [WITH_THREATS]: {
    ours: queueMessage('CloudTrail/file.json.gz'),
    empty: queueMessage('CloudTrail/file.json.gz'),
    settings: { rule_packs: ['core', 'threats'] },
  },
};

/** Measures both handlers in turns. `folder` contains their files: `package/index.mjs` and `empty/index.mjs`. */
export async function measureStartUp(folder: string, logFile: Buffer, rounds: number): Promise<StartUpResult[]> {
  const server = await serveAws(logFile);
  const { port } = server.address() as AddressInfo;
  const results: StartUpResult[] = [];
  try {
    for (const [name, { ours, empty, settings }] of Object.entries(CASES)) {
      const env = environment(port, settings);
      const pairs: [FirstAnswer, FirstAnswer][] = [];
      for (let round = 0; round < rounds; round++) {
        const first = await firstAnswer(folder, 'empty', empty, env);
        pairs.push([await firstAnswer(folder, 'package', ours, env), first]);
      }
      results.push(resultOf(name, pairs));
    }
  } finally {
    server.close();
  }
  return results;
}

function resultOf(name: string, pairs: readonly (readonly [FirstAnswer, FirstAnswer])[]): StartUpResult {
  return {
    name,
    ms: median(pairs.map(([ours]) => ours.wallMs)),
    emptyMs: median(pairs.map(([, empty]) => empty.wallMs)),
    timesEmpty: median(pairs.map(([ours, empty]) => ours.wallMs / empty.wallMs)),
    cpuTimesEmpty: median(pairs.map(([ours, empty]) => ours.cpuMs / empty.cpuMs)),
    deployedMs: median(pairs.map(([ours]) => deployed(ours))),
    deployedEmptyMs: median(pairs.map(([, empty]) => deployed(empty))),
    deployedTimesEmpty: median(pairs.map(([ours, empty]) => deployed(ours) / deployed(empty))),
  };
}

// By processor time, because other work on the machine does not increase it.
function deployed({ cpuMs, handlingCpuMs }: FirstAnswer): number {
  return cpuMs - handlingCpuMs + handlingCpuMs / SHARE;
}

async function firstAnswer(folder: string, which: string, payload: object, env: Record<string, string>) {
  const payloadFile = join(folder, 'payload.json');
  writeFileSync(payloadFile, JSON.stringify(payload));
  const script = join(folder, 'first-response.mjs');
  const { stdout } = await runNode(folder, [script, join(folder, which, 'index.mjs'), payloadFile], env);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as FirstAnswer;
}

function environment(port: number, settings: object = {}): Record<string, string> {
  return {
    SETTINGS: gzipSync(JSON.stringify({ ...SETTINGS, ...settings })).toString('base64'),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  };
}

function queueMessage(name: string): object {
  const s3 = { bucket: { name: BUCKET }, object: { key: `AWSLogs/111122223333/${name}` } };
  const notification = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 };
  const body = JSON.stringify({ Records: [notification] });
  return { Records: [{ messageId: '1', eventSource: 'aws:sqs', body }] };
}

function serveAws(logFile: Buffer): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => (request.method === 'GET' ? response.end(logFile) : response.writeHead(501).end()));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
