// A local webhook: accepts JSON by POST, records it, and fails on request.

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The received bytes. */
  readonly body: string;
}

export type WebhookFault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks in the middle of the response body. */
  | { readonly kind: 'cut'; readonly status: number }
  /** The connection breaks before the request is handled. */
  | { readonly kind: 'reset' }
  /** No response. */
  | { readonly kind: 'silence' };

export interface LocalWebhook {
  readonly url: string;
  /** The accepted requests, oldest first. */
  readonly posts: readonly ReceivedPost[];
  /** The number of requests, accepted or not. */
  requests(): number;
  /** Makes the next `times` requests fail. */
  misbehave(fault: WebhookFault, times?: number): void;
  close(): Promise<void>;
}

/** A response body that must not appear in an error. */
const REFUSAL_BODY = 'the body of the refusal, with a secret in it';

/** Starts a webhook that returns 202, as a Teams workflow does. */
export async function startWebhook(): Promise<LocalWebhook> {
  const posts: ReceivedPost[] = [];
  const faults: WebhookFault[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    void handle(request, response, posts, faults.shift());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?sig=url-secret`,
    posts,
    requests: () => requests,
    misbehave: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
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
  if (fault) return void response.writeHead(fault.status, fault.headers).end(REFUSAL_BODY);
  posts.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
  response.writeHead(request.method === 'POST' ? 202 : 405).end();
}
