// Cold start: the built package, from import to first answer, compared with an empty handler that imports only the S3 client
// and has the same build. A local server without delay replaces S3, CloudWatch and DynamoDB.

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
}

export const SELF_CHECK = 'the self-check';
export const NOTHING_TO_READ = 'a queue message with nothing to read';

interface FirstAnswer {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const BUCKET = 'trail-logs';
const SETTINGS = {
  function_name: 'cloudtrail-to-slack',
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0123456789',
  dynamodb_table_name: 'state',
  log_level: 'ERROR',
};

// The payloads of both handlers. Only the last one causes calls: our handler reads the log file, queries its table and sends
// metrics; the empty one reads the file.
const PAYLOADS = {
  [SELF_CHECK]: { ours: { selfCheck: true }, empty: {} },
  [NOTHING_TO_READ]: { ours: queueMessage('CloudTrail-Digest/digest.json.gz'), empty: {} },
  'a queue message with one log file, S3 and all': {
    ours: queueMessage('CloudTrail/file.json.gz'),
    empty: queueMessage('CloudTrail/file.json.gz'),
  },
};

/** Measures both handlers in turns. `folder` contains their files: `package/index.mjs` and `empty/index.mjs`. */
export async function measureStartUp(folder: string, logFile: Buffer, rounds: number): Promise<StartUpResult[]> {
  const server = await serveAws(logFile);
  const env = environment((server.address() as AddressInfo).port);
  const results: StartUpResult[] = [];
  try {
    for (const [name, payloads] of Object.entries(PAYLOADS)) {
      const pairs: [FirstAnswer, FirstAnswer][] = [];
      for (let round = 0; round < rounds; round++) {
        const empty = await firstAnswer(folder, 'empty', payloads.empty, env);
        pairs.push([await firstAnswer(folder, 'package', payloads.ours, env), empty]);
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
  };
}

async function firstAnswer(folder: string, which: string, payload: object, env: Record<string, string>) {
  const payloadFile = join(folder, 'payload.json');
  writeFileSync(payloadFile, JSON.stringify(payload));
  const script = join(folder, 'first-response.mjs');
  const { stdout } = await runNode(folder, [script, join(folder, which, 'index.mjs'), payloadFile], env);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as FirstAnswer;
}

function environment(port: number): Record<string, string> {
  return {
    SETTINGS: gzipSync(JSON.stringify(SETTINGS)).toString('base64'),
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

// The successful answer of each service, in its protocol.
function serveAws(logFile: Buffer): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (request.method === 'GET') return response.end(logFile);
      if (request.headers['x-amz-target']?.includes('DynamoDB')) return response.end('{}');
      if (request.headers['smithy-protocol'] !== 'rpc-v2-cbor') return response.writeHead(501).end();
      response.writeHead(200, { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' });
      return response.end(EMPTY_CBOR);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const EMPTY_CBOR = Buffer.from([0xa0]);
