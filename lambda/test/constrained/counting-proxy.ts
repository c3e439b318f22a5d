// A proxy in front of moto that delays calls to DynamoDB as the real one does, and counts them by operation.

import { setTimeout as sleep } from 'node:timers/promises';
import { forward } from '../servers/forward.ts';
import { type LocalServer, listen } from '../servers/listen.ts';

export interface CountingProxy extends LocalServer {
  /** Calls to DynamoDB by operation. */
  readonly calls: Map<string, number>;
}

/** Starts a proxy; each call to DynamoDB takes `dynamoMs` longer. */
export async function startCountingProxy(upstream: string, dynamoMs: () => number): Promise<CountingProxy> {
  const calls = new Map<string, number>();
  const server = await listen(async (request, response) => {
    const operation = /^DynamoDB_\d+\.(\w+)$/.exec(String(request.headers['x-amz-target'] ?? ''))?.[1];
    if (operation) {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      await sleep(dynamoMs());
    }
    await forward(request, response, upstream).catch(() => response.destroy());
  });
  return {
    ...server,
    calls,
  };
}
