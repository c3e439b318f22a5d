// Rules that do not work are reported once for each rule and time window, not once for each event, and never delay an
// alert.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import type { RuleErrorNotice } from '../../src/core/threads/notice.ts';
import { aRecord, batchOf, records } from './payloads.ts';
import { createWorld, deliveredEvents, type World } from './pipeline-world.ts';

const GOOD = { name: 'good', expression: "eventName == 'DeleteTrail'" };
const FAILING = { name: 'failing', expression: "eventName == 'DeleteTrail' and event['nothing'] != 'x'" };
const UNREADABLE = { name: 'unreadable', expression: 'eventName ==' };
const DAY_MS = 24 * 3600 * 1_000;

function ruleErrors(world: World): RuleErrorNotice[] {
  return world
    .channel()
    .posts.map(({ message }) => message.notice)
    .filter((notice) => notice.kind === 'rule-error');
}

const alertsDelivered = (world: World) => deliveredEvents(world.channel()).filter((id) => !id.startsWith('rule-error'));

describe('a rule that fails on events', () => {
  it('is reported once, not for each event, and the other rules keep working', async () => {
    const world = createWorld({
      settings: { rules: [FAILING, GOOD], thread_replies_max: 1_000, max_messages_per_invocation: 200 },
    });
    world.put('one', ...records(50));
    world.put('two', ...records(50));
    const { counters } = await world.invoke(batchOf('one', 'two'));
    expect(ruleErrors(world)).toMatchObject([{ failure: { ruleName: 'failing' } }]);
    expect(counters).toMatchObject({ ruleErrors: 100, delivered: 100 });
    expect(alertsDelivered(world)).toHaveLength(100);
    expect(world.logged('rule_failed')).toHaveLength(1);
  });

  it('is reported again a day later, and not before', async () => {
    const world = createWorld({ settings: { rules: [FAILING] } });
    world.put('one', aRecord());
    await world.invoke(batchOf('one'));
    world.clock.advance(DAY_MS - 60_000);
    await world.invoke(batchOf('one'));
    expect(ruleErrors(world)).toHaveLength(1);
    world.clock.advance(120_000);
    await world.invoke(batchOf('one'));
    expect(ruleErrors(world)).toHaveLength(2);
  });

  it('is reported once by concurrent invocations', async () => {
    const world = createWorld({ settings: { rules: [FAILING] } });
    world.put('one', aRecord());
    world.put('two', aRecord());
    await Promise.all([world.invoke(batchOf('one')), world.invoke(batchOf('two'))]);
    expect(ruleErrors(world)).toHaveLength(1);
  });

  it('ignores nothing if it is an ignore rule', async () => {
    const world = createWorld({ settings: { rules: [GOOD], ignore_rules: [FAILING] } });
    world.put('one', aRecord());
    const { counters } = await world.invoke(batchOf('one'));
    expect(counters).toMatchObject({ delivered: 1, ignored: 0, ruleErrors: 1 });
    expect(ruleErrors(world)).toMatchObject([{ failure: { ignoreRule: true } }]);
  });

  it('is counted but not reported if rule_evaluation_errors_to_slack is false', async () => {
    const world = createWorld({ settings: { rules: [FAILING, GOOD], rule_evaluation_errors_to_slack: false } });
    world.put('one', ...records(3));
    const { counters } = await world.invoke(batchOf('one'));
    expect(ruleErrors(world)).toEqual([]);
    expect(counters).toMatchObject({ ruleErrors: 3, delivered: 3 });
    expect(world.logged('rule_failed')).toHaveLength(1);
  });

  it('that cannot be reported now causes no failure, and a later invocation reports it', async () => {
    const world = createWorld({ settings: { rules: [FAILING] } });
    world.put('one', aRecord());
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    expect((await world.invoke(batchOf('one'))).retries).toEqual([]);
    expect(ruleErrors(world)).toHaveLength(0);
    await world.invoke(batchOf('one'));
    expect(ruleErrors(world)).toHaveLength(1);
  });
});

describe('a rule that does not compile', () => {
  it('is reported once by any invocation, and the other rules keep working', async () => {
    const world = createWorld({ settings: { rules: [UNREADABLE, GOOD] } });
    world.put('one', aRecord());
    world.put('two', aRecord());
    for (const name of ['one', 'two', 'one']) await world.invoke(batchOf(name));
    expect(ruleErrors(world)).toMatchObject([{ failure: { ruleName: 'unreadable' }, eventId: null }]);
    expect(alertsDelivered(world)).toHaveLength(2);
  });

  it('ignores nothing if it is an ignore rule', async () => {
    const world = createWorld({ settings: { rules: [GOOD], ignore_rules: [UNREADABLE] } });
    world.put('one', aRecord());
    expect((await world.invoke(batchOf('one'))).counters).toMatchObject({ delivered: 1, ignored: 0 });
  });

  it('is reported after the alerts, for any number of such rules', async () => {
    const broken = Array.from({ length: 150 }, (_, index) => ({ name: `broken ${index}`, expression: `(${index}` }));
    const world = createWorld({ settings: { rules: [...broken, GOOD] } });
    world.put('one', aRecord({ eventID: 'the alert' }));
    await world.invoke(batchOf('one'));
    expect(deliveredEvents(world.channel())[0]).toBe('the alert');
    expect(world.channel().calls()).toBeLessThanOrEqual(102);
  });
});
