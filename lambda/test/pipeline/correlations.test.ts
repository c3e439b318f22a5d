// Correlations in the pipeline: what becomes a message, what is counted, and what happens when the state table fails.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { at, BURST, createCorrelationWorld, denied } from './correlation-world.ts';
import { batchOf, strangers } from './payloads.ts';
import { deliveredEvents } from './pipeline-world.ts';

const RULES = {
  event_count: BURST,
  value_count: {
    name: 'many-secrets',
    expression: "eventName == 'GetSecretValue'",
    correlation: { type: 'value_count', field: 'requestParameters.secretId', timespan: '1h', gte: 2 },
  },
  first_seen: {
    name: 'new-region',
    expression: "eventName == 'RunInstances'",
    correlation: { type: 'first_seen', group_by: ['awsRegion'], timespan: '30d', learn: '0s' },
  },
};
const FEEDERS = [
  { name: 'key-created', expression: "eventName == 'CreateAccessKey'", generate: false },
  { name: 'key-deleted', expression: "eventName == 'DeleteAccessKey'", generate: false },
];
const together = (type: 'temporal' | 'temporal_ordered') => [
  ...FEEDERS,
  {
    name: type,
    correlation: { type, rules: FEEDERS.map(({ name }) => name), group_by: ['userIdentity.arn'], timespan: '1h' },
  },
];
const secret = (second: number, secretId: string) =>
  at(second, { eventName: 'GetSecretValue', requestParameters: { secretId } });
const event = (second: number, eventName: string, more = {}) => at(second, { eventName, ...more });

describe('a correlation', () => {
  it.each([
    ['event_count', [RULES.event_count], [denied(0), denied(20), denied(59)], { count: 3 }],
    ['value_count', [RULES.value_count], [secret(0, 'a'), secret(1, 'a'), secret(9, 'b')], { count: 2 }],
    ['first_seen', [RULES.first_seen], [event(0, 'RunInstances'), event(9, 'RunInstances')], { count: 1 }],
    ['temporal', together('temporal'), [event(5, 'DeleteAccessKey'), event(9, 'CreateAccessKey')], { count: 2 }],
    [
      'temporal_ordered',
      together('temporal_ordered'),
      [event(5, 'CreateAccessKey'), event(9, 'DeleteAccessKey')],
      { count: 2 },
    ],
  ])('of type %s alerts once for the events of several invocations', async (type, rules, events, expected) => {
    const world = createCorrelationWorld(rules);
    for (const [index, one] of events.entries()) world.put(`file-${index}`, one);
    for (const index of events.keys()) await world.invoke(batchOf(`file-${index}`));
    expect(world.facts()).toMatchObject([{ type, ...expected }]);
    for (const index of events.keys()) await world.invoke(batchOf(`file-${index}`));
    expect(world.facts()).toHaveLength(1);
  });

  it.each([
    ['of another identity', [denied(0), denied(1), denied(2, 'joe')]],
    ['too far apart', [denied(0), denied(1), denied(60)]],
    [
      'delivered twice',
      [denied(0), denied(1), denied(1, 'jane', { eventID: 'same' }), denied(1, 'jane', { eventID: 'same' })].slice(1),
    ],
  ])('does not alert for events %s', async (_, events) => {
    const world = createCorrelationWorld();
    world.put('file', ...events);
    await world.invoke(batchOf('file'));
    await world.invoke(batchOf('file'));
    expect(world.alerts()).toEqual([]);
  });

  it('counts its events and findings, and the rest of the alert only in its thread', async () => {
    const world = createCorrelationWorld();
    world.put('file', denied(0), denied(1), denied(2), event(3, 'DescribeTrails'));
    world.put('more', denied(10), denied(11), denied(12, 'jane', { userIdentity: { type: 'AWSService' } }));
    const first = await world.invoke(batchOf('file'));
    expect(first.counters).toMatchObject({
      recordsRead: 4,
      observed: 3,
      unmatched: 1,
      alerted: 0,
      correlated: 1,
      delivered: 1,
    });
    expect(first.counters.alertsByRule).toEqual({ 'denied-burst': 1 });
    const second = await world.invoke(batchOf('more'));
    expect(second.counters).toMatchObject({ observed: 2, unmatched: 1, withoutGroup: 1, correlated: 2, delivered: 2 });
    expect(second.counters.alertsByRule).toEqual({});
    expect(world.alerts()).toHaveLength(1);
    const again = await world.invoke(batchOf('file', 'more'));
    expect(again.counters).toMatchObject({ duplicate: again.counters.correlated, delivered: 0, alertsByRule: {} });
  });

  it('is fed by an event that is an alert, too', async () => {
    const world = createCorrelationWorld([{ name: 'denied', expression: "errorCode == 'AccessDenied'" }, BURST]);
    world.put('file', denied(0), denied(1), denied(2));
    const { counters } = await world.invoke(batchOf('file'));
    expect(counters).toMatchObject({ alerted: 3, observed: 0, correlated: 1, delivered: 4 });
    expect(counters.alertsByRule).toEqual({ denied: 3, 'denied-burst': 1 });
  });

  it('is not fed by an ignored event', async () => {
    const world = createCorrelationWorld([BURST], { ignore_rules: [{ expression: "sourceIPAddress == '10.0.0.1'" }] });
    world.put('file', denied(0), denied(1), denied(2, 'jane', { sourceIPAddress: '10.0.0.1' }));
    const { counters } = await world.invoke(batchOf('file'));
    expect([counters.ignored, counters.observed, world.alerts()]).toEqual([1, 2, []]);
  });

  it('feeds another one', async () => {
    const world = createCorrelationWorld([
      { ...BURST, generate: false },
      { name: 'sign-in', expression: "eventName == 'ConsoleLogin'", generate: false },
      {
        name: 'sign-in-after-burst',
        correlation: {
          type: 'temporal_ordered',
          rules: ['denied-burst', 'sign-in'],
          group_by: ['userIdentity.arn'],
          timespan: '1h',
        },
      },
    ]);
    world.put('sign-in', event(300, 'ConsoleLogin'));
    world.put('burst', denied(0), denied(1), denied(2));
    await world.invoke(batchOf('sign-in'));
    const { counters } = await world.invoke(batchOf('burst'));
    expect(world.facts()).toMatchObject([{ rule: 'sign-in-after-burst' }]);
    expect(counters).toMatchObject({ observed: 3, correlated: 1 });
    await world.invoke(batchOf('burst', 'sign-in'));
    expect(world.facts()).toHaveLength(1);
  });
});

describe('a state table that cannot be reached', () => {
  const refuse = () => {
    throw new PortError('transient', 'ServiceUnavailable', 'no table');
  };

  it.each(['read', 'commit'] as const)('at a %s delays only what feeds correlations', async (failing) => {
    const world = createCorrelationWorld([BURST, { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }]);
    world.put('burst', denied(0), denied(1), denied(2), at(3));
    world.put('alerts', at(4));
    world.store.before = (call) => (call === failing ? refuse() : undefined);
    const first = await world.invoke(batchOf('burst', 'alerts'));
    expect(first.retries).toMatchObject([{ id: 'm0', why: 'failed', cause: expect.stringContaining('no table') }]);
    expect(first.counters).toMatchObject({ delivered: 2, observationsRetried: 3, correlated: 0 });
    expect(world.logged('correlation_unsettled')).toHaveLength(1);
    world.store.before = () => {};
    const second = await world.invoke(batchOf('burst'));
    expect(second).toMatchObject({ retries: [], counters: { duplicate: 1, delivered: 1 } });
    expect(world.alerts()).toHaveLength(1);
  });

  it('delays every item that contains an event', async () => {
    const world = createCorrelationWorld();
    const same = denied(0);
    world.put('one', same);
    world.put('other', same);
    world.store.before = refuse;
    const { retries } = await world.invoke(batchOf('one', 'other'));
    expect(retries.map(({ id }) => id)).toEqual(['m0', 'm1']);
  });

  it('is not called again in the same invocation', async () => {
    const world = createCorrelationWorld();
    world.put('file', ...strangers(300, { errorCode: 'AccessDenied' }));
    let calls = 0;
    world.store.before = () => {
      calls++;
      return refuse();
    };
    const { counters } = await world.invoke(batchOf('file'));
    expect([calls, counters.observationsRetried]).toEqual([1, 300]);
  });

  it('keeps what was settled before', async () => {
    const world = createCorrelationWorld();
    world.put('file', ...strangers(150, { errorCode: 'AccessDenied' }));
    world.store.before = (call) => (call === 'commit' && world.store.commits.length > 0 ? refuse() : undefined);
    const { counters } = await world.invoke(batchOf('file'));
    expect(counters.observationsRetried).toBe(51);
  });

  it('delays also what failed unexpectedly', async () => {
    const world = createCorrelationWorld();
    world.put('file', denied(0));
    world.store.before = () => {
      throw new TypeError('a defect');
    };
    const { retries } = await world.invoke(batchOf('file'));
    expect(retries).toMatchObject([{ why: 'failed', cause: expect.stringContaining('a defect') }]);
  });
});

it('what is stored and cannot be read counts as absent, and the log says so', async () => {
  const world = createCorrelationWorld();
  world.put('file', denied(0), denied(1), denied(2));
  const { read } = world.store;
  world.store.read = async (keys, nowMs) => {
    await read(keys, nowMs);
    return new Map(keys.map((key) => [key, { value: '{', version: 1 }]));
  };
  world.store.commit = async (changes) => changes.map(() => true);
  await world.invoke(batchOf('file'));
  expect(world.alerts()).toHaveLength(1);
  expect(world.logged('correlation_unreadable')[0]?.fields).toMatchObject({ rule: BURST.name });
});

describe('a conflict with other invocations', () => {
  it('is decided again', async () => {
    const world = createCorrelationWorld();
    world.put('file', denied(0), denied(1), denied(2));
    world.store.refuse = () => world.store.commits.length < 5;
    const { retries } = await world.invoke(batchOf('file'));
    expect([retries, world.alerts().length]).toEqual([[], 1]);
    expect(world.clock.sleeps).toHaveLength(4);
  });

  it('is waited for, unlike anything else', async () => {
    const world = createCorrelationWorld();
    world.put('file', denied(0), denied(1), denied(2));
    await world.invoke(batchOf('file'));
    expect(world.clock.sleeps).toEqual([]);
  });

  it('that does not end delays the items concerned', async () => {
    const world = createCorrelationWorld();
    world.put('jane', denied(0), denied(1), denied(2));
    world.put('joe', denied(0, 'joe'), denied(1, 'joe'), denied(2, 'joe'));
    world.store.refuse = () => true;
    const { retries, counters } = await world.invoke(batchOf('jane'));
    expect(retries).toMatchObject([{ id: 'm0', why: 'conflict', cause: expect.stringContaining('denied-burst') }]);
    expect(counters.observationsRetried).toBe(3);
    expect(world.retryQueue.delays).toHaveLength(1);
    expect(world.retryQueue.delays[0]?.delaySeconds).toBeLessThanOrEqual(12);
    world.store.refuse = () => false;
    expect((await world.invoke(batchOf('jane', 'joe'))).retries).toEqual([]);
    expect(world.alerts()).toHaveLength(2);
  });
});

describe('correlating with little time', () => {
  it('delays what feeds correlations, and delivers the rest', async () => {
    const world = createCorrelationWorld([BURST, { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }]);
    world.put('file', denied(0), denied(1), at(2));
    world.store.before = () => world.clock.advance(4_000);
    world.store.refuse = () => true;
    const { retries, counters } = await world.invoke(batchOf('file'), { timeoutMs: 30_000 });
    expect(retries).toMatchObject([{ why: 'out_of_time' }]);
    expect([counters.delivered, counters.observationsRetried]).toEqual([1, 2]);
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });
});
