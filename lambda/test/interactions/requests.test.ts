// Who can do what through the function URL: someone with the URL, with the signing secret, with a Slack account. Each refusal is a
// status without a body, and nothing is stored or sent.

import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { BODY_BYTES_MAX } from '../../src/core/interactions/http-request.ts';
import { CRITICAL_MUTE_MAX_MS, muteFor } from '../../src/core/mutes/mute.ts';
import { aMessage, aNotice, createInteractionsWorld, START_MS } from './interactions-world.ts';
import {
  ACKNOWLEDGE,
  formOf,
  httpEvent,
  muteAction,
  type PressableMessage,
  pressPayload,
  signedEvent,
  unmuteAction,
} from './presses.ts';

type World = ReturnType<typeof createInteractionsWorld>;

let world: World;
beforeEach(() => {
  world = createInteractionsWorld();
});

const BODY = formOf(pressPayload(aMessage(), muteAction('rule 30d')));
const signed = (body = BODY, options: Partial<Parameters<typeof signedEvent>[1]> = {}) =>
  signedEvent(body, { nowMs: START_MS, ...options });

async function expectNothing({ answers, interactions, log }: World): Promise<void> {
  expect(answers).toEqual([]);
  expect(await interactions.mutes.read()).toEqual({ text: '', version: 0 });
  expect(log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
}

describe('a request that Slack signed', () => {
  it.each([
    ['as text', signed()],
    ['as base64', signed(BODY, { base64: true })],
    ['with header names in capitals', withCapitals(signed())],
    ['5 minutes ago', signed(BODY, { nowMs: START_MS - 300_000 })],
    ['by a clock that is 5 minutes ahead', signed(BODY, { nowMs: START_MS + 300_000 })],
  ])('%s is accepted', async (_, event) => {
    expect(await world.send(event)).toBe(200);
    expect(await world.mutes()).toHaveLength(1);
    expect(world.metrics.pushes).toEqual([]);
  });

  it('verifies the example of the documentation', async () => {
    const secret = '8f742231b10e8888abcd99yyyzzz85a5';
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
      '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
      '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    world = createInteractionsWorld({
      readSigningSecret: async () => secret,
      clock: { nowMs: () => 1_531_420_618_000, sleep: async () => {} },
    });
    expect(await world.send(httpEvent(body, headers))).toBe(200);
    await expectNothing(world);
  });
});

function withCapitals(event: ReturnType<typeof signedEvent>) {
  const names = Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value]);
  return { ...event, headers: Object.fromEntries(names) };
}

describe('someone who has only the URL', () => {
  const { headers } = signed();
  const signature = String((headers as Record<string, string>)['x-slack-signature']);
  const withHeader = (name: string, value: string) => ({ ...signed(), headers: { ...headers, [name]: value } });

  it.each<[string, number, unknown]>([
    ['an unsigned request', 401, httpEvent(BODY, {})],
    ['another secret', 401, signed(BODY, { secret: 'another secret' })],
    ['an empty secret', 401, signed(BODY, { secret: '' })],
    ['another body', 401, { ...signed(), body: `${BODY}&x=1` }],
    ['the body of another encoding', 401, { ...signed(), isBase64Encoded: true }],
    ['another time', 401, withHeader('x-slack-request-timestamp', String(START_MS / 1000 + 1))],
    ['a time that is not a number', 401, withHeader('x-slack-request-timestamp', `${START_MS / 1000}x`)],
    ['a signature in another form', 401, withHeader('x-slack-signature', signature.replace('v0=', 'v1='))],
    ['a part of the signature', 401, withHeader('x-slack-signature', signature.slice(0, -1))],
    ['a request that was recorded earlier', 401, signed(BODY, { nowMs: START_MS - 301_000 })],
    ['a request from the future', 401, signed(BODY, { nowMs: START_MS + 301_000 })],
    ['a body that is too large', 413, httpEvent('x'.repeat(BODY_BYTES_MAX + 1), {})],
    ['a base64 body that is too large', 413, httpEvent('x'.repeat(BODY_BYTES_MAX + 3), {}, true)],
    ['a body of the largest size', 401, httpEvent('x'.repeat(BODY_BYTES_MAX), {})],
    ['a body with too many bytes for its characters', 413, httpEvent('é'.repeat(BODY_BYTES_MAX / 2 + 1), {})],
    ['an event without headers', 400, { body: BODY }],
    ['an event whose headers are null', 400, { body: BODY, headers: null }],
    ['an event whose body is not a string', 400, { body: { payload: BODY }, headers }],
    ['an event that is not a request', 400, null],
  ])('and sends %s gets a status and causes only a metric', async (_, status, event) => {
    expect(await world.send(event)).toBe(status);
    await expectNothing(world);
    expect(world.metrics.total('SlackRequestsRefused')).toBe(1);
  });

  it('changes nothing with any request that is not validly signed', async () => {
    const anyBody = fc.oneof(fc.constant(BODY), fc.string({ maxLength: 200 }));
    const anyTime = fc.oneof(
      fc.integer({ min: -600, max: 600 }).map((s) => String(START_MS / 1000 + s)),
      fc.string(),
    );
    const anySignature = fc.oneof(
      fc.constant(signature),
      fc
        .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
        .map((hex) => `v0=${hex}`),
      fc.string(),
    );
    const anyRequest = fc.record({ body: anyBody, time: anyTime, signature: anySignature, base64: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(anyRequest, async ({ body, time, base64, ...given }) => {
        const isValid = body === BODY && time === String(START_MS / 1000) && given.signature === signature;
        fc.pre(!isValid);
        const headers = { 'x-slack-request-timestamp': time, 'x-slack-signature': given.signature };
        expect(await world.send(httpEvent(body, headers, base64))).toBe(401);
        await expectNothing(world);
      }),
      { numRuns: 300 },
    );
  });

  it('never makes the function throw, whatever the event is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (event) => {
        expect([400, 401, 413]).toContain(await world.send(event));
      }),
    );
    await expectNothing(world);
  });

  it('gets no detail if the secret cannot be read', async () => {
    world = createInteractionsWorld({ readSigningSecret: () => Promise.reject(new Error('AccessDenied')) });
    expect(await world.send(signed())).toBe(500);
    expect(world.answers).toEqual([]);
  });
});

describe('a request that is sent again within five minutes', () => {
  it.each([
    ['mute', muteAction('same 1h')],
    ['acknowledgement', ACKNOWLEDGE],
  ])('does not repeat a %s', async (_, action) => {
    const event = signed(formOf(pressPayload(aMessage(), action)));
    await world.send(event);
    const before = await world.interactions.mutes.read();
    await world.send(event);
    expect(await world.interactions.mutes.read()).toEqual(before);
  });

  it('does not start a mute again that was ended', async () => {
    const event = signed(formOf(pressPayload(aMessage(), muteAction('same 1h'))));
    await world.send(event);
    const [mute] = await world.mutes();
    await world.press(aMessage(), unmuteAction(mute?.id));
    world.clock.advance(299_000);
    await world.send(event);
    const notice = aNotice();
    expect(muteFor(notice, 'slack:C0DEFAULT01', await world.mutes(), world.clock.nowMs())).toBeUndefined();
  });
});

describe('someone who knows the signing secret', () => {
  const forged = (target: unknown, option: string, more: Readonly<Record<string, unknown>> = {}) => {
    const value = typeof target === 'string' ? target : JSON.stringify(target);
    const block = { type: 'actions', block_id: 'alert-actions', elements: [{ action_id: 'acknowledge', value }] };
    const message: PressableMessage = { ts: '1.1', text: 't', blocks: [block], attachments: [] };
    return signed(formOf(pressPayload(message, muteAction(option), more)));
  };
  const HERE = 'slack:C0DEFAULT01';
  const KEY = '0'.repeat(32);

  it.each<[string, unknown]>([
    ['a channel other than the one of the message', forged(['slack:C0OTHER0001', 'r', 'high', null, ''], 'rule 1h')],
    ['a destination that is not Slack', forged(['firehose:stream', 'r', 'high', null, ''], 'rule 1h')],
    ['critical alerts for more than 8 hours', forged([HERE, 'r', 'critical', null, ''], 'rule 1d')],
    ['for a duration that no menu offers', forged([HERE, 'r', 'high', null, ''], 'rule 90d')],
    ['for the name of a property as a duration', forged([HERE, 'r', 'high', null, ''], 'rule constructor')],
    ['a scope that no menu offers', forged([HERE, 'r', 'high', KEY, ''], 'everything 1h')],
    ['an identity that the alert does not have', forged([HERE, 'r', 'high', null, ''], 'same 1h')],
    ['a severity that does not exist', forged([HERE, 'r', 'fatal', null, ''], 'rule 1h')],
    ['a key of another form', forged([HERE, 'r', 'high', `${KEY}0`, ''], 'same 1h')],
    ['a name that is not text', forged([HERE, { toString: 'x' }, 'high', null, ''], 'rule 1h')],
    ['with too long a name', forged([HERE, 'r'.repeat(501), 'high', null, ''], 'rule 1h')],
    ['with too long a text', forged('x'.repeat(2_001), 'rule 1h')],
    ['with text that is not JSON', forged('{', 'rule 1h')],
    ['as a user who is not one', forged([HERE, 'r', 'high', null, ''], 'rule 1h', { user: { id: '<!channel>' } })],
    ['in a channel that is not one', forged([HERE, 'r', 'high', null, ''], 'rule 1h', { channel: { id: '#x' } })],
    ['with a payload that is not an object', signed('payload=%5B%5D')],
    ['with a payload that is not JSON', signed('payload=%7B')],
  ])('cannot mute %s', async (_, event) => {
    expect(await world.send(event)).toBe(400);
    expect(await world.interactions.mutes.read()).toEqual({ text: '', version: 0 });
    expect(world.answers).toEqual([]);
  });

  it.each([
    ['no message', { message: null, container: null }],
    ['a message with another timestamp', { message: { ts: 'now' } }],
  ])('cannot acknowledge %s', async (_, more) => {
    expect(await world.press(aMessage(), ACKNOWLEDGE, more)).toBe(400);
    expect(world.answers).toEqual([]);
  });

  it('cannot suppress critical alerts for longer than 8 hours by stating another severity', async () => {
    await world.send(forged([HERE, 'trail-deleted', 'low', null, ''], 'rule 30d'));
    const mutes = await world.mutes();
    const at = (ms: number) => muteFor(aNotice({ severity: 'critical' }), HERE, mutes, START_MS + ms);
    expect(at(CRITICAL_MUTE_MAX_MS - 1)).toBeDefined();
    expect(at(CRITICAL_MUTE_MAX_MS)).toBeUndefined();
  });

  it('cannot mention people or make links through names in the messages about a mute', async () => {
    const hostile = '<!channel> <https://evil.example|x> @here *b* `c`\n\u202e';
    await world.send(forged([HERE, hostile, 'high', KEY, hostile], 'same 1h'));
    const text = JSON.stringify(world.answers);
    expect(text).not.toMatch(/<!channel|<https:\/\/evil|@here|\\n\\u202e|\u202e/);
    expect(text).toContain('&lt;!channel&gt;');
  });

  it('never makes the function fail with a payload of any form', async () => {
    const block = fc.record({ block_id: fc.constantFrom('alert-actions', 'x'), elements: fc.anything() });
    const anyPayload = fc.record(
      {
        type: fc.constantFrom('block_actions', 'view_submission', 'shortcut'),
        user: fc.oneof(fc.constant({ id: 'U0000ALICE' }), fc.anything()),
        channel: fc.oneof(fc.constant({ id: 'C0DEFAULT01' }), fc.anything()),
        container: fc.anything(),
        message: fc.oneof(fc.record({ ts: fc.constant('1.1'), blocks: fc.array(block) }), fc.anything()),
        actions: fc.array(
          fc.record({
            action_id: fc.constantFrom('acknowledge', 'mute', 'unmute', 'x'),
            value: fc.anything(),
            selected_option: fc.anything(),
          }),
        ),
        response_url: fc.anything(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(anyPayload, async (payload) => {
        expect([200, 400]).toContain(await world.send(signed(formOf(payload))));
        expect(await world.interactions.mutes.read()).toEqual({ text: '', version: 0 });
      }),
    );
  });
});
