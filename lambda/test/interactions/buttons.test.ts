// What happens when people press the buttons under an alert, through the real request handling over memory ports.

import { describe, expect, it } from 'vitest';
import { MUTES_MAX } from '../../src/core/mutes/mute-list.ts';
import { refusalOf } from '../servers/slack-limits.ts';
import { aMessage, createInteractionsWorld, START_MS } from './interactions-world.ts';
import { ACKNOWLEDGE, CHANNEL, elementOf, muteAction, type PressableMessage, USER, unmuteAction } from './presses.ts';

const HOUR = 3_600_000;
const bob = { user: { id: 'U0000BOB' } };

type World = ReturnType<typeof createInteractionsWorld>;
const last = ({ answers }: World) => answers.at(-1);
const shown = (world: World): PressableMessage => ({
  ...aMessage(),
  ...{ text: last(world)?.text ?? '', blocks: last(world)?.blocks ?? [], attachments: last(world)?.attachments ?? [] },
});
const textsOf = (message: unknown) => JSON.stringify(message);

describe('an alert with buttons', () => {
  it('is a message that Slack accepts, before and after it was acknowledged', async () => {
    const world = createInteractionsWorld();
    expect(refusalOf({ ...aMessage() })).toBeNull();
    await world.press(aMessage(), ACKNOWLEDGE);
    expect(refusalOf({ ...shown(world) })).toBeNull();
  });

  it.each([
    ['critical', ['same 1h', 'same 8h', 'rule 1h', 'rule 8h']],
    [
      'high',
      ['same 1h', 'same 8h', 'same 1d', 'same 7d', 'same 30d', 'rule 1h', 'rule 8h', 'rule 1d', 'rule 7d', 'rule 30d'],
    ],
  ] as const)('of severity %s offers the mutes that are allowed', (severity, options) => {
    const menu = elementOf(aMessage({ severity }), 'mute') as { option_groups: { options: { value: string }[] }[] };
    expect(menu.option_groups.flatMap((group) => group.options.map(({ value }) => value))).toEqual(options);
  });

  it('offers only the whole rule if the event names no caller', () => {
    const menu = elementOf(aMessage({ record: { eventName: 'X' } }), 'mute') as { option_groups: unknown[] };
    expect(menu.option_groups).toHaveLength(1);
  });

  it('carries names in its buttons, and nothing else of the event', () => {
    const value = String(elementOf(aMessage(), 'acknowledge')?.value);
    expect(JSON.parse(value)).toEqual([
      ...[`slack:${CHANNEL}`, 'trail-deleted', 'high', expect.stringMatching(/^[0-9a-f]{32}$/), 'DeleteTrail by jane'],
    ]);
  });

  it('has no buttons if its names are too long for them', () => {
    expect(elementOf(aMessage({ rule: 'r'.repeat(600) }), 'acknowledge')).toBeUndefined();
  });
});

describe('acknowledging', () => {
  it('shows who acknowledged the alert and when, above the buttons, and changes nothing else', async () => {
    const world = createInteractionsWorld();
    const before = aMessage();
    expect(await world.press(before, ACKNOWLEDGE)).toBe(200);
    expect(last(world)).toMatchObject({ replace_original: true, text: before.text });
    const blocks = shown(world).blocks as { block_id?: string }[];
    expect(blocks.map(({ block_id: id }) => id).slice(-2)).toEqual(['acknowledged', 'alert-actions']);
    expect(blocks.slice(0, -2)).toEqual(before.blocks.slice(0, -1));
    expect(textsOf(blocks.at(-2))).toContain(`Acknowledged by <@${USER}>, 2026-01-01 00:00:00 UTC`);
    expect(shown(world).attachments).toEqual(before.attachments);
  });

  it('again, by another person, changes nothing', async () => {
    const world = createInteractionsWorld();
    await world.press(aMessage(), ACKNOWLEDGE);
    const first = shown(world);
    await world.press(first, ACKNOWLEDGE, bob);
    expect(shown(world)).toEqual(first);
  });

  it('by two people at the same time shows the same person to both', async () => {
    const world = createInteractionsWorld();
    await Promise.all([world.press(aMessage(), ACKNOWLEDGE), world.press(aMessage(), ACKNOWLEDGE, bob)]);
    const [one, other] = world.answers.map(({ blocks }) => textsOf(blocks));
    expect(one).toEqual(other);
    expect(one).toContain(USER);
  });

  it('changes nothing if the message shows an acknowledgement that is no longer stored', async () => {
    const world = createInteractionsWorld();
    await world.press(aMessage(), ACKNOWLEDGE);
    const acknowledged = shown(world);
    const later = createInteractionsWorld();
    expect(await later.press(acknowledged, ACKNOWLEDGE, bob)).toBe(200);
    expect(later.answers).toEqual([]);
  });

  it('still offers the mutes afterwards', async () => {
    const world = createInteractionsWorld();
    await world.press(aMessage(), ACKNOWLEDGE);
    expect(await world.press(shown(world), muteAction('same 1h'))).toBe(200);
    expect(await world.mutes()).toHaveLength(1);
  });
});

describe('muting', () => {
  it.each([
    ['same 1h', HOUR, false],
    ['same 30d', 720 * HOUR, false],
    ['rule 7d', 168 * HOUR, true],
  ])('%s stores what is muted, who muted it and until when', async (option, durationMs, isWhole) => {
    const world = createInteractionsWorld();
    expect(await world.press(aMessage(), muteAction(option))).toBe(200);
    const [mute] = await world.mutes();
    expect(mute).toMatchObject({
      ...{ destination: `slack:${CHANNEL}`, rule: 'trail-deleted', by: USER, announced: true },
      ...{ startedMs: START_MS, untilMs: START_MS + durationMs, what: isWhole ? '' : 'DeleteTrail by jane' },
    });
    expect(mute?.key === null).toBe(isWhole);
  });

  it('is visible in the channel, with a button that ends it', async () => {
    const world = createInteractionsWorld();
    await world.press(aMessage(), muteAction('same 8h'));
    const answer = last(world);
    expect(answer).toMatchObject({ replace_original: false, response_type: 'in_channel' });
    expect(textsOf(answer)).toMatch(
      /<@U0000ALICE> muted rule \*trail-deleted\* for DeleteTrail by jane .* until 2026-01-01 08:00/,
    );
    const [mute] = await world.mutes();
    expect(elementOf(shown(world), 'unmute')).toMatchObject({ value: mute?.id });
    expect(refusalOf({ ...answer })).toBeNull();
  });

  it('by two people at the same time starts one mute, and informs the other person', async () => {
    const world = createInteractionsWorld();
    await Promise.all([
      world.press(aMessage(), muteAction('same 1h')),
      world.press(aMessage(), muteAction('same 8h'), bob),
    ]);
    expect(await world.mutes()).toHaveLength(1);
    expect(world.answers.map(({ response_type: type }) => type).toSorted()).toEqual(['ephemeral', 'in_channel']);
  });

  it('is refused to people who are not in the list', async () => {
    const world = createInteractionsWorld({ muteAllowedUsers: ['U0000BOB'] });
    expect(await world.press(aMessage(), muteAction('same 1h'))).toBe(200);
    expect(last(world)).toMatchObject({ response_type: 'ephemeral' });
    expect(await world.mutes()).toEqual([]);
    await world.press(aMessage(), muteAction('same 1h'), bob);
    expect(await world.mutes()).toHaveLength(1);
  });

  it(`stops at ${MUTES_MAX} mutes`, async () => {
    const world = createInteractionsWorld();
    for (let index = 0; index <= MUTES_MAX; index++)
      await world.press(aMessage({ rule: `rule-${index}` }), muteAction('rule 1h'));
    expect(await world.mutes()).toHaveLength(MUTES_MAX);
    expect(last(world)).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('At most 100') });
  });

  it('is kept for the job to announce if the channel cannot be informed, without an error', async () => {
    const world = createInteractionsWorld({ responder: { respond: () => Promise.reject(new Error('down')) } });
    expect(await world.press(aMessage(), muteAction('same 1h'))).toBe(200);
    expect(await world.mutes()).toMatchObject([{ announced: false }]);
    expect(world.log.lines.map(({ event }) => event)).toContain('person_not_informed');
  });
});

describe('unmuting', () => {
  const muted = async (world: World) => {
    await world.press(aMessage(), muteAction('same 1h'));
    return { message: shown(world), id: (await world.mutes())[0]?.id };
  };

  it('ends the mute now, and shows who ended it', async () => {
    const world = createInteractionsWorld();
    const { message, id } = await muted(world);
    world.clock.advance(60_000);
    expect(await world.press(message, unmuteAction(id), bob)).toBe(200);
    expect(await world.mutes()).toMatchObject([{ ended: { atMs: START_MS + 60_000, by: 'U0000BOB' } }]);
    expect(last(world)).toMatchObject({ replace_original: true });
    expect(textsOf(last(world))).toContain('<@U0000BOB> ended the mute');
    expect(elementOf(shown(world), 'unmute')).toBeUndefined();
  });

  it('again changes nothing', async () => {
    const world = createInteractionsWorld();
    const { message, id } = await muted(world);
    await world.press(message, unmuteAction(id), bob);
    const [before, answer] = [await world.mutes(), last(world)];
    world.clock.advance(60_000);
    await world.press(message, unmuteAction(id));
    expect(await world.mutes()).toEqual(before);
    expect(last(world)).toEqual(answer);
  });

  it.each([
    ['that is unknown', '0123456789ab-abc'],
    ['that has ended', null],
  ])('a mute %s only informs the person', async (_, unknown) => {
    const world = createInteractionsWorld();
    const { message, id } = await muted(world);
    world.clock.advance(HOUR);
    const before = await world.mutes();
    await world.press(message, unmuteAction(unknown ?? id));
    expect(last(world)).toMatchObject({ response_type: 'ephemeral', text: 'This mute has ended already.' });
    expect(await world.mutes()).toEqual(before);
  });
});
