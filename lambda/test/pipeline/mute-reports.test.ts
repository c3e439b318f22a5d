// The job that reports mutes: once for each mute, after no invocation can suppress alerts because of it, and visible in the channel.

import { describe, expect, it } from 'vitest';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import { createMemoryNotifier, type MemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createInstanceMutes, MUTES_KNOWN_MS } from '../../src/app/mutes/instance-mutes.ts';
import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import { type Destination, PortError } from '../../src/app/ports.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import { readMutes, writeMutes } from '../../src/core/mutes/mute-list.ts';
import { MAY_REPEAT } from '../../src/core/render/remarks.ts';
import type { SlackMessage } from '../../src/core/render/slack-blocks.ts';
import { refusalOf } from '../servers/slack-limits.ts';
import { aMute, createWorld, DEFAULT_CHANNEL, TIMEOUT_MS } from './pipeline-world.ts';

const HOUR = 3_600_000;
const START_MS = Date.UTC(2026, 0, 1);
const JOB = { cloudtrailToSlack: { job: 'mutes' } };
const LAG_MS = MUTES_KNOWN_MS + TIMEOUT_MS;

async function createJobWorld(mutes: readonly Mute[], change: (store: MuteStore) => Partial<MuteStore> = () => ({})) {
  const world = createWorld();
  const store = createMemoryMutes();
  await store.write(writeMutes(mutes), 0);
  for (const { id } of mutes) await store.count(id, { total: 10, otherRules: new Map([['other', 3]]) }, 0);
  const channel = createMemoryNotifier<SlackMessage>({ channel: 'C0DEFAULT01', threads: true });
  const destinations = new Map([[DEFAULT_CHANNEL, destinationOf(channel)]]);
  const ports = { destinations, mutes: createInstanceMutes({ ...store, ...change(store) }, world.log) };
  return {
    ...world,
    channel,
    run: (more = {}) => world.invoke(JOB, { ...ports, ...more }),
    texts: () => channel.posts.map(({ message }) => message.text),
    left: async () => readMutes((await store.read()).text).map(({ id }) => id),
    stored: async () => readMutes((await store.read()).text),
  };
}

/** A world with a mute that has ended and must be reported. */
async function afterMute(more: Partial<Mute> = {}, change?: (store: MuteStore) => Partial<MuteStore>) {
  const world = await createJobWorld([aMute(more)], change);
  world.clock.advance(HOUR + LAG_MS);
  return world;
}

const destinationOf = (notifier: MemoryNotifier<SlackMessage>): Destination =>
  ({ id: DEFAULT_CHANNEL, kind: 'slack-app', renderer: { message: () => ({}) }, notifier, hasButtons: true }) as never;

describe('the report of a mute', () => {
  it('states how many alerts it suppressed, by rule, and is a message that Slack accepts', async () => {
    const world = await afterMute();
    await world.run();
    expect(world.texts()).toEqual(['🔔 The mute has ended: all alerts of rule trail-deleted. It suppressed 10 alerts']);
    const [{ message } = { message: {} }] = world.channel.posts;
    expect(JSON.stringify(message)).toContain('`trail-deleted` 10\\nThese alerts also matched `other` 3');
    expect(refusalOf({ ...message })).toBeNull();
    expect(await world.left()).toEqual([]);
  });

  it('is posted once, however often the job runs', async () => {
    const world = await afterMute();
    for (let times = 0; times < 3; times++) await world.run();
    expect(world.texts()).toHaveLength(1);
  });

  it.each<[string, Partial<Mute>, number]>([
    ['its end', {}, HOUR],
    ['a person ended it', { ended: { atMs: START_MS + 20 * 60_000, by: 'U0000BOB' } }, 20 * 60_000],
  ])('waits until no invocation can act on an older list after %s', async (_, more, endMs) => {
    const world = await createJobWorld([aMute(more)]);
    world.clock.advance(endMs + LAG_MS - 1);
    await world.run();
    expect(world.texts()).toEqual([]);
    world.clock.advance(1);
    await world.run();
    expect(world.texts()).toHaveLength(1);
  });

  it('waits until the request that started the mute can no longer arrive again', async () => {
    const world = await createJobWorld([aMute({ ended: { atMs: START_MS + 1_000, by: 'U0000BOB' } })]);
    world.clock.advance(599_999);
    await world.run();
    expect(await world.left()).toEqual(['m1']);
    world.clock.advance(1);
    await world.run();
    expect(await world.left()).toEqual([]);
  });

  it('is posted by a later run if the channel or the table fails', async () => {
    const world = await afterMute();
    const down = () => Promise.reject(new PortError('transient', 'down', 'down'));
    const broken = { ...world.channel, post: down };
    const failed = world.run({ destinations: new Map([[DEFAULT_CHANNEL, destinationOf(broken)]]) });
    await expect(failed.then(({ retries }) => retries.length)).resolves.toBe(1);
    await world.run();
    expect(world.texts()).toHaveLength(1);
  });

  it('says that it may be a repetition if the answer to the first one was lost', async () => {
    const world = await afterMute();
    const losing = destinationOf({
      ...world.channel,
      post: async (message, thread) => {
        await world.channel.post(message, thread);
        throw new PortError('transient', 'request_failed', 'Slack did not respond in time');
      },
    });
    await world.run({ destinations: new Map([[DEFAULT_CHANNEL, losing]]) });
    const unsure = world.channel.posts.length;
    expect(JSON.stringify(world.channel.posts[0])).not.toContain(MAY_REPEAT);
    await world.run();
    expect(world.channel.posts.slice(unsure).map(({ message }) => JSON.stringify(message))).toEqual([
      expect.stringContaining(MAY_REPEAT),
    ]);
    expect(await world.left()).toEqual([]);
  });

  it('does not mention a repetition if it is the first', async () => {
    const world = await afterMute();
    await world.run();
    expect(JSON.stringify(world.channel.posts)).not.toContain(MAY_REPEAT);
  });

  it('is posted once although the mute could not be removed from the list at first', async () => {
    let isDown = true;
    const write = (store: MuteStore) => ({
      write: (...args: Parameters<MuteStore['write']>) =>
        isDown ? Promise.reject(new PortError('transient', 'down', 'down')) : store.write(...args),
    });
    const world = await afterMute({}, write);
    await world.run();
    isDown = false;
    await world.run();
    expect(world.texts()).toHaveLength(1);
    expect(await world.left()).toEqual([]);
  });

  it('of which the channel is gone fails no job for longer than a week after a person ended the mute', async () => {
    const ended = { atMs: START_MS + HOUR, by: 'U0000BOB' };
    const gone = { destination: 'slack:C0GONE00001', untilMs: START_MS + 30 * 24 * HOUR, ended };
    const world = await createJobWorld([aMute(gone)]);
    world.clock.advance(HOUR + 7 * 24 * HOUR);
    await world.run();
    expect(world.logged('mute_not_reported')).toHaveLength(1);
    world.clock.advance(1);
    await world.run();
    expect(world.logged('mute_report_dropped')).toMatchObject([{ fields: { suppressed: 10 } }]);
    expect(await world.left()).toEqual([]);
  });

  it('is not lost silently if its channel is gone: the log contains the number', async () => {
    const world = await afterMute({ destination: 'slack:C0GONE00001' });
    await world.run();
    expect(world.logged('mute_not_reported')).toHaveLength(1);
    world.clock.advance(7 * 24 * HOUR);
    await world.run();
    expect(world.logged('mute_report_dropped')).toMatchObject([{ fields: { suppressed: 10, rule: 'trail-deleted' } }]);
    expect(await world.left()).toEqual([]);
  });
});

describe('a mute that could not be announced', () => {
  it('is announced by the job, once', async () => {
    const world = await createJobWorld([aMute({ announced: false })]);
    world.clock.advance(60_000);
    for (let times = 0; times < 3; times++) await world.run();
    expect(world.texts()).toEqual([
      expect.stringMatching(/^🔕 Muted: all alerts of rule trail-deleted, until 2026-01-01/),
    ]);
    expect(JSON.stringify(world.channel.posts)).toContain('unmute');
    expect(await world.stored()).toMatchObject([{ announced: true }]);
  });

  it('may have been announced, and the message of the job says so', async () => {
    const world = await createJobWorld([aMute({ announced: false })]);
    world.clock.advance(60_000);
    await world.run();
    const [{ message } = { message: {} }] = world.channel.posts;
    expect(JSON.stringify(message)).toContain(MAY_REPEAT);
    expect(refusalOf({ ...message })).toBeNull();
  });
});

describe('a mute that started a moment ago', () => {
  it('is left to the function behind the buttons, so that the channel reads about it once', async () => {
    const world = await createJobWorld([aMute({ announced: false })]);
    world.clock.advance(59_999);
    await world.run();
    expect(world.texts()).toEqual([]);
  });
});

describe('the job', () => {
  it('does nothing without buttons, and nothing while mutes run', async () => {
    const world = await createJobWorld([aMute()]);
    await world.run();
    await world.run({ mutes: undefined });
    expect(world.texts()).toEqual([]);
    expect(await world.left()).toEqual(['m1']);
  });
});
