// Answers to people who pressed a button: where they are sent, and what happens if Slack does not accept them. The answers go to a server
// of this machine.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createResponder } from '../../src/adapters/slack/response-url.ts';
import { PortError } from '../../src/app/ports.ts';
import { listen } from '../servers/listen.ts';
import { useServer } from '../servers/use-server.ts';

const ANSWER = { replace_original: false, response_type: 'ephemeral', text: 'Hello' } as const;

let status = 200;
let received: string[] = [];
const server = useServer(() =>
  listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push(Buffer.concat(chunks).toString());
    if (status === 0) return void request.socket.destroy();
    if (status === 1) return; // No response.
    response.writeHead(status, { location: `${server.url}/elsewhere` }).end('secret response');
  }),
);
beforeEach(() => {
  status = 200;
  received = [];
});
afterEach(() => vi.restoreAllMocks());

const respond = (url: string, localOrigin: string | undefined = server.url) =>
  createResponder({ localOrigin, timeoutMs: status === 1 ? 300 : 5_000 }).respond(url, ANSWER);
const failureOf = (answer: Promise<void>) =>
  answer.then(
    () => null,
    (error: unknown) => error as PortError,
  );

describe('an answer', () => {
  it('is sent as JSON', async () => {
    await respond(`${server.url}/actions/T0/1/secret`);
    expect(received.map((body) => JSON.parse(body))).toEqual([ANSWER]);
  });

  it.each([['https://hooks.slack.com/actions/T0/1/secret'], ['https://hooks.slack-gov.com/actions/T0/1/secret']])(
    'is sent to %s',
    async (url) => {
      const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('ok'));
      await respond(url);
      expect(fetched.mock.calls.map(([to, init]) => [to, init?.redirect])).toEqual([[url, 'manual']]);
    },
  );

  it.each([
    ['http://hooks.slack.com/actions/x'],
    ['https://hooks.slack.com:8443/actions/x'],
    ['https://hooks.slack.com.evil.example/actions/x'],
    ['https://evil.example/hooks.slack.com'],
    ['https://hooks.slack.com@evil.example/actions/x'],
    ['https://user@hooks.slack.com/actions/x'],
    ['https://:password@hooks.slack.com/actions/x'],
    ['https://slack.com/api/chat.postMessage'],
    ['https://xhooks.slack.com/actions/x'],
    ['https://hooks.slack.com%2eevil.example/'],
    ['http://169.254.169.254/latest/meta-data/'],
    ['http://127.0.0.1:1/'],
    ['http://localhost:9001/2018-06-01/runtime/invocation/next'],
    ['http://[::1]/'],
    ['file:///etc/passwd'],
    ['data:text/plain,x'],
    ['javascript:alert(1)'],
    ['//hooks.slack.com/actions/x'],
    [''],
  ])('is not sent to %s', async (url) => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('ok'));
    const failure = await failureOf(respond(url));
    expect([failure?.kind, failure?.code]).toEqual(['permanent', 'response_url_refused']);
    expect(fetched).not.toHaveBeenCalled();
  });

  it('is not sent to an address of this machine unless a test says so', async () => {
    expect((await failureOf(respond(`${server.url}/actions`, 'https://slack.com')))?.code).toBe('response_url_refused');
    expect(received).toEqual([]);
    const elsewhere = 'http://192.0.2.1';
    expect((await failureOf(respond(`${elsewhere}/actions`, elsewhere)))?.code).toBe('response_url_refused');
  });

  it.each([
    [404, 'permanent', 'http_404'],
    [300, 'permanent', 'http_300'],
    [302, 'permanent', 'http_302'],
    [500, 'transient', 'http_500'],
    [429, 'transient', 'http_429'],
    [503, 'transient', 'http_503'],
    [0, 'transient', 'request_failed'],
    [1, 'transient', 'request_failed'],
  ])('with status %i fails once, and reveals neither the URL nor the response', async (given, kind, code) => {
    status = given;
    const failure = await failureOf(respond(`${server.url}/actions/T0/1/hidden`));
    expect(failure).toBeInstanceOf(PortError);
    expect([failure?.kind, failure?.code, received.length]).toEqual([kind, code, 1]);
    expect(`${failure?.message} ${failure?.cause}`).not.toMatch(/hidden|secret response|127\.0\.0\.1/);
  });
});
