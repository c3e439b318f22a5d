// A proxy in front of moto or the local Slack that is as slow as a test asks.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf } from './forward.ts';

export interface DelayedCall {
  readonly path: string;
  /** The operation of an AWS service, such as `GetItem`; empty for other services. */
  readonly operation: string;
  readonly body: string;
}

/** How long a call takes to arrive, and its answer to return. */
export interface Delay {
  readonly beforeMs: number;
  readonly afterMs: number;
}

export interface DelayingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a proxy. A call is forwarded even if the caller no longer waits for it. */
export async function startDelayingProxy(
  upstream: string,
  delayOf: (call: DelayedCall) => Delay,
): Promise<DelayingProxy> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const { beforeMs, afterMs } = delayOf({ path: request.url ?? '', operation, body: body.toString() });
    await sleep(beforeMs);
    const answer = await answerOf(request, body, upstream);
    await sleep(afterMs);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
