// Mutes in the pipeline: a muted alert causes no message in its channel, reaches every other destination, counts once, and is reported
// when the mute ends.

import { describe, expect, it } from 'vitest';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { createInstanceMutes, MUTES_KNOWN_MS } from '../../src/app/mutes/instance-mutes.ts';
import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import { type Destination, PortError } from '../../src/app/ports.ts';
import { type Mute, muteKeyOf } from '../../src/core/mutes/mute.ts';
import { readMutes, writeMutes } from '../../src/core/mutes/mute-list.ts';
import { muteTargetOf } from '../../src/core/mutes/mute-target.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { controlsOf } from '../../src/core/render/alert-controls.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { createHangingCall } from './hanging-call.ts';
import { aRecord, batch, batchOf, notification, records, removal, sessionOf, strangers } from './payloads.ts';
import { aMute, createWorld, deliveredEvents, TOPIC, type World, type WorldOptions } from './pipeline-world.ts';

const HOUR = 3_600_000;
const START_MS = Date.UTC(2026, 0, 1);

const withButtons = (destinations: Pipeline['destinations']): ReadonlyMap<string, Destination> =>
  new Map(
    [...destinations].map(([id, one]) => [id, id.startsWith('slack:') ? { ...one, hasButtons: true as const } : one]),
  );

interface MutedWorld extends World {
  readonly store: MuteStore;
  /** A pipeline of a new instance. */
  readonly ports: () => Partial<Pipeline>;
}

async function createMutedWorld(mutes: readonly Mute[], options: WorldOptions = {}): Promise<MutedWorld> {
  const world = createWorld(options);
  const store = createMemoryMutes();
  await store.write(writeMutes(mutes), 0);
  const ports = () => ({
    destinations: withButtons(world.pipeline.destinations),
    mutes: createInstanceMutes(store, world.log),
  });
  return { ...world, store, ports };
}

const everyRule = { rules: [{ name: 'trail-deleted', expression: 'eventName != null', severity: 'medium' }] };

describe('an alert that is muted', () => {
  it('causes no message, and counts for the mute', async () => {
    const world = await createMutedWorld([aMute()]);
    world.put('file', ...records(3));
    const { counters, retries } = await world.invoke(batchOf('file'), world.ports());
    expect(counters).toMatchObject({ alerted: 3, muted: 3, suppressed: 3, delivered: 0, messagesPosted: 0 });
    expect(retries).toEqual([]);
    expect(world.channel().posts).toEqual([]);
    expect(await world.store.counts('m1')).toMatchObject({ total: 3 });
  });

  it('reaches every other destination', async () => {
    const settings = { default_sns_topic_arn: TOPIC.slice('sns:'.length) };
    const world = await createMutedWorld([aMute()], { settings });
    world.put('file', ...records(3));
    const { counters } = await world.invoke(batchOf('file'), world.ports());
    expect(counters).toMatchObject({ delivered: 3, muted: 0, suppressed: 3 });
    expect(world.channel().posts).toEqual([]);
    expect(deliveredEvents(world.channel(TOPIC))).toHaveLength(3);
  });

  it('counts once, however often its event is delivered, also after the mute has ended', async () => {
    const world = await createMutedWorld([aMute()]);
    world.put('file', ...records(3));
    await world.invoke(batchOf('file'), world.ports());
    const again = await world.invoke(batchOf('file', 'file'), world.ports());
    expect(again.counters).toMatchObject({ duplicate: 6, muted: 0, suppressed: 0 });
    world.clock.advance(2 * HOUR);
    const later = await world.invoke(batchOf('file'), world.ports());
    expect(later.counters).toMatchObject({ duplicate: 3, delivered: 0 });
    expect(await world.store.counts('m1')).toMatchObject({ total: 3 });
  });

  it('causes no message if something arrives with it that cannot be muted, and is delivered', async () => {
    const world = await createMutedWorld([aMute()]);
    world.put('file', aRecord());
    await world.invoke(batch(notification('file'), removal('gone')), world.ports());
    const kinds = world.channel().posts.map(({ message }) => message.notice.kind);
    expect(kinds).toEqual(['removed-object']);
  });

  it('counts for the other rules that it matched', async () => {
    const rules = [...everyRule.rules, { name: 'other', expression: 'eventName != null', severity: 'low' }];
    const world = await createMutedWorld([aMute()], { settings: { rules } });
    world.put('file', ...records(2));
    await world.invoke(batchOf('file'), world.ports());
    expect(await world.store.counts('m1')).toEqual({ total: 2, otherRules: new Map([['other', 2]]) });
  });

  it('counts for a thousand other rules in less than an item of the table can contain, however long their names are', async () => {
    const other = (_: unknown, index: number) => ({
      ...{ name: `${index} ${'x'.repeat(5_000)}`, expression: 'eventName != null', severity: 'low' },
    });
    const rules = [...everyRule.rules, ...Array.from({ length: 1_000 }, other)];
    const world = await createMutedWorld([aMute()], { settings: { rules } });
    world.put('file', ...records(2));
    await world.invoke(batchOf('file'), world.ports());
    const { otherRules } = await world.store.counts('m1');
    expect(otherRules.size).toBe(1_000);
    // An item contains names in hexadecimal, and has at most 400 KB.
    expect([...otherRules.keys()].reduce((sum, name) => sum + 2 * name.length + 30, 0)).toBeLessThan(400_000);
  });

  it('is one of thousands that cost few calls', async () => {
    let counted = 0;
    const world = await createMutedWorld([aMute()]);
    const count: MuteStore['count'] = (...args) => {
      counted++;
      return world.store.count(...args);
    };
    world.put('file', ...strangers(5_000));
    const mutes = createInstanceMutes({ ...world.store, count }, world.log);
    const { counters } = await world.invoke(batchOf('file'), { ...world.ports(), mutes });
    expect([counters.muted, counted]).toEqual([5_000, 3]);
  });
});

describe('a mute of one identity and event name', () => {
  const by = (role: string, session: string) => aRecord({ userIdentity: sessionOf(role, session) });
  const keyOfAlert = (record: JsonObject) => {
    const rule = { ...everyRule.rules[0], description: '', pack: null, runbookUrl: null } as RuleDefinition;
    return muteKeyOf(noticeOfAlert({ record, rule, rules: [rule], origin: null }));
  };

  it.each<[who: string, muted: JsonObject, other: JsonObject, isSuppressed: boolean]>([
    ['another instance with the role', by('web', 'i-0123456789abcdef0'), by('web', 'i-0fedcba9876543210'), true],
    ['a later run of the role', by('deploy', 'aws-go-sdk-1700000000'), by('deploy', 'aws-go-sdk-1800000000'), true],
    ['an instance with another role', by('web', 'i-0123456789abcdef0'), by('db', 'i-0123456789abcdef0'), false],
    ['a person with the role', by('web', 'i-0123456789abcdef0'), by('web', 'jane@example.com'), false],
    ['another person with the role', by('admin', 'jane@example.com'), by('admin', 'joe@example.com'), false],
    [
      'another call by the role',
      by('web', 'i-0123456789abcdef0'),
      { ...by('web', 'i-0fedcba9876543210'), eventName: 'StopLogging' },
      false,
    ],
    ['a call that is refused, if the muted one was not', aRecord(), aRecord({ errorCode: 'AccessDenied' }), true],
    ['a call that succeeds, if the muted one was refused', aRecord({ errorCode: 'AccessDenied' }), aRecord(), false],
    [
      'a call that is refused for another reason',
      aRecord({ errorCode: 'AccessDenied' }),
      aRecord({ errorCode: 'InvalidTrailNameException' }),
      true,
    ],
  ])('and %s', async (_, muted, other, isSuppressed) => {
    const world = await createMutedWorld([aMute({ key: keyOfAlert(muted) })], { settings: everyRule });
    world.put('file', muted, other);
    const { counters } = await world.invoke(batchOf('file'), world.ports());
    expect(counters).toMatchObject({ suppressed: isSuppressed ? 2 : 1, delivered: isSuppressed ? 0 : 1 });
  });
});

describe('the menu of an alert about a failed call', () => {
  it('says that only failed calls are muted', () => {
    const [rule] = parseSettings({ rules: ["eventName == 'DeleteTrail'"] }).rules as [RuleDefinition];
    const menuOf = (more: JsonObject) =>
      JSON.stringify(
        controlsOf(noticeOfAlert({ record: aRecord(more), rule, rules: [rule], origin: null }), 'x', null),
      );
    expect(menuOf({ errorCode: 'AccessDenied' })).toContain('Only failed DeleteTrail by jane');
    expect(menuOf({})).toContain('Only DeleteTrail by jane');
  });
});

describe('a mute of a rule without a name', () => {
  const mutedBy = (expression: string) => {
    const [rule] = parseSettings({ rules: [expression] }).rules as [RuleDefinition];
    const { rule: name } = muteTargetOf(
      noticeOfAlert({ record: aRecord(), rule, rules: [rule], origin: null }),
      '',
      '',
    );
    return aMute({ rule: name });
  };

  it.each([
    ['covers its alerts', ["eventName == 'DeleteTrail'"], 1],
    ['does not cover another rule that takes its place', ["sourceIPAddress == '203.0.113.7'", 'eventName == null'], 0],
  ])('%s', async (_, rules, suppressed) => {
    const world = await createMutedWorld([mutedBy("eventName == 'DeleteTrail'")], { settings: { rules } });
    world.put('file', aRecord());
    const { counters } = await world.invoke(batchOf('file'), world.ports());
    expect(counters).toMatchObject({ suppressed, delivered: 1 - suppressed });
  });
});

describe('a mute does not apply', () => {
  it.each<[string, Partial<Mute>, JsonObject]>([
    ['to alerts of other rules', { rule: 'another' }, {}],
    ['in other channels', { destination: 'slack:C0ANOTHER01' }, {}],
    ['to other identities', { key: '0'.repeat(32) }, {}],
    ['after its end', { untilMs: START_MS }, {}],
    ['after a person ended it', { ended: { atMs: START_MS, by: 'U0000BOB' } }, {}],
  ])('%s', async (_, more, record) => {
    const world = await createMutedWorld([aMute(more)]);
    world.put('file', aRecord(record));
    const { counters } = await world.invoke(batchOf('file'), world.ports());
    expect(counters).toMatchObject({ delivered: 1, suppressed: 0 });
  });

  it('to an alert that a more severe rule names', async () => {
    const rules = [...everyRule.rules, { name: 'worse', expression: 'eventName != null', severity: 'high' }];
    const world = await createMutedWorld([aMute()], { settings: { rules } });
    world.put('file', aRecord());
    expect((await world.invoke(batchOf('file'), world.ports())).counters).toMatchObject({ delivered: 1 });
  });

  it('to critical alerts after 8 hours, however long it lasts', async () => {
    const rules = [{ ...everyRule.rules[0], severity: 'critical' }];
    const world = await createMutedWorld([aMute({ untilMs: START_MS + 24 * HOUR })], { settings: { rules } });
    world.put('early', aRecord());
    world.put('late', aRecord());
    world.clock.advance(8 * HOUR - 1);
    expect((await world.invoke(batchOf('early'), world.ports())).counters).toMatchObject({ muted: 1 });
    world.clock.advance(1);
    expect((await world.invoke(batchOf('late'), world.ports())).counters).toMatchObject({ delivered: 1 });
  });

  it('if the mutes cannot be read or counted: the alerts are delivered, and the log says so', async () => {
    const down = () => Promise.reject(new PortError('transient', 'InternalServerError', 'down'));
    for (const broken of ['read', 'count'] as const) {
      const world = await createMutedWorld([aMute()]);
      world.put('file', ...records(2));
      const mutes = createInstanceMutes({ ...world.store, [broken]: down }, world.log);
      const { counters } = await world.invoke(batchOf('file'), { ...world.ports(), mutes });
      expect(counters).toMatchObject({ delivered: 2, suppressed: 0 });
      expect(world.logged(broken === 'read' ? 'mutes_not_read' : 'mute_not_applied')).toHaveLength(1);
    }
  });
});

describe('the mutes', () => {
  const counting = (world: MutedWorld) => {
    let reads = 0;
    const read: MuteStore['read'] = () => {
      reads++;
      return world.store.read();
    };
    return { mutes: createInstanceMutes({ ...world.store, read }, world.log), reads: () => reads };
  };

  it('are read at most once a minute by an instance, also for several channels', async () => {
    const world = await createMutedWorld([aMute()]);
    const { mutes, reads } = counting(world);
    for (let index = 0; index < 5; index++) {
      world.put(`file-${index}`, ...strangers(30));
      await world.invoke(batchOf(`file-${index}`), { ...world.ports(), mutes });
    }
    expect(reads()).toBe(1);
    world.clock.advance(MUTES_KNOWN_MS);
    world.put('later', aRecord());
    await world.invoke(batchOf('later'), { ...world.ports(), mutes });
    expect(reads()).toBe(2);
  });

  it('are not read by an invocation without alerts', async () => {
    const world = await createMutedWorld([aMute()]);
    const { mutes, reads } = counting(world);
    world.put('file', aRecord({ eventName: 'DescribeTrails' }));
    await world.invoke(batchOf('file'), { ...world.ports(), mutes });
    await world.invoke(notification(), { ...world.ports(), mutes });
    expect(reads()).toBe(0);
  });

  it('that another instance ends apply here for a minute at most', async () => {
    const world = await createMutedWorld([aMute()]);
    const ports = world.ports();
    world.put('one', aRecord());
    await world.invoke(batchOf('one'), ports);
    await world.store.write(writeMutes([aMute({ ended: { atMs: world.clock.nowMs(), by: 'U0000BOB' } })]), 1);
    world.clock.advance(MUTES_KNOWN_MS);
    world.put('two', aRecord());
    expect((await world.invoke(batchOf('two'), ports)).counters).toMatchObject({ delivered: 1 });
  });
});

describe('a crash', () => {
  it('between counting and settling counts the alerts twice rather than never', async () => {
    const memory = createMemoryState();
    const { call: settle, made } = createHangingCall();
    const world = await createMutedWorld([aMute()], { state: { ...memory, settle } });
    world.put('file', aRecord());
    void world.invoke(batchOf('file'), world.ports());
    await made;
    world.clock.advance(60_000);
    await world.invoke(batchOf('file'), { ...world.ports(), state: memory });
    expect(await world.store.counts('m1')).toMatchObject({ total: 2 });
    expect(readMutes((await world.store.read()).text)).toHaveLength(1);
  });
});
