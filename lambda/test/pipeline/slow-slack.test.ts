// Slack accepts messages and confirms them too late, or does not accept them: the function does not know which. The real client against a local
// Slack, with time limits of milliseconds that count as those of the function. No alert is lost, and none repeats with each attempt.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';
import { type Destination, type Notifier, PortError } from '../../src/app/ports.ts';
import { type Fault, startSlack } from '../servers/slack.ts';
import { useServer } from '../servers/use-server.ts';
import { aRecord, batchOf } from './payloads.ts';
import { createWorld, type World } from './pipeline-world.ts';

const CHANNEL = 'C0DEFAULT01';
const LIMIT_MS = 300;
const MINUTE_MS = 60_000;
/** How long a message waits in its queue after each attempt: docs/operations.md. */
const WAITS_MINUTES = [0.5, 1, 2, 4, 8, 16, ...Array(24).fill(30)];

const slack = useServer(() => startSlack({ channels: [CHANNEL] }));
beforeEach(() => slack.reset());

const byToken = () => createSlackApp({ channel: CHANNEL, readToken: async () => 'xoxb-test', apiUrl: slack.apiUrl });
// Loading the client takes longer than the limit.
beforeAll(() => byToken().answers(10_000));

const LATE: Fault = { kind: 'late_answer', ms: 2 * LIMIT_MS };

interface Slowness {
  readonly fault: Fault;
  /** Whether Slack answers other calls. */
  readonly onlyMessages?: boolean;
}

interface Timing {
  /** The time limits of all posts are added to it. */
  readonly limits: number[];
  readonly answersAfterMs: number;
}

/** The notifier, whose calls take as long as they may if no answer comes. */
function timed<M>(world: World, notifier: Notifier<M>, { limits, answersAfterMs }: Timing): Notifier<M> {
  const spend = (limitMs: number) => async (error: unknown) => {
    if (error instanceof PortError && error.isUnconfirmed) await world.clock.sleep(limitMs);
    throw error;
  };
  return {
    ...notifier,
    post: (message, thread, limitMs = 0) => {
      limits.push(limitMs);
      return notifier.post(message, thread, LIMIT_MS).catch(spend(limitMs));
    },
    async answers(limitMs) {
      await notifier.answers?.(LIMIT_MS).catch(spend(limitMs));
      await world.clock.sleep(answersAfterMs);
    },
  };
}

function slackWorld(way: 'bot token' | 'webhook', { answersAfterMs = 0 } = {}) {
  const settings =
    way === 'webhook' ? { slack_bot_token_reference: null, default_slack_hook_url_reference: '/hook' } : {};
  const world = createWorld({ settings });
  const [known] = [...world.pipeline.destinations.values()] as [Destination];
  const notifier =
    way === 'webhook' ? createSlackWebhook({ readUrl: async () => slack.webhookUrl(CHANNEL) }) : byToken();
  const renderer = { message: ({ id }: { readonly id: string }) => ({ text: id }) };
  const limits: number[] = [];
  const destination = {
    ...known,
    renderer,
    notifier: timed(world, notifier as Notifier<unknown>, { limits, answersAfterMs }),
  } as Destination;
  const destinations = new Map([[known.id, destination]]);
  const become = ({ fault, onlyMessages }: Slowness) => {
    slack.misbehave(fault, { times: 1_000, ...(onlyMessages && { method: 'chat.postMessage' }) });
  };
  return {
    ...world,
    limits,
    become,
    attempt: (timeoutMs = 30_000) => world.invoke(batchOf('file'), { destinations, timeoutMs }),
  };
}

const copiesOf = (event: string) => slack.messages.filter(({ text }) => text === `event#${event}`).length;

/** The attempts of a queue until one succeeds, or all failed. Slack recovers before the attempt `recoversAt`. */
async function attempts(world: ReturnType<typeof slackWorld>, recoversAt: number) {
  for (const [index, minutes] of WAITS_MINUTES.entries()) {
    if (index === recoversAt) slack.recover();
    const { retries } = await world.attempt();
    if (retries.length === 0) return { delivered: true, attempts: index + 1 };
    world.clock.advance(minutes * MINUTE_MS);
  }
  return { delivered: false, attempts: WAITS_MINUTES.length };
}

describe.each(['bot token', 'webhook'] as const)('an alert while Slack, by %s,', (way) => {
  it('accepts messages but answers nothing in time is posted once, and once more when Slack answers', async () => {
    const world = slackWorld(way);
    world.put('file', aRecord({ eventID: 'the alert' }));
    world.become({ fault: LATE });
    expect(await attempts(world, 10)).toEqual({ delivered: true, attempts: 11 });
    expect(copiesOf('the alert')).toBe(2);
  });

  it('accepts nothing and does not answer is posted in the first attempt after that', async () => {
    const world = slackWorld(way);
    world.put('file', aRecord({ eventID: 'the alert' }));
    world.become({ fault: { kind: 'silence' } });
    expect(await attempts(world, 10)).toEqual({ delivered: true, attempts: 11 });
    expect(copiesOf('the alert')).toBe(1);
  });
});

describe('an alert while Slack answers, but never confirms a message', () => {
  const HALF: Slowness = { fault: LATE, onlyMessages: true };

  it('is posted a few times in half a day, is not settled, and says why it waits', async () => {
    const world = slackWorld('bot token');
    world.put('file', aRecord({ eventID: 'only' }));
    world.become(HALF);
    expect(await attempts(world, Number.POSITIVE_INFINITY)).toMatchObject({ delivered: false });
    expect(copiesOf('only')).toBe(8);
    expect(world.logged('delivery_failed').at(-1)?.fields?.error).toMatch(
      /posted 7 times without an answer, so the channel may show it; not again before 2026-/,
    );
  });

  it('is delivered when Slack confirms messages again', async () => {
    const world = slackWorld('bot token');
    world.put('file', aRecord({ eventID: 'later' }));
    world.become(HALF);
    expect(await attempts(world, 12)).toMatchObject({ delivered: true });
    expect(copiesOf('later')).toBeLessThanOrEqual(8);
  });

  it('does not keep another one from being posted', async () => {
    const world = slackWorld('bot token');
    world.put('file', aRecord({ eventID: 'one' }, 'jane'), aRecord({ eventID: 'two' }, 'joe'));
    world.become(HALF);
    await attempts(world, Number.POSITIVE_INFINITY);
    expect([copiesOf('one') > 0, copiesOf('two') > 0]).toEqual([true, true]);
  });

  it('has all the time that is left for the second try, so an answer after twelve seconds is waited for', async () => {
    const world = slackWorld('bot token');
    world.put('file', aRecord());
    slack.misbehave(LATE);
    await world.attempt();
    expect(world.limits).toEqual([8_000, expect.toSatisfy((ms: number) => ms >= 12_000)]);
  });

  it('takes no invocation beyond its time, however late Slack answers', async () => {
    const ends = Array.from({ length: 25 }, (_, index) => 6_000 + 1_000 * index);
    const late: number[] = [];
    for (const timeoutMs of ends) {
      const world = slackWorld('bot token', { answersAfterMs: 2_900 });
      world.put('file', aRecord(), aRecord({}, 'joe'));
      slack.recover();
      world.become(HALF);
      const startedMs = world.clock.nowMs();
      await world.attempt(timeoutMs);
      if (world.clock.nowMs() > startedMs + timeoutMs) late.push(timeoutMs);
    }
    expect(late).toEqual([]);
  });
});
