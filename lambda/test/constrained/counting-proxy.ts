// A proxy in front of moto that delays calls to DynamoDB as the real one does, and counts them by operation.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { forward } from '../servers/forward.ts';

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
