// Serves the studio and the files of the command, to this machine only. In: requests. Out: the page, the list of the files, or one file.
// Answers only under a path with a random token, and only to its own address, so that no other page and no other name for this
// machine (DNS rebinding) reaches a file. Never serves another file.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface StudioServer {
  /** Contains the token. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page and files, by their paths, at a free port. */
export async function serveStudio(page: string, files: readonly string[]): Promise<StudioServer> {
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, server, token);
    if (refusal === null) answer(request, response, page, files);
    else end(response, refusal);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  return {
    url: `http://${hostOf(server)}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function hostOf(server: Server): string {
  return `${HOST}:${(server.address() as AddressInfo).port}`;
}

/** The status of a refused request; null for one to answer. */
function refusalOf({ method, headers, url = '' }: IncomingMessage, server: Server, token: string): number | null {
  if (headers.host !== hostOf(server)) return 403;
  if (method !== 'GET' && method !== 'HEAD') return 405;
  return isSame(url.split('/')[1] ?? '', token) ? null : 404;
}

function isSame(given: string, token: string): boolean {
  return given.length === token.length && timingSafeEqual(Buffer.from(given.padEnd(token.length)), Buffer.from(token));
}

function answer(
  { url = '', method }: IncomingMessage,
  response: ServerResponse,
  page: string,
  files: readonly string[],
) {
  const [, , name = '', number = ''] = url.split('?')[0]?.split('/') ?? [];
  const path = name === 'files' && /^\d{1,9}$/.test(number) ? files[Number(number)] : undefined;
  if (name === '') send(response, 'text/html; charset=utf-8', page, method);
  else if (name === 'files.json') send(response, 'application/json', JSON.stringify(files), method);
  else if (path !== undefined) sendFile(response, path, method);
  else end(response, 404);
}

function send(response: ServerResponse, type: string, content: string, method: string | undefined): void {
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) });
  response.end(method === 'HEAD' ? undefined : content);
}

function sendFile(response: ServerResponse, path: string, method: string | undefined): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  // It was removed after the start.
  if (size === undefined) {
    end(response, 404);
    return;
  }
  response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/octet-stream', 'Content-Length': size });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, HEADERS).end();
}
