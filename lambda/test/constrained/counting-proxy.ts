// A proxy in front of moto that delays calls to DynamoDB as the real one does, and counts them by operation.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface CountingProxy {
  readonly url: string;
  /** Calls to DynamoDB by operation. */
  readonly calls: Map<string, number>;
  close(): Promise<void>;
}

/** Starts a proxy; each call to DynamoDB takes `dynamoMs` longer. */
export async function startCountingProxy(upstream: string, dynamoMs: () => number): Promise<CountingProxy> {
  const calls = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const operation = /^DynamoDB_\d+\.(\w+)$/.exec(String(request.headers['x-amz-target'] ?? ''))?.[1];
    if (operation) {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      await sleep(dynamoMs());
    }
    await forward(request, response, upstream).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function forward(request: IncomingMessage, response: ServerResponse, upstream: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'expect'].includes(name));
  const answer = await fetch(new URL(request.url ?? '/', upstream), {
    method: request.method ?? 'GET',
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const kept = [...answer.headers].filter(([name]) => !['content-encoding', 'transfer-encoding'].includes(name));
  response.writeHead(answer.status, { ...Object.fromEntries(kept), 'content-length': body.length }).end(body);
}
