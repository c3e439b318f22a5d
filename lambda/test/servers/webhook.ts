// A local webhook: accepts JSON by POST, records it, and fails on request.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalServer, listen } from './listen.ts';

export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The received bytes. */
  readonly body: string;
}

export type WebhookFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** How long the response takes. */
      readonly afterMs?: number;
    }
  /** The connection breaks in the middle of the response body. */
  | { readonly kind: 'cut'; readonly status: number }
  /** The connection breaks before the request is handled. */
  | { readonly kind: 'reset' }
  /** No response. */
  | { readonly kind: 'silence' };

export interface LocalWebhook extends LocalServer {
  /** The accepted requests, oldest first. */
  readonly posts: readonly ReceivedPost[];
  /** The number of requests, accepted or not. */
  requests(): number;
  /** Makes the next `times` requests fail. */
  misbehave(fault: WebhookFault, times?: number): void;
}

/** A response body that must not appear in an error. */
const REFUSAL_BODY = 'the body of the refusal, with a secret in it';

/** Starts a webhook that returns 202, as a Teams workflow does. */
export async function startWebhook(): Promise<LocalWebhook> {
  const posts: ReceivedPost[] = [];
  const faults: WebhookFault[] = [];
  let requests = 0;
  const server = await listen((request, response) => {
    requests += 1;
    void handle(request, response, posts, faults.shift());
  });
  return {
    url: `${server.url}/hook?sig=url-secret`,
    close: server.close,
    posts,
    requests: () => requests,
    misbehave: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  posts: ReceivedPost[],
  fault?: WebhookFault,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'reset') return void response.destroy();
  if (fault?.kind === 'cut') {
    response.writeHead(fault.status, { 'content-length': '1000' }).write('half of it');
    return void setTimeout(() => response.destroy(), 20);
  }
  if (fault?.afterMs) await sleep(fault.afterMs);
  if (fault) return void response.writeHead(fault.status, fault.headers).end(REFUSAL_BODY);
  posts.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
  response.writeHead(request.method === 'POST' ? 202 : 405).end();
}
