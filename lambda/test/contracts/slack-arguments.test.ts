// What Slack must not do with the text of a message, which anyone who can cause an event can choose: show what is behind its links, and
// make mentions of the names in it.

import { text } from 'node:stream/consumers';
import { beforeEach, expect, it } from 'vitest';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';
import { listen } from '../servers/listen.ts';
import { useServer } from '../servers/use-server.ts';

const HANDLE = { channel: 'C0123456789', ts: '1700000000.000001' };
const MESSAGE = { text: '@channel https://example.com', blocks: [{ type: 'divider' }] };

const received: string[] = [];
const server = useServer(() =>
  listen(async (request, response) => {
    received.push(await text(request));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, ...HANDLE }));
  }),
);
beforeEach(() => void received.splice(0));

const app = () =>
  createSlackApp({ channel: HANDLE.channel, readToken: async () => 'xoxb-1', apiUrl: `${server.url}/` });
const sent = () => received.map((body) => Object.fromEntries(new URLSearchParams(body)));
const UNFURLS_NOTHING = { unfurl_links: 'false', unfurl_media: 'false' };

it('a message and a reply show nothing of what is behind a link, and make no mentions', async () => {
  await app().post(MESSAGE, null);
  await app().post(MESSAGE, HANDLE);
  expect(sent()).toMatchObject(Array(2).fill({ ...UNFURLS_NOTHING, parse: 'none' }));
});

it('an update makes no mentions', async () => {
  await app().update(HANDLE, MESSAGE);
  expect(sent()).toMatchObject([{ parse: 'none' }]);
});

it('a message to a webhook shows nothing of what is behind a link', async () => {
  await createSlackWebhook({ readUrl: async () => server.url }).post(MESSAGE, null);
  expect(received.map((body) => JSON.parse(body))).toMatchObject([{ unfurl_links: false, unfurl_media: false }]);
});
