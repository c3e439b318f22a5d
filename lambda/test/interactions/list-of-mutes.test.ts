// The list of the mutes of a channel, which the announcement of each mute offers.

import { describe, expect, it } from 'vitest';
import { MUTES_MAX, writeMutes } from '../../src/core/mutes/mute-list.ts';
import { refusalOf } from '../servers/slack-limits.ts';
import { aMessage, createInteractionsWorld, START_MS } from './interactions-world.ts';
import { CHANNEL, elementOf, listAction, muteAction, type PressableMessage, unmuteAction } from './presses.ts';

const HOUR = 3_600_000;
const HERE = `slack:${CHANNEL}`;
const inList = { container: { type: 'message', message_ts: '1.1', channel_id: CHANNEL, is_ephemeral: true } };

type World = ReturnType<typeof createInteractionsWorld>;
const last = ({ answers }: World) => answers.at(-1);
const shown = (world: World) => ({ ts: '1.1', attachments: [], ...last(world) }) as PressableMessage;
const textOf = (world: World) => JSON.stringify(last(world));

async function withMutes(...rules: readonly string[]) {
  const world = createInteractionsWorld();
  for (const [index, rule] of rules.entries())
    await world.press(aMessage({ rule }), muteAction(['rule 8h', 'same 1h'][index % 2] ?? ''));
  return world;
}

describe('the list of mutes', () => {
  it('is offered by the announcement of each mute', async () => {
    const world = await withMutes('one');
    expect(elementOf(shown(world), 'mutes')).toMatchObject({ value: HERE });
    expect(refusalOf({ ...last(world) })).toBeNull();
  });

  it('shows the running mutes of the channel, those first that end first, only to the person who asked', async () => {
    const world = await withMutes('one', 'two', 'three');
    await world.press(aMessage(), unmuteAction((await world.mutes())[2]?.id));
    expect(await world.press(shown(world), listAction(HERE))).toBe(200);
    expect(last(world)).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(textOf(world)).toMatch(
      /2 mutes are running .*\*two\*.*DeleteTrail by jane.*01:00.*\*one\*.*08:00.*<@U0000ALICE>/,
    );
    expect(textOf(world)).not.toContain('three');
    expect(refusalOf({ ...last(world) })).toBeNull();
  });

  it('says so if there are none, and leaves out those of other channels', async () => {
    const world = createInteractionsWorld();
    const other = { id: 'm1', destination: 'slack:C0OTHER0001', rule: 'r', key: null, what: '', by: 'U1' };
    const times = { startedMs: START_MS, untilMs: START_MS + HOUR, announced: true };
    await world.interactions.mutes.write(writeMutes([{ ...other, ...times }]), 0);
    await world.press(aMessage(), listAction(HERE));
    expect(last(world)).toMatchObject({ response_type: 'ephemeral', text: 'No mutes are running in this channel' });
  });

  it('is bounded, and states the number of all', async () => {
    const world = createInteractionsWorld();
    const longest = { rule: '🔥'.repeat(250), key: '0'.repeat(32), what: '<'.repeat(200), by: 'U'.repeat(40) };
    const mutes = Array.from({ length: MUTES_MAX }, (_, index) => ({
      ...{ id: `m${index}`, destination: HERE, ...longest },
      ...{ startedMs: START_MS, untilMs: START_MS + HOUR, announced: true },
    }));
    await world.interactions.mutes.write(writeMutes(mutes), 0);
    await world.press(aMessage(), listAction(HERE));
    expect(textOf(world)).toContain(`${MUTES_MAX} mutes are running`);
    expect(refusalOf({ ...last(world) })).toBeNull();
  });

  it('is shown instead of starting a mute if there are too many', async () => {
    const world = await withMutes(...Array.from({ length: MUTES_MAX + 1 }, (_, index) => `rule-${index}`));
    expect(last(world)).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('At most 100') });
    expect(elementOf(shown(world), 'unmute')).toBeDefined();
  });

  it('ends mutes, visibly for the channel, once', async () => {
    const world = await withMutes('one');
    await world.press(aMessage(), listAction(HERE));
    const { value } = elementOf(shown(world), 'unmute') ?? {};
    const list = shown(world);
    expect(await world.press(list, unmuteAction(value), { ...inList, user: { id: 'U0000BOB' } })).toBe(200);
    expect(last(world)).toMatchObject({ response_type: 'in_channel', replace_original: false });
    expect(textOf(world)).toContain('<@U0000BOB> ended the mute');
    world.clock.advance(1_000);
    await world.press(list, unmuteAction(value), inList);
    expect(last(world)).toMatchObject({ response_type: 'ephemeral', text: 'This mute has ended already.' });
  });

  it.each([
    ['another channel', 'slack:C0OTHER0001'],
    ['a destination that is not Slack', 'firehose:stream'],
    ['something that is not text', { toString: 'x' }],
    ['too long a name', `slack:${'x'.repeat(500)}`],
  ])('is refused for %s', async (_, destination) => {
    const world = await withMutes('one');
    const before = world.answers.length;
    expect(await world.press(aMessage(), listAction(destination))).toBe(400);
    expect(world.answers).toHaveLength(before);
  });

  it('cannot mention people or make links through names', async () => {
    const world = await withMutes('<!channel> <https://evil.example|x> `c`');
    await world.press(aMessage(), listAction(HERE));
    expect(textOf(world)).not.toMatch(/<!channel|<https:/);
    expect(textOf(world)).toContain('&lt;!channel&gt;');
  });
});
