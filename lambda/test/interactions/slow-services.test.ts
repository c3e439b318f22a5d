// Presses while the state table or Slack is slow, through the real adapters. Slack gets a response in time, it is true, and what the person
// and the channel read agrees with what is stored in the end.

import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledgementsOn } from '../../src/adapters/aws/dynamodb-acknowledgements.ts';
import { muteStoreOn } from '../../src/adapters/aws/dynamodb-mutes.ts';
import { onStateTable } from '../../src/adapters/aws/state-table.ts';
import { createSystemClock } from '../../src/adapters/clock.ts';
import { createResponder } from '../../src/adapters/slack/response-url.ts';
import { handleRequest } from '../../src/app/interactions/handle-request.ts';
import { storedMutes } from '../../src/app/mutes/change-mutes.ts';
import { writeMutes } from '../../src/core/mutes/mute-list.ts';
import { muteStartedMessage } from '../../src/core/render/mute-messages.ts';
import { type DelayedCall, startDelayingProxy } from '../servers/delaying-proxy.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { startSlack } from '../servers/slack.ts';
import { createStateTable } from '../servers/state-table.ts';
import { useServer } from '../servers/use-server.ts';
import { aMessage, createInteractionsWorld } from './interactions-world.ts';
import {
  ACKNOWLEDGE,
  CHANNEL,
  formOf,
  muteAction,
  type PressableMessage,
  pressPayload,
  signedEvent,
  USER,
  unmuteAction,
} from './presses.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
const SLACK_WAITS_MS = 3_000;

const PLACES = {
  'the table is read': { operation: 'GetItem', side: 'beforeMs' },
  'a change reaches the table': { operation: 'PutItem', side: 'beforeMs' },
  'the table confirms a change': { operation: 'PutItem', side: 'afterMs' },
  'a message reaches Slack': { operation: '', side: 'beforeMs' },
  'Slack confirms a message': { operation: '', side: 'afterMs' },
} as const;
type Place = keyof typeof PLACES;

const KINDS = ['acknowledging', 'muting', 'unmuting'] as const;
const DELAYS_MS = [250, 1_100, 4_000];
const LONGEST_MS = 4_000;
const LATE = 'C0LATE0000';
const BOTH = { stored: true, shown: true };
const NEITHER = { stored: false, shown: false };

interface Case {
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  readonly place: Place;
  readonly delayMs: number;
  /** The state table and the Slack channel of the case. */
  readonly id: string;
}

const CASES: readonly Case[] = KINDS.flatMap((kind) =>
  (Object.keys(PLACES) as Place[]).flatMap((place) =>
    DELAYS_MS.map((delayMs) => ({ kind, place, delayMs, name: `${kind} if ${place} ${delayMs} ms late` })),
  ),
).map((one, index) => ({ ...one, id: `C0SLOW${String(index).padStart(4, '0')}` }));

let moto: Moto;
const slowNow = new Map<string, Case>();
const informed: { readonly path: string; readonly text: string }[] = [];

function delayOf({ path, operation, body }: DelayedCall) {
  if (body.includes('"ephemeral"')) informed.push({ path, text: JSON.parse(body).text });
  const [one] = [...slowNow.values()].filter(({ id }) => path.includes(id) || body.includes(`"TableName":"${id}"`));
  const place = one && PLACES[one.place];
  const delay = { beforeMs: 0, afterMs: 0 };
  return place?.operation === operation ? { ...delay, [place.side]: one?.delayMs } : delay;
}

beforeAll(async () => {
  moto = await useMoto();
});
const table = useServer(() => startDelayingProxy(moto.url, delayOf));
const slack = useServer(() => startSlack({ channels: [LATE, ...CASES.map(({ id }) => id)] }));
const slackProxy = useServer(() => startDelayingProxy(new URL(slack.apiUrl).origin, delayOf));
beforeAll(() => {
  process.env.AWS_ENDPOINT_URL = table.url;
});

/** The function over a table and a Slack that are fast at first. */
async function start({ id }: Pick<Case, 'id'>) {
  await createStateTable(id);
  const post = (message: object) =>
    fetch(slack.webhookUrl(id), { method: 'POST', body: JSON.stringify({ ...message, ts: undefined }) });
  await post(aMessage());
  const alert = slack.messages.find(({ channel }) => channel === id);
  if (!alert) throw new Error('Slack did not accept the alert');
  const portsOf = (timeoutMs: number) => {
    const connection = onStateTable({ tableName: id, timeoutMs, maxAttempts: 2 });
    return { mutes: muteStoreOn(connection), acknowledgements: acknowledgementsOn(connection) };
  };
  const origin = new URL(slackProxy.url).origin;
  const { interactions } = createInteractionsWorld({
    ...portsOf(900),
    clock: createSystemClock(),
    responder: createResponder({ timeoutMs: 900, localOrigin: origin }),
  });
  const own = () => slack.messages.filter(({ channel }) => channel === id);
  const press = (action: object, startedMsAgo = 0) => {
    const message = own().at(-1) as PressableMessage & typeof alert;
    const url = slack.responseUrl(message).replace(new URL(slack.apiUrl).origin, origin);
    const body = formOf(pressPayload(message, action, { response_url: url }));
    const event = signedEvent(body, { nowMs: Date.now() });
    const requestContext = { ...event.requestContext, timeEpoch: Date.now() - startedMsAgo };
    return handleRequest({ ...event, requestContext }, interactions);
  };
  const texts = () => informed.filter(({ path }) => path.includes(id)).map(({ text }) => text);
  // What the test itself does may take longer.
  return { ...portsOf(30_000), alert, post, press, own, texts };
}

type World = Awaited<ReturnType<typeof start>>;

/** What is stored, and what the channel shows, of what the press does. */
async function stateOf({ kind }: Pick<Case, 'kind'>, { mutes, acknowledgements, alert, own }: World) {
  const [mute] = await storedMutes(mutes);
  const shown = JSON.stringify(own());
  if (kind === 'acknowledging')
    return {
      stored: (await acknowledgements.find({ ...alert, channel: CHANNEL }, 0)) !== null,
      shown: shown.includes('Acknowledged by'),
    };
  if (kind === 'unmuting') return { stored: mute?.ended !== undefined, shown: shown.includes('Unmuted') };
  return { stored: mute !== undefined, shown: own().length > 1 };
}

async function actionOf({ kind }: Case, { post, mutes }: World): Promise<object> {
  if (kind === 'acknowledging') return ACKNOWLEDGE;
  if (kind === 'muting') return muteAction('rule 1h');
  const [startedMs, id] = [Date.now(), '0123456789ab-abc'];
  const times = { startedMs, untilMs: startedMs + 3_600_000 };
  const mute = {
    id,
    destination: `slack:${CHANNEL}`,
    rule: 'r',
    key: null,
    what: '',
    by: USER,
    ...times,
    announced: true,
  };
  await mutes.write(writeMutes([mute]), 0);
  await post(muteStartedMessage(mute));
  return unmuteAction(id);
}

async function run(one: Case, world: World, action: object) {
  slowNow.set(one.id, one);
  // A timer of this process, because a busy machine delays both.
  const status = await Promise.race([world.press(action), sleep(SLACK_WAITS_MS, 'too late' as const)]);
  await sleep(LONGEST_MS);
  slowNow.delete(one.id);
  return { status, texts: world.texts(), messages: world.own().length, ...(await stateOf(one, world)) };
}

describe('a press while AWS or Slack is slow', () => {
  const runs = new Map<string, ReturnType<typeof run>>();
  beforeAll(async () => {
    const ready: Parameters<typeof run>[] = [];
    for (const one of CASES) {
      const world = await start(one);
      ready.push([one, world, await actionOf(one, world)]);
    }
    for (const what of ready) runs.set(what[0].id, run(...what));
    await Promise.allSettled(runs.values());
  }, 60_000);

  it.each(CASES.map((one) => [one.name, one] as const))('has a true response in time: %s', async (_, { id, kind }) => {
    const { status, stored, shown, texts, messages } = await (runs.get(id) as ReturnType<typeof run>);
    expect([200, 500]).toContain(status);
    const said = texts.join();
    if (status === 500 || said.includes('Nothing was changed')) expect({ stored, shown }).toEqual(NEITHER);
    if (shown || /are muted, and|It worked/.test(said)) expect(stored).toBe(true);
    if (status === 200 && !shown) expect(texts).toHaveLength(1);
    expect(messages).toBeLessThanOrEqual(kind === 'acknowledging' ? 1 : 2);
  });

  it('changes nothing if the function started too late, and informs the person', async () => {
    const world = await start({ id: LATE });
    expect(await world.press(muteAction('rule 1h'), 2_100)).toBe(500);
    expect(await stateOf({ kind: 'muting' }, world)).toEqual(NEITHER);
    expect(world.texts()).toEqual([expect.stringMatching(/^Nothing was changed/)]);
    expect(await world.press(muteAction('rule 1h'))).toBe(200);
    expect(await stateOf({ kind: 'muting' }, world)).toEqual(BOTH);
  });
});
