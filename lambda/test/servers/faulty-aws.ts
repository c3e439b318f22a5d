// A proxy in front of moto that forwards calls and, on request, makes the next ones fail.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { answerOf } from './forward.ts';

export type AwsFault =
  /** A response in the protocol of the service. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The connection breaks before the call is executed. */
  | { readonly kind: 'reset' }
  /** The call is executed, but the connection breaks before the response. */
  | { readonly kind: 'lost_answer' }
  /** The connection breaks in the middle of the response. */
  | { readonly kind: 'cut_answer' }
  /** No response. */
  | { readonly kind: 'silence' };

export interface FaultyAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** The number of calls since the last fault was requested. */
  calls(): number;
  /** Makes the next `times` calls fail, except the first `after` of them. */
  misbehave(fault: AwsFault, times?: number, after?: number): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of another server. */
export async function startFaultyAws(upstream: string): Promise<FaultyAws> {
  const faults: (AwsFault | undefined)[] = [];
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    void handle(request, response, upstream, faults.shift());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    misbehave: (fault, times = 1, after = 0) => {
      calls = 0;
      const next = Array.from({ length: after + times }, (_, index) => (index < after ? undefined : fault));
      faults.splice(0, faults.length, ...next);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, upstream: string, fault?: AwsFault) {
  const received = await buffer(request);
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'reset') return void response.destroy();
  if (fault?.kind === 'answer') return void response.writeHead(fault.status).end(fault.body);
  const { status, headers, body } = await answerOf(request, received, upstream);
  if (fault?.kind === 'lost_answer') return void response.destroy();
  response.writeHead(status, headers);
  if (fault?.kind !== 'cut_answer') return void response.end(body);
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}
