// Destinations that answer without an end: the call ends, and the memory does not grow with the answer.

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook } from '../../src/adapters/http/webhook.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';

let server: Server;
let url = '';
let sentBytes = 0;
let status = 200;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      answer(response, Buffer.alloc(256 * 1024, 'x'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function answer(response: ServerResponse, chunk: Buffer): void {
  if (response.destroyed) return;
  sentBytes += chunk.length;
  response.write(chunk, () => setImmediate(() => answer(response, chunk)));
}

const MESSAGE = { text: 'x', blocks: [] };
const NOTIFIERS = {
  'a webhook': () => createWebhook({ readUrl: async () => url }).post(MESSAGE, null),
  'a Slack webhook': () => createSlackWebhook({ readUrl: async () => url }).post(MESSAGE, null),
  'a Slack channel': () =>
    createSlackApp({ channel: 'C0123456789', readToken: async () => 'xoxb-1', apiUrl: url }).post(MESSAGE, null),
};

describe('an answer without an end', () => {
  it.each(
    Object.entries(NOTIFIERS).flatMap(([name, post]) => [200, 400, 503].map((code) => [name, code, post] as const)),
  )('from %s with status %i is read up to a limit', async (_, code, post) => {
    [sentBytes, status] = [0, code];
    const startedMs = Date.now();
    await post().catch((error: unknown) => expect(error).toMatchObject({ name: 'PortError' }));
    expect(Date.now() - startedMs).toBeLessThan(3_000);
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
  });
});
