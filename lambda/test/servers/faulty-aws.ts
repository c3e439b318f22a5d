// A proxy in front of moto that forwards calls and, on request, makes the next ones fail.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf } from './forward.ts';
import { type LocalServer, listen } from './listen.ts';
import type { Moto } from './moto.ts';
import { useMoto } from './shared.ts';
import { useServer } from './use-server.ts';

export type AwsFault =
  /** A response in the protocol of the service. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The connection breaks before the call is executed. */
  | { readonly kind: 'reset' }
  /** The call is executed, but the connection breaks before the response. */
  | { readonly kind: 'lost_answer' }
  /** The connection breaks in the middle of the response. */
  | { readonly kind: 'cut_answer' }
  /** The response comes byte by byte, and does not end. */
  | { readonly kind: 'trickle' }
  /** No response. */
  | { readonly kind: 'silence' };

/** Its `url` is for `AWS_ENDPOINT_URL`. */
export interface FaultyAws extends LocalServer {
  /** The number of calls since the last fault was requested. */
  calls(): number;
  /** Makes the next `times` calls fail, except the first `after` of them. */
  misbehave(fault: AwsFault, times?: number, after?: number): void;
  /**
   * What a NAT gateway or a firewall does to connections that were unused for long: each of them breaks at its next call, or never
   * answers it. The call is not executed.
   */
  forgetConnections(how?: 'reset' | 'silence'): void;
}

/** The proxy in front of an empty moto, for the tests of a file or of a `describe`. The environment leads to it. */
export function useFaultyAws(): FaultyAws & { readonly moto: Moto } {
  return useServer(async () => {
    const moto = await useMoto();
    const aws = await startFaultyAws(moto.url);
    process.env.AWS_ENDPOINT_URL = aws.url;
    return { ...aws, moto };
  });
}

/** Starts a proxy in front of another server. */
export async function startFaultyAws(upstream: string): Promise<FaultyAws> {
  const faults: (AwsFault | undefined)[] = [];
  const known = new Set<Socket>();
  const forgotten = new WeakMap<Socket, 'reset' | 'silence'>();
  let calls = 0;
  const server = await listen((request, response) => {
    const forgottenHow = forgotten.get(request.socket);
    if (forgottenHow === 'reset') return void request.socket.resetAndDestroy();
    if (forgottenHow === 'silence') return;
    known.add(request.socket);
    calls += 1;
    void handle(request, response, upstream, faults.shift());
  });
  return {
    ...server,
    calls: () => calls,
    misbehave: (fault, times = 1, after = 0) => {
      calls = 0;
      const next = Array.from({ length: after + times }, (_, index) => (index < after ? undefined : fault));
      faults.splice(0, faults.length, ...next);
    },
    forgetConnections: (how = 'reset') => {
      for (const socket of known) forgotten.set(socket, how);
      known.clear();
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
  if (fault?.kind === 'trickle') return trickle(response, body);
  if (fault?.kind !== 'cut_answer') return void response.end(body);
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

async function trickle(response: ServerResponse, body: Buffer): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at++) {
    response.write(body.subarray(at, at + 1));
    await sleep(10);
  }
}
