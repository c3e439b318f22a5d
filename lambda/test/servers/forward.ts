// Sends a request of a proxy on to the server behind it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

// Headers about one connection, or about the form of a body in it.
const OF_ONE_CONNECTION = ['host', 'connection', 'expect', 'content-length', 'transfer-encoding'];

const without = (left: readonly string[], headers: Iterable<readonly [string, unknown]>) =>
  Object.fromEntries([...headers].filter(([name]) => !left.includes(name)).map(([name, value]) => [name, `${value}`]));

/** What the server answers to a request with this body. Rejects if it cannot be reached. */
export async function answerOf(request: IncomingMessage, body: Buffer, upstream: string): Promise<Answer> {
  const answer = await fetch(new URL(request.url ?? '/', upstream), {
    method: request.method ?? 'GET',
    headers: without(OF_ONE_CONNECTION, Object.entries(request.headers)),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const received = Buffer.from(await answer.arrayBuffer());
  const headers = without([...OF_ONE_CONNECTION, 'content-encoding'], answer.headers);
  return {
    status: answer.status,
    headers: { ...headers, 'content-length': String(received.length) },
    body: received,
  };
}

/** Answers a request as the server does. Rejects if it cannot be reached. */
export async function forward(request: IncomingMessage, response: ServerResponse, upstream: string): Promise<void> {
  const { status, headers, body } = await answerOf(request, await buffer(request), upstream);
  response.writeHead(status, headers).end(body);
}
