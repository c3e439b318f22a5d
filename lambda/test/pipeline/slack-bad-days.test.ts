// Slack outages, from the trigger to the channel: the real client against a local Slack server. For every fault, the function
// waits, posts plain text, uses the fallback, or returns the message to the queue with an alarm. No fault is silent.

import { beforeEach, describe, expect, it } from 'vitest';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import type { SlackMessage } from '../../src/adapters/slack/message.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';
import { type Destination, type Logger, type Notifier, PortError } from '../../src/app/ports.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import type { Settings } from '../../src/setup/settings.ts';
import { impatient } from '../contracts/impatient.ts';
import { type Fault, startSlack } from '../servers/slack.ts';
import { useServer } from '../servers/use-server.ts';
import { aRecord, batchOf, records, strangers } from './payloads.ts';
import { createWorld, deliveredEvents, TOPIC, type World } from './pipeline-world.ts';

const DEFAULT = 'C0DEFAULT01';
const OWN = 'C0ACCOUNT01';
const PER_ACCOUNT = { slack_app_configuration: [{ accounts: ['111111111111'], slack_channel_id: OWN }] };
const BY_WEBHOOK = { slack_bot_token_reference: null, default_slack_hook_url_reference: '/hook' };

const slack = useServer(() => startSlack({ channels: [DEFAULT, OWN] }));
beforeEach(() => slack.reset());

// Like the destinations of `createDestinations`, but they do not wait long for an answer.
const destinations = (settings: Settings, log: Logger) => destinationsWith(impatient, settings, log);

function destinationsWith(
  patience: (notifier: Notifier<SlackMessage>, timeoutMs: number) => Notifier<SlackMessage>,
  settings: Settings,
  log: Logger,
): Map<string, Destination> {
  const onFallback = (code: string) => log.warn('message_shown_plainly', { code });
  const renderer = createSlackRenderer(settings);
  const { apiUrl } = slack;
  return new Map(
    settings.destinations.map((one) => {
      const notifier =
        one.kind === 'slack-app'
          ? createSlackApp({ channel: one.channelId, readToken: async () => 'xoxb-test', apiUrl, onFallback })
          : createSlackWebhook({ readUrl: async () => slack.webhookUrl(DEFAULT), onFallback });
      return [one.id, { id: one.id, kind: one.kind, renderer, notifier: patience(notifier, 600) } as Destination];
    }),
  );
}

const worldOf = (settings = {}) => createWorld({ settings, destinations });
const inChannel = (channel: string) => slack.messages.filter((message) => message.channel === channel);
const firstIn = (channel: string) => inChannel(channel).filter(({ threadTs }) => threadTs === null);
const error = (code: string): Fault => ({ kind: 'error', code });

async function deliver(world: World) {
  world.put('file', aRecord());
  return world.invoke(batchOf('file'));
}

const TRANSIENT: readonly (readonly [what: string, fault: Fault])[] = [
  ['429 that asks for less time than there is', { kind: 'rate_limit', retryAfterSeconds: 5 }],
  ['500', { kind: 'status', status: 500 }],
  ['503 of a proxy', { kind: 'status', status: 503, body: '<html>' }],
  ['no answer', { kind: 'silence' }],
  ['a broken connection', { kind: 'reset' }],
];

describe.each([
  ['by bot token', {}],
  ['by webhook', BY_WEBHOOK],
])('%s', (_, settings) => {
  it.each(TRANSIENT)('%s is waited out', async (_, fault) => {
    const world = worldOf(settings);
    slack.misbehave(fault);
    const { retries, counters } = await deliver(world);
    expect(retries).toEqual([]);
    expect(counters.delivered).toBe(1);
    expect(firstIn(DEFAULT)).toHaveLength(1);
  });

  it.each(TRANSIENT)(
    '%s that lasts returns the message to the queue, which is delivered once afterwards',
    async (_, fault) => {
      const world = worldOf(settings);
      slack.misbehave(fault, { times: 100 });
      const { retries, counters } = await deliver(world);
      expect(counters).toMatchObject({ delivered: 0, failed: 1 });
      expect(retries).toMatchObject([{ id: 'm0' }]);
      expect(world.logged('delivery_failed')).toHaveLength(1);
      slack.recover();
      expect((await world.invoke(batchOf('file'))).retries).toEqual([]);
      await world.invoke(batchOf('file'));
      expect(firstIn(DEFAULT)).toHaveLength(1);
    },
  );

  it('an answer that comes after four seconds is waited for, because a repeated call would post the alert again', async () => {
    const world = createWorld({
      settings,
      destinations: (...given) => destinationsWith((notifier) => notifier, ...given),
    });
    slack.misbehave({ kind: 'late_answer', ms: 4_000 });
    expect((await deliver(world)).counters).toMatchObject({ delivered: 1, failed: 0 });
    expect(firstIn(DEFAULT)).toHaveLength(1);
  });

  it('429 that asks for more time than there is stops further calls, however many alerts there are', async () => {
    const world = worldOf(settings);
    slack.misbehave({ kind: 'rate_limit', retryAfterSeconds: 60 }, { times: 1_000 });
    world.put('file', ...strangers(80));
    const { retries, counters } = await world.invoke(batchOf('file'));
    expect(retries).toHaveLength(1);
    expect(counters.failed).toBe(80);
    expect(slack.calls).toHaveLength(1);
    expect(world.clock.sleeps).toEqual([]);
  });

  it.each(['msg_too_long', 'invalid_blocks'])('%s is posted as plain text', async (code) => {
    const world = worldOf(settings);
    slack.misbehave(settings === BY_WEBHOOK ? { kind: 'status', status: 400, body: code } : error(code));
    const { retries } = await deliver(world);
    expect(retries).toEqual([]);
    expect(firstIn(DEFAULT)).toMatchObject([{ text: expect.stringMatching(/DeleteTrail|trail/i), blocks: [] }]);
    expect(world.logged('message_shown_plainly')).toHaveLength(1);
  });
});

describe('ratelimited as an answer of status 200', () => {
  it('is waited out', async () => {
    const world = worldOf();
    slack.misbehave(error('ratelimited'));
    expect((await deliver(world)).counters.delivered).toBe(1);
  });
});

const PERMANENT = ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'];

describe.each(PERMANENT)('%s', (code) => {
  it('turns to the default channel where there is another', async () => {
    const world = worldOf(PER_ACCOUNT);
    slack.misbehave(error(code));
    const { retries, counters } = await deliver(world);
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ delivered: 1, rerouted: 1 });
    expect([firstIn(OWN).length, firstIn(DEFAULT).length]).toEqual([0, 1]);
    expect(world.logged('destination_broken')).toMatchObject([{ fields: { cause: expect.stringContaining(code) } }]);
  });

  it('goes back to the queue where there is none, with an error in the log', async () => {
    const world = worldOf();
    slack.misbehave(error(code), { times: 10 });
    const { retries, counters } = await deliver(world);
    expect(retries).toHaveLength(1);
    expect(counters.failed).toBe(1);
    expect(world.logged('delivery_failed')).toMatchObject([
      { level: 'error', fields: { error: expect.stringContaining(code) } },
    ]);
  });
});

describe.each(['token_revoked', 'invalid_auth', 'account_inactive'])('%s', (code) => {
  it('returns the message to the queue with an error, and delivers it when there is a new token', async () => {
    const world = worldOf(PER_ACCOUNT);
    slack.misbehave(error(code), { times: 100 });
    const { retries, counters } = await deliver(world);
    expect(retries).toHaveLength(1);
    expect(counters.failed).toBe(1);
    expect(world.logged('delivery_failed')).toMatchObject([{ level: 'error' }]);
    slack.reset();
    expect((await world.invoke(batchOf('file'))).counters.delivered).toBe(1);
    expect(firstIn(OWN)).toHaveLength(1);
  });
});

describe('a message that Slack accepts without a response', () => {
  it('is posted at most twice', async () => {
    const world = worldOf();
    slack.misbehave({ kind: 'lost_answer' });
    expect((await deliver(world)).counters.delivered).toBe(1);
    expect(firstIn(DEFAULT)).toHaveLength(2);
  });
});

describe('one broken destination', () => {
  it('neither stops nor repeats the others', async () => {
    const topic = { default_sns_topic_arn: 'arn:aws:sns:eu-west-1:111111111111:topic' };
    const posts: unknown[] = [];
    const world = createWorld({
      settings: topic,
      destinations: (settings, log) => {
        const all = destinations({ ...settings, destinations: settings.destinations.slice(0, 1) }, log);
        const notifier = {
          post: async (message: unknown) => {
            posts.push(message);
            return null;
          },
        };
        const renderer = { message: () => 'a message' };
        return all.set(`sns:${topic.default_sns_topic_arn}`, { id: 'sns', kind: 'sns', renderer, notifier });
      },
    });
    slack.setChannel(DEFAULT, 'archived');
    world.put('file', ...records(3));
    for (let times = 0; times < 3; times++) {
      const { retries, counters } = await world.invoke(batchOf('file'));
      expect(retries).toHaveLength(1);
      expect(counters.failed).toBe(3);
    }
    expect(posts).toHaveLength(3);
    slack.setChannel(DEFAULT, 'open');
    expect((await world.invoke(batchOf('file'))).counters).toMatchObject({ delivered: 3, failed: 0 });
    expect([posts.length, firstIn(DEFAULT).length]).toEqual([3, 1]);
  });

  it('that does not answer leaves the others their time', async () => {
    const world = createWorld({ settings: { default_sns_topic_arn: TOPIC.slice(4) } });
    const names = Array.from({ length: 10 }, (_, index) => `file-${index}`);
    for (const [index, name] of names.entries()) {
      world.put(name, ...Array.from({ length: 3 }, (_, at) => aRecord({}, `user-${index}-${at}`)));
    }
    let calls = 0;
    const silence = async () => {
      calls++;
      await world.clock.sleep(3_500);
      throw new PortError('transient', 'request_failed', 'did not answer in time');
    };
    const channel = world.pipeline.destinations.get(`slack:${DEFAULT}`) as Destination;
    const notifier = { ...channel.notifier, post: silence };
    const destinations = new Map(world.pipeline.destinations).set(channel.id, { ...channel, notifier });
    const { retries, counters } = await world.invoke(batchOf(...names), { destinations });
    expect([counters.failed, retries.length, calls]).toEqual([30, 10, 3]);
    expect(world.channel(TOPIC).posts).toHaveLength(30);
    await world.invoke(batchOf(...names));
    expect(deliveredEvents(world.channel())).toHaveLength(30);
    expect(world.channel(TOPIC).posts).toHaveLength(30);
  });

  it('of another account keeps its own alerts only', async () => {
    const world = worldOf(PER_ACCOUNT);
    slack.setChannel(DEFAULT, 'archived');
    world.put('file', aRecord(), aRecord({}, 'joe', '222222222222'));
    const { counters } = await world.invoke(batchOf('file'));
    expect(counters).toMatchObject({ delivered: 1, failed: 1 });
    expect(firstIn(OWN)).toHaveLength(1);
  });
});

describe('one message that Slack refuses permanently', () => {
  it('does not affect other messages', async () => {
    const world = worldOf();
    slack.misbehave(error('restricted_action'));
    world.put('file', ...strangers(5));
    const { counters, retries } = await world.invoke(batchOf('file'));
    expect(counters).toMatchObject({ delivered: 4, failed: 1 });
    expect(retries).toHaveLength(1);
  });
});
