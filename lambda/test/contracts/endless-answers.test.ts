// Destinations that answer without an end: the call ends, and the memory does not grow with the answer.

import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createWebhook } from '../../src/adapters/http/webhook.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';
import { listen } from '../servers/listen.ts';
import { useServer } from '../servers/use-server.ts';

let sentBytes = 0;
let status = 200;
const server = useServer(() =>
  listen((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      answer(response, Buffer.alloc(256 * 1024, 'x'));
    });
  }),
);

function answer(response: ServerResponse, chunk: Buffer): void {
  if (response.destroyed) return;
  sentBytes += chunk.length;
  response.write(chunk, () => setImmediate(() => answer(response, chunk)));
}

const MESSAGE = { text: 'x', blocks: [] };
const NOTIFIERS = {
  'a webhook': () => createWebhook({ readUrl: async () => server.url }).post(MESSAGE, null),
  'a Slack webhook': () => createSlackWebhook({ readUrl: async () => server.url }).post(MESSAGE, null),
  'a Slack channel': () =>
    createSlackApp({ channel: 'C0123456789', readToken: async () => 'xoxb-1', apiUrl: `${server.url}/` }).post(
      MESSAGE,
      null,
    ),
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
