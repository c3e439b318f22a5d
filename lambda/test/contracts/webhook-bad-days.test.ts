// How the webhook notifier handles faults, and what it never reveals: the URL, the key, the server's response.

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWebhook, signatureHeaders } from '../../src/adapters/http/webhook.ts';
import { useServer } from '../servers/use-server.ts';
import { type ReceivedPost, startWebhook, type WebhookFault } from '../servers/webhook.ts';
import { faultOf } from './fault-of.ts';
import { impatient } from './impatient.ts';

const server = useServer(startWebhook);

const MESSAGE = { title: 'Größe 東京' };
const webhook = (url = server.url) => impatient(createWebhook({ readUrl: async () => url }));
const lastPost = (): ReceivedPost => {
  const post = server.posts.at(-1);
  if (!post) throw new Error('nothing was posted');
  return post;
};

describe('a response', () => {
  it.each<[status: number, headers: Record<string, string>, kind: string, retryAfterMs: number | undefined]>([
    [429, { 'retry-after': '7' }, 'transient', 7_000],
    [429, {}, 'transient', undefined],
    [503, { 'retry-after': '2' }, 'transient', 2_000],
    [503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 'transient', 0],
    [503, { 'retry-after': 'soon' }, 'transient', undefined],
    [500, {}, 'transient', undefined],
    [408, {}, 'transient', undefined],
    [425, { 'retry-after': '1' }, 'transient', 1_000],
    [400, { 'retry-after': '7' }, 'permanent', undefined],
    [413, {}, 'permanent', undefined],
    [301, { location: 'http://127.0.0.1:1/elsewhere' }, 'permanent', undefined],
    [307, { location: 'http://127.0.0.1:1/elsewhere' }, 'permanent', undefined],
  ])('%i %o is %s', async (status, headers, kind, retryAfterMs) => {
    server.misbehave({ kind: 'status', status, headers });
    const error = await faultOf(webhook().post(MESSAGE, null));
    expect(error).toMatchObject({ name: 'PortError', kind, code: `http_${status}`, retryAfterMs });
  });

  it.each<WebhookFault>([{ kind: 'reset' }, { kind: 'silence' }])(
    'that never comes, by $kind, is transient',
    async (fault) => {
      server.misbehave(fault);
      const error = await faultOf(webhook().post(MESSAGE, null));
      expect(error).toMatchObject({ kind: 'transient', code: 'request_failed' });
    },
  );

  it.each<WebhookFault>([
    { kind: 'status', status: 400 },
    { kind: 'status', status: 302, headers: { location: 'https://example.com/location-secret' } },
    { kind: 'reset' },
    { kind: 'silence' },
  ])('of $kind $status reveals neither the URL nor the response', async (fault) => {
    server.misbehave(fault);
    const { message, stack, cause } = await faultOf(webhook().post(MESSAGE, null));
    expect(`${message} ${stack}`).not.toMatch(/secret|127\.0\.0\.1:\d+/);
    expect(cause).toBeUndefined();
  });

  it.each([
    [202, 1, undefined],
    [429, 1, { kind: 'transient', code: 'http_429' }],
    [410, 2, { kind: 'permanent', code: 'http_410' }],
  ])('with status %i and a broken body is handled by its status', async (status, requests, expected) => {
    server.misbehave({ kind: 'cut', status }, requests);
    const error = await webhook()
      .post(MESSAGE, null)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    if (expected) expect(error).toMatchObject({ name: 'PortError', ...expected });
    else expect(error).toBeUndefined();
  });

  it.each<[afterMs: number, requests: number, next: readonly WebhookFault[]]>([
    [300, 2, [{ kind: 'silence' }]],
    [600, 1, []],
  ])(
    'that refuses the URL after %i ms of a second leaves what is left for the fresh one',
    async (afterMs, requests, next) => {
      for (const fault of [{ kind: 'status', status: 403, afterMs } as const, ...next]) server.misbehave(fault);
      const [before, startedMs] = [server.requests(), performance.now()];
      expect(await faultOf(webhook().post(MESSAGE, null))).toMatchObject({ kind: 'transient', code: 'request_failed' });
      expect(performance.now() - startedMs).toBeLessThan(1_190);
      expect(server.requests()).toBe(before + requests);
    },
  );

  it('with a redirect is not followed', async () => {
    server.misbehave({ kind: 'status', status: 308, headers: { location: server.url } });
    const before = server.requests();
    await faultOf(webhook().post(MESSAGE, null));
    expect(server.requests()).toBe(before + 1);
  });
});

describe('a URL', () => {
  it.each([
    ['with http to another host', 'http://example.com/hook'],
    ['with http to a host whose name begins with localhost', 'http://localhost.example.com/hook'],
    ['with another scheme', 'file:///etc/passwd'],
    ['that is invalid', 'not a url'],
    ['with a user name', 'https://user:secret@example.com/'],
    ['with only a password', 'https://:secret@example.com/'],
    ['that is empty', ''],
  ])('%s is rejected permanently and not revealed', async (_, url) => {
    const error = await faultOf(webhook(url).post(MESSAGE, null));
    expect(error).toMatchObject({ kind: 'permanent', code: 'invalid_url' });
    expect(error.message).not.toMatch(/example|passwd|not a url/);
  });
});

describe('a secret that was rotated', () => {
  it.each([401, 403, 404, 410])('is read again, once, when the webhook returns %i', async (status) => {
    const asked: (boolean | undefined)[] = [];
    const readUrl = async (options?: { readonly fresh?: boolean }) => {
      asked.push(options?.fresh);
      return server.url;
    };
    server.misbehave({ kind: 'status', status });
    await createWebhook({ readUrl }).post(MESSAGE, null);
    server.misbehave({ kind: 'status', status }, 2);
    const error = await faultOf(createWebhook({ readUrl }).post(MESSAGE, null));
    expect(error).toMatchObject({ kind: 'permanent', code: `http_${status}` });
    expect(asked).toEqual([false, true, false, true]);
  });

  it('that cannot be read is the fault of the secret store', async () => {
    const readUrl = () => Promise.reject(new Error('no such parameter'));
    await expect(createWebhook({ readUrl }).post(MESSAGE, null)).rejects.toThrow('no such parameter');
  });
});

describe('a signature', () => {
  it('can be verified with the key over the received bytes', async () => {
    const before = Math.floor(Date.now() / 1_000);
    await createWebhook({ readUrl: async () => server.url, readKey: async () => 'the key' }).post(MESSAGE, null);
    const { headers, body } = lastPost();
    const timestamp = String(headers['x-cloudtrail-to-slack-timestamp']);
    expect([before, before + 1, before + 2].map(String)).toContain(timestamp);
    const expected = createHmac('sha256', 'the key').update(`v1:${timestamp}:${body}`).digest('hex');
    expect(headers['x-cloudtrail-to-slack-signature']).toBe(`v1=${expected}`);
    expect(JSON.parse(body)).toEqual(MESSAGE);
  });

  it('equals the signature that other tools compute', () => {
    // printf 'v1:1700000000:{"a":1}' | openssl dgst -sha256 -hmac 'key'
    expect(signatureHeaders('key', '{"a":1}', 1_700_000_000_999)).toEqual({
      'X-CloudTrail-To-Slack-Timestamp': '1700000000',
      'X-CloudTrail-To-Slack-Signature': 'v1=d9557872749208eb6fd1b4949933064d21edc4f53ab77a187f5569f605c14ec1',
    });
  });

  it('is missing without a key', async () => {
    await webhook().post(MESSAGE, null);
    const { headers } = lastPost();
    expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([]);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });
});
