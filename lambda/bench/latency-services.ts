// AWS and Slack with fixed delays, on this machine: S3 from memory, DynamoDB by moto behind a proxy, and a Slack that accepts everything.
// They record when each call came and how long it took.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Moto, startMoto } from '../test/servers/moto.ts';

export const AWS_MS = 10;
export const SLACK_MS = 100;

export interface TimedCall {
  /** Such as `S3 GetObject`. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly beganMs: number;
  readonly ms: number;
}

export interface LatencyServices {
  readonly calls: TimedCall[];
  /** Log files by the end of their keys. */
  readonly logFiles: Map<string, Buffer>;
  readonly environment: Readonly<Record<string, string>>;
  readonly moto: Moto;
  close(): Promise<void>;
}

/** Starts the services. Rejects if there is no moto. */
export async function startLatencyServices(): Promise<LatencyServices> {
  const moto = await startMoto();
  const calls: TimedCall[] = [];
  const logFiles = new Map<string, Buffer>();
  let posted = 0;
  const aws = await serve(calls, AWS_MS, (request, body) => {
    const target = request.headers['x-amz-target'];
    if (request.method === 'GET')
      return { name: 'S3 GetObject', body: logFiles.get(fileOf(request)) ?? Buffer.alloc(0) };
    if (target === 'AmazonSSM.GetParameter') return { name: 'SSM GetParameter', body: TOKEN };
    const name = String(target).replace(/_\d+\./, ' ');
    return { name, body: forward(moto, request, body) };
  });
  const slack = await serve(calls, SLACK_MS, (request) => ({
    name: `Slack ${request.url?.split('/').at(-1)}`,
    body: JSON.stringify({ ok: true, channel: 'C0123456789', ts: `1700000000.${String(++posted).padStart(6, '0')}` }),
  }));
  const close = async () => {
    for (const { server } of [aws, slack]) server.closeAllConnections();
    for (const { server } of [aws, slack]) server.close();
    await moto.stop();
  };
  const environment = { ...moto.environment, AWS_ENDPOINT_URL: aws.url, SLACK_API_URL: `${slack.url}/api/` };
  return { calls, logFiles, moto, environment, close };
}

const TOKEN = JSON.stringify({ Parameter: { Name: '/token', Type: 'SecureString', Value: 'xoxb-bench' } });

function fileOf({ url = '' }: IncomingMessage): string {
  return new URL(url, 'http://localhost').pathname.split('/').at(-1) ?? '';
}

type Body = string | Buffer | Promise<Buffer>;
type Answer = (request: IncomingMessage, body: Buffer) => { readonly name: string; readonly body: Body };

// The delay includes what moto needs.
async function serve(calls: TimedCall[], delayMs: number, answer: Answer): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    const beganMs = Date.now();
    const waited = sleep(delayMs);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { name, body } = answer(request, Buffer.concat(chunks));
    const bytes = await body;
    await waited;
    calls.push({ name, beganMs, ms: Date.now() - beganMs });
    response.writeHead(200, { 'content-length': Buffer.byteLength(bytes) }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function forward({ url }: Moto, request: IncomingMessage, body: Buffer): Promise<Buffer> {
  const { authorization = '', 'x-amz-target': target = '' } = request.headers;
  const headers = { authorization, 'x-amz-target': String(target), 'content-type': 'application/x-amz-json-1.0' };
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  const answer = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${target}: ${response.status} ${answer}`);
  return answer;
}
