// A proxy in front of moto or the local Slack that is as slow as a test asks.

import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf } from './forward.ts';
import { type LocalServer, listen } from './listen.ts';

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

/** Starts a proxy. A call is forwarded even if the caller no longer waits for it. */
export function startDelayingProxy(upstream: string, delayOf: (call: DelayedCall) => Delay): Promise<LocalServer> {
  return listen(async (request, response) => {
    const body = await buffer(request);
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const { beforeMs, afterMs } = delayOf({ path: request.url ?? '', operation, body: body.toString() });
    await sleep(beforeMs);
    const answer = await answerOf(request, body, upstream);
    await sleep(afterMs);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
}
