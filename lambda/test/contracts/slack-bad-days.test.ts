// How the Slack adapters handle Slack faults, tested with a local Slack and the real client: which faults are transient,
// which are permanent, which messages are sent as plain text, and that no error contains the token or the webhook URL.

import { beforeEach, describe, expect, it } from 'vitest';
import { createSlackApp, type SlackAppOptions } from '../../src/adapters/slack/app.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';
import type { MessageHandle, PortError } from '../../src/app/ports.ts';
import { type ChannelState, type Fault, startSlack } from '../servers/slack.ts';
import { useServer } from '../servers/use-server.ts';
import { faultOf } from './fault-of.ts';
import { impatient } from './impatient.ts';

const CHANNEL = 'C0123456789';
const TOKEN = 'xoxb-top-secret';
const MESSAGE = {
  text: 'Root user signed in',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Root*' } }],
};

const slack = useServer(() => startSlack({ tokens: [TOKEN] }));
let fallbacks: string[];

beforeEach(() => {
  slack.reset();
  fallbacks = [];
});

const app = (options: Partial<SlackAppOptions> = {}) =>
  impatient(
    createSlackApp({
      channel: CHANNEL,
      readToken: async () => TOKEN,
      apiUrl: slack.apiUrl,
      onFallback: (code) => fallbacks.push(code),
      ...options,
    }),
  );
const webhook = (readUrl = async () => slack.webhookUrl(CHANNEL)) =>
  impatient(createSlackWebhook({ readUrl, onFallback: (code) => fallbacks.push(code) }));

const startThread = async (): Promise<MessageHandle> => {
  const handle = await app().post(MESSAGE, null);
  if (handle === null) throw new Error('no handle');
  return handle;
};

type Expected = Pick<PortError, 'kind' | 'code'> & { readonly retryAfterMs?: number };

const BOTH: readonly (readonly [fault: Fault, expected: Expected])[] = [
  [{ kind: 'reset' }, { kind: 'transient', code: 'request_failed' }],
  [{ kind: 'silence' }, { kind: 'transient', code: 'request_failed' }],
  [{ kind: 'lost_answer' }, { kind: 'transient', code: 'request_failed' }],
  [
    { kind: 'status', status: 500 },
    { kind: 'transient', code: 'http_500' },
  ],
  [
    { kind: 'status', status: 503, body: '<html>' },
    { kind: 'transient', code: 'http_503' },
  ],
  [
    { kind: 'status', status: 408 },
    { kind: 'transient', code: 'http_408' },
  ],
  [
    { kind: 'status', status: 404, body: '<html>' },
    { kind: 'permanent', code: 'http_404' },
  ],
];

describe('Slack with a bot token', () => {
  it.each<readonly [fault: Fault, expected: Expected]>([
    ...BOTH,
    [
      { kind: 'rate_limit', retryAfterSeconds: 0, header: 'Thu, 01 Jan 1970 00:00:00 GMT' },
      { kind: 'transient', code: 'request_failed' },
    ],
    [
      { kind: 'rate_limit', retryAfterSeconds: 30 },
      { kind: 'transient', code: 'ratelimited', retryAfterMs: 30_000 },
    ],
    [
      { kind: 'status', status: 200, body: '<html>Maintenance</html>' },
      { kind: 'transient', code: 'unexpected_answer' },
    ],
    [
      { kind: 'status', status: 200, body: '{"ok":true}' },
      { kind: 'transient', code: 'unexpected_answer' },
    ],
    ...[
      'ratelimited',
      'rate_limited',
      'internal_error',
      'fatal_error',
      'service_unavailable',
      'request_timeout',
      'team_added_to_org',
    ].map(
      (code) =>
        [
          { kind: 'error', code },
          { kind: 'transient', code },
        ] as const,
    ),
    ...[
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'restricted_action',
      'missing_scope',
      'a_code_of_tomorrow',
    ].map(
      (code) =>
        [
          { kind: 'error', code },
          { kind: 'permanent', code },
        ] as const,
    ),
    [
      { kind: 'error', code: 'thread_not_found' },
      { kind: 'permanent', code: 'thread_not_found' },
    ],
  ])('%o is %o, after one call', async (fault, expected) => {
    slack.misbehave(fault);
    expect(await faultOf(app().post(MESSAGE, null))).toMatchObject({ name: 'PortError', ...expected });
    expect(slack.calls).toHaveLength(1);
  });

  it.each(['token_revoked', 'invalid_auth', 'account_inactive', 'token_expired'])(
    'reports %s as permanent, after a second call with a fresh token',
    async (code) => {
      slack.misbehave({ kind: 'error', code }, { times: 2 });
      expect(await faultOf(app().post(MESSAGE, null))).toMatchObject({ kind: 'permanent', code });
      expect(slack.calls).toHaveLength(2);
    },
  );

  it('continues with a rotated token', async () => {
    const asked: (boolean | undefined)[] = [];
    const readToken = async (options?: { readonly fresh?: boolean }) => {
      asked.push(options?.fresh);
      return options?.fresh ? TOKEN : 'xoxb-old';
    };
    await app({ readToken }).post(MESSAGE, null);
    expect(asked).toEqual([false, true]);
    expect(slack.messages).toHaveLength(1);
  });

  it.each<[state: ChannelState, code: string]>([
    ['archived', 'is_archived'],
    ['not_invited', 'not_in_channel'],
  ])('reports a channel that is %s as permanent, with code %s', async (state, code) => {
    slack.setChannel(CHANNEL, state);
    expect(await faultOf(app().post(MESSAGE, null))).toMatchObject({ kind: 'permanent', code });
  });

  it.each<[what: string, fault: Fault | null, isUnconfirmed: boolean]>([
    ['a lost answer', { kind: 'lost_answer' }, true],
    ['silence', { kind: 'silence' }, true],
    ['an error of Slack', { kind: 'error', code: 'internal_error' }, false],
    ['a refused connection', null, false],
  ])('after %s, knows whether the message may have been posted', async (_, fault, isUnconfirmed) => {
    if (fault) for (let times = 0; times < 2; times++) slack.misbehave(fault);
    const [apiUrl, url] = fault ? [slack.apiUrl, slack.webhookUrl(CHANNEL)] : Array(2).fill('http://127.0.0.1:59999/');
    expect(await faultOf(app({ apiUrl }).post(MESSAGE, null))).toMatchObject({ isUnconfirmed });
    expect(await faultOf(webhook(async () => url).post(MESSAGE, null))).toMatchObject({ isUnconfirmed });
  });

  it.each<[what: string, fault: Fault | null, answers: boolean]>([
    ['works', null, true],
    ['refuses the token', { kind: 'error', code: 'invalid_auth' }, true],
    ['is silent', { kind: 'silence' }, false],
    ['has an outage', { kind: 'status', status: 503 }, false],
  ])('that %s can be asked whether it answers, without a message', async (_, fault, answers) => {
    for (const notifier of [app(), webhook()]) {
      if (fault) slack.misbehave(fault);
      const asked = notifier.answers?.(300).then(
        () => true,
        () => false,
      );
      expect(await asked).toBe(answers);
    }
    expect(slack.messages).toEqual([]);
  });

  it('never reveals the token in an error', async () => {
    slack.setTokens();
    const error = await faultOf(app().post(MESSAGE, null));
    expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain(TOKEN);
  });
});

describe('a Slack thread', () => {
  it.each([
    'thread_not_found',
    'message_not_found',
    'cannot_reply_to_message',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
  ])('is gone after the error %s', async (code) => {
    const thread = await startThread();
    slack.misbehave({ kind: 'error', code });
    expect(await faultOf(app().post(MESSAGE, thread))).toMatchObject({ kind: 'thread_gone', code });
  });

  it('of another channel is gone, without a call', async () => {
    const thread = { channel: 'C9876543210', ts: '1700000000.000001' };
    expect(await faultOf(app().post(MESSAGE, thread))).toMatchObject({ kind: 'thread_gone', code: 'other_channel' });
    expect(slack.calls).toHaveLength(0);
  });

  it.each(['cant_update_message', 'edit_window_closed', 'is_inactive'])(
    'reports an update that fails with %s as permanent',
    async (code) => {
      const thread = await startThread();
      slack.misbehave({ kind: 'error', code }, { method: 'chat.update' });
      expect(await faultOf(app().update(thread, MESSAGE))).toMatchObject({ kind: 'permanent', code });
    },
  );

  it('shows plain text and none of the earlier blocks if the blocks of an update are rejected', async () => {
    const thread = await startThread();
    slack.misbehave({ kind: 'error', code: 'invalid_blocks' });
    await app().update(thread, { ...MESSAGE, text: '2 events' });
    expect(slack.messages).toMatchObject([{ blocks: [], text: expect.stringMatching(/^2 events\n/) }]);
  });
});

describe('Slack with a webhook', () => {
  it.each<readonly [fault: Fault, expected: Expected]>([
    ...BOTH,
    [
      { kind: 'status', status: 200, body: '<!DOCTYPE html><title>Sign in</title>' },
      { kind: 'transient', code: 'unexpected_answer' },
    ],
    [
      { kind: 'rate_limit', retryAfterSeconds: 0, header: 'Thu, 01 Jan 1970 00:00:00 GMT' },
      { kind: 'transient', code: 'rate_limited', retryAfterMs: 0 },
    ],
    [
      { kind: 'status', status: 302, body: '' },
      { kind: 'permanent', code: 'http_302' },
    ],
    [
      { kind: 'rate_limit', retryAfterSeconds: 7 },
      { kind: 'transient', code: 'rate_limited', retryAfterMs: 7_000 },
    ],
    [
      { kind: 'error', code: 'rollup_error' },
      { kind: 'transient', code: 'http_500' },
    ],
    [
      { kind: 'error', code: 'action_prohibited' },
      { kind: 'permanent', code: 'action_prohibited' },
    ],
    [
      { kind: 'error', code: 'channel_is_archived' },
      { kind: 'permanent', code: 'channel_is_archived' },
    ],
  ])('%o is %o, after one call', async (fault, expected) => {
    slack.misbehave(fault);
    expect(await faultOf(webhook().post(MESSAGE, null))).toMatchObject({ name: 'PortError', ...expected });
    expect(slack.calls).toHaveLength(1);
  });

  it('reports an archived channel as permanent', async () => {
    slack.setChannel(CHANNEL, 'archived');
    const error = await faultOf(webhook().post(MESSAGE, null));
    expect(error).toMatchObject({ kind: 'permanent', code: 'channel_is_archived' });
  });

  it('continues with a rotated URL', async () => {
    const urls = [slack.webhookUrl(CHANNEL).replace('hook-secret', 'revoked'), slack.webhookUrl(CHANNEL)];
    await webhook(async () => urls.shift() ?? '').post(MESSAGE, null);
    expect(slack.calls.map(({ answer }) => answer)).toEqual(['no_service', 'ok']);
  });

  it.each<[what: string, url: () => string]>([
    ['a string that is not a URL', () => 'top-secret'],
    ['a URL of another scheme', () => 'file:///top-secret'],
    ['a URL without a server', () => 'http://127.0.0.1:9/services/top-secret'],
    ['a URL that Slack does not know', () => `${slack.webhookUrl(CHANNEL)}-top-secret`],
  ])('never reveals the URL in an error: %s', async (_, url) => {
    const error = await faultOf(webhook(async () => url()).post(MESSAGE, null));
    expect(error.name).toBe('PortError');
    expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain('top-secret');
  });
});

describe.each(['bot token', 'webhook'])('a message whose form Slack rejects, sent with a %s', (way) => {
  const notifier = () => (way === 'webhook' ? webhook() : app());

  it.each<[code: string, message: { text: string; blocks: object[]; attachments?: object[] }]>([
    [
      'invalid_blocks',
      { text: 'Alert', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }] },
    ],
    ['invalid_blocks', { text: 'Alert', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    ['msg_too_long', { text: `Alert ${'x'.repeat(40_000)}`, blocks: [] }],
    [
      'msg_blocks_too_long',
      { text: 'Alert', blocks: Array(5).fill({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_999) } }) },
    ],
    ['too_many_attachments', { text: 'Alert', blocks: [], attachments: Array(101).fill({}) }],
    ['no_text', { text: '', blocks: [] }],
  ])('is sent as plain text, once, with the reason: %s', async (code, message) => {
    await notifier().post(message, null);
    expect(slack.calls.map(({ answer }) => answer)).toEqual([code, 'ok']);
    expect(fallbacks).toEqual([code]);
    expect(slack.messages).toMatchObject([{ blocks: [], attachments: [], text: expect.stringContaining(code) }]);
    expect(slack.messages[0]?.text).toMatch(message.text === '' ? /alert without text/ : /^Alert/);
    expect(slack.messages[0]?.text.length).toBeLessThan(4_000);
  });

  it('fails if Slack rejects the plain form too', async () => {
    slack.misbehave({ kind: 'error', code: 'invalid_blocks' }, { times: 2 });
    const error = await faultOf(notifier().post(MESSAGE, null));
    expect(error).toMatchObject({ kind: 'permanent', code: 'invalid_blocks' });
    expect(slack.calls).toHaveLength(2);
  });

  it('is a transient fault if the plain form meets a rate limit', async () => {
    slack.misbehave({ kind: 'error', code: 'invalid_blocks' });
    slack.misbehave({ kind: 'rate_limit', retryAfterSeconds: 1 });
    expect(await faultOf(notifier().post(MESSAGE, null))).toMatchObject({ kind: 'transient', retryAfterMs: 1_000 });
  });
});

// A refused form and a refused secret make up to four requests of one message.
describe.each(['bot token', 'webhook'])('a message that Slack refuses again and again, sent with a %s', (way) => {
  const LIMIT_MS = 600;
  const post = (readSecret: () => Promise<string>, timeoutMs = LIMIT_MS) =>
    way === 'webhook'
      ? createSlackWebhook({ readUrl: readSecret }).post(MESSAGE, null, timeoutMs)
      : createSlackApp({ channel: CHANNEL, readToken: readSecret, apiUrl: slack.apiUrl }).post(
          MESSAGE,
          null,
          timeoutMs,
        );
  const secret = () => (way === 'webhook' ? slack.webhookUrl(CHANNEL) : TOKEN);
  const slowly = (code: string): Fault => ({ kind: 'late_error', code, ms: 400 });

  it.each<[what: string, faults: readonly Fault[]]>([
    ['the form', [slowly('invalid_blocks'), slowly('invalid_blocks')]],
    ['the secret', [slowly('invalid_token'), slowly('invalid_token')]],
    ['both', [slowly('invalid_token'), slowly('invalid_blocks'), slowly('invalid_token'), slowly('invalid_blocks')]],
    ['the form, and is silent then', [slowly('invalid_blocks'), { kind: 'silence' }]],
  ])('takes no longer than one request: %s', async (_, faults) => {
    for (const fault of faults) slack.misbehave(fault);
    const startedMs = performance.now();
    expect(await faultOf(post(async () => secret()))).toMatchObject({ kind: 'transient', code: 'request_failed' });
    expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS + 190);
  });

  it('makes no request when reading the secret took all the time', async () => {
    slack.misbehave({ kind: 'error', code: 'invalid_token' });
    let reads = 0;
    const readSecret = () => new Promise<string>((resolve) => setTimeout(() => resolve(secret()), reads++ * LIMIT_MS));
    expect(await faultOf(post(readSecret))).toMatchObject({ kind: 'transient', code: 'request_failed' });
    expect(slack.calls).toHaveLength(1);
  });
});
