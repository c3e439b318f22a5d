// What correlations decide, case by case. An event is a minute, and a letter for its value or its feeding rule: `8a` happened in minute
// 8. A delivery is a list of events; a case is a list of deliveries and what is found on each.

import { describe, expect, it } from 'vitest';
import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { anEvent, aRule, MINUTE, observe } from './observe.ts';

type Case = readonly [does: string, deliveries: readonly string[], found: readonly string[]];

/** The same text is the same event; `8a/8b` is one event with two values. */
function parse(text: string, { type }: Correlation): Observation[] {
  const number = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7);
  return text.split('/').map((part) => {
    const [, minute = '', letter = ''] = /^([\d.]+)([a-z]?)/.exec(part) ?? [];
    const feeder = type.startsWith('temporal') ? letter : 'denied-burst';
    return anEvent(number, Math.round(Number(minute) * MINUTE), {
      feeder,
      value: type === 'value_count' ? letter : null,
    });
  });
}

/** `opened 8-18 of 3`: the interval in minutes, and the count. */
function run(
  rule: Correlation,
  deliveries: readonly string[],
  store = new Map<string, string>(),
): { found: string[]; store: Map<string, string> } {
  const found = deliveries.map((delivery) => {
    const events = delivery.split(' ').flatMap((text) => parse(text, rule));
    const findings = observe(store, rule, events).flatMap((decision) => decision.findings);
    return findings
      .map(({ kind, observation, facts }) =>
        kind === 'opened'
          ? `opened ${facts.startMs / MINUTE}-${facts.endMs / MINUTE} of ${facts.count}`
          : `continued ${facts.startMs / MINUTE} at ${observation.timeMs / MINUTE}`,
      )
      .join(', ');
  });
  return { found, store };
}

const cases = (rule: Correlation, table: readonly Case[]): void => {
  it.each(table)('%s', (_, deliveries, found) => {
    expect(run(rule, deliveries).found).toEqual(found);
  });
};

describe('event_count of three events within ten minutes', () => {
  cases(aRule(), [
    ['alerts on the third event', ['1', '2', '3'], ['', '', 'opened 1-11 of 3']],
    ['alerts on events of two buckets', ['8', '9', '11'], ['', '', 'opened 8-18 of 3']],
    ['alerts on events that arrive out of order', ['11', '8', '9'], ['', '', 'opened 8-18 of 3']],
    ['alerts on events that arrive together', ['9 1 3'], ['opened 1-11 of 3']],
    ['counts an event once', ['8', '8', '8 9', '9'], ['', '', '', '']],
    ['does not alert if the first and last are exactly the timespan apart', ['5', '10', '15'], ['', '', '']],
    ['does not alert if they arrive together', ['5 10 15'], ['']],
    ['cites no event at the end of the interval', ['15', '6', '5 7'], ['', '', 'opened 5-15 of 3']],
    ['alerts if they are a millisecond closer', ['5.5', '10', '15.49998'], ['', '', 'opened 5.5-15.5 of 3']],
    [
      'continues with further events of the interval',
      ['1 2 3', '4 10.9'],
      ['opened 1-11 of 3', 'continued 1 at 4, continued 1 at 10.9'],
    ],
    [
      'cites the first events in hand, and continues with the others',
      ['1 2 3 4'],
      ['opened 1-11 of 3, continued 1 at 4'],
    ],
    [
      'cites what was stored, also if it arrives again',
      ['1', '5', '2 3 5'],
      ['', '', 'opened 1-11 of 3, continued 1 at 3'],
    ],
    ['ends with the interval', ['1 2 3', '11', '12', '13'], ['opened 1-11 of 3', '', '', 'opened 11-21 of 3']],
    [
      'sends the alert again for the event that completed it',
      ['1', '2', '3', '3'],
      ['', '', 'opened 1-11 of 3', 'opened 1-11 of 3'],
    ],
    [
      'has nothing to say about the other cited events',
      ['1', '2', '3', '1', '2'],
      ['', '', 'opened 1-11 of 3', '', ''],
    ],
    [
      'says the same about an event that continued',
      ['1 2 3', '4', '4'],
      ['opened 1-11 of 3', 'continued 1 at 4', 'continued 1 at 4'],
    ],
    [
      'takes the end of a gap before another alert',
      ['21 22 23', '14 15 20.5'],
      ['opened 21-31 of 3', 'opened 11-21 of 3'],
    ],
    [
      'does not alert in a gap that is too short',
      ['1 2 3', '20 21 22', '12 13 14'],
      ['opened 1-11 of 3', 'opened 20-30 of 3', ''],
    ],
  ]);

  it('stores an event once, however often it arrives', () => {
    expect(run(aRule(), ['8', '8', '8 8', '8']).store).toEqual(run(aRule(), ['8']).store);
  });

  it('stores nothing in a gap that is too short', () => {
    const before = run(aRule(), ['1 2 3', '20 21 22']).store;
    expect(run(aRule(), ['1 2 3', '20 21 22', '12 13 14']).store).toEqual(before);
  });

  // Two invocations store events of two buckets at the same time. The last one to store sees both, or its events arrive again.
  it.each([
    ['alerts on an event in that window', ['12', '11'], ['opened 8-18 of 4', '']],
    ['leaves it to its events if another one arrives at its end', ['18', '11'], ['', 'opened 8-18 of 3']],
  ])('with a full window in what is stored, %s', (_, deliveries, found) => {
    const stored = [run(aRule(), ['8 8x']), run(aRule(), ['11'])].flatMap(({ store }) => [...store]);
    expect(run(aRule(), deliveries, new Map(stored)).found).toEqual(found);
  });

  it('alerts on the first event if one is enough', () => {
    const found = ['opened 5-15 of 1', 'continued 5 at 6', 'opened 15-25 of 1'];
    expect(run(aRule({ gte: 1 }), ['5', '6', '15']).found).toEqual(found);
  });
});

describe('value_count of three values within ten minutes', () => {
  cases(aRule({ type: 'value_count', field: 'requestParameters.secretId' }), [
    ['alerts on the third value', ['1a', '2b', '3c'], ['', '', 'opened 1-11 of 3']],
    ['does not count events with the same value', ['1a', '2a', '3b', '4b'], ['', '', '', '']],
    ['starts with the last event of a value', ['1a', '7a', '9b', '10.5c'], ['', '', '', 'opened 7-17 of 3']],
    ['finds a value by its first event in a bucket', ['12b 18b', '13a', '4c'], ['', '', 'opened 4-14 of 3']],
    ['finds a value by its last event in a bucket', ['12b 18b', '19a', '26c'], ['', '', 'opened 18-28 of 3']],
    ['continues with other values only', ['1a 2b 3c', '4a', '5d'], ['opened 1-11 of 3', '', 'continued 1 at 5']],
    [
      'counts both values of an event, but continues with it once',
      ['1a/1b 2c', '3d/3e'],
      ['opened 1-11 of 3', 'continued 1 at 3'],
    ],
  ]);
});

describe('temporal of three rules within ten minutes', () => {
  cases(aRule({ type: 'temporal', rules: ['a', 'b', 'c'] }), [
    ['alerts when each rule has matched, in any order', ['3c', '1a', '2b'], ['', '', 'opened 1-11 of 3']],
    ['does not alert if one rule matches often', ['1a', '2a', '3b', '4b'], ['', '', '', '']],
    ['does not continue', ['1a 2b 3c', '4a'], ['opened 1-11 of 3', '']],
  ]);
});

describe('temporal_ordered of two rules within ten minutes', () => {
  cases(aRule({ type: 'temporal_ordered', rules: ['a', 'b'], gte: 2 }), [
    ['alerts on the order', ['1a', '2b'], ['', 'opened 1-11 of 2']],
    ['alerts on the order of event times, not of arrival', ['2b', '1a'], ['', 'opened 1-11 of 2']],
    ['does not alert on another order', ['1b', '2a'], ['', '']],
    ['accepts events of the same time', ['1b', '1a'], ['', 'opened 1-11 of 2']],
    ['does not use one event for two rules', ['1a/1b'], ['']],
    ['uses two events that match both rules', ['1a/1b', '2a/2b'], ['', 'opened 1-11 of 2']],
    ['uses two events of the same time, one of which matches both rules', ['1a/1b', '1a'], ['', 'opened 1-11 of 2']],
    ['starts as late as possible', ['1a', '9a', '12b'], ['', '', 'opened 9-19 of 2']],
    ['does not alert if they are the timespan apart', ['1a', '11b'], ['', '']],
    ['does not alert if they are the timespan apart and arrive together', ['1a 11b'], ['']],
    ['does not continue', ['1a 2b', '3a 4b'], ['opened 1-11 of 2', '']],
  ]);
});

describe('temporal_ordered of three rules within ten minutes', () => {
  cases(aRule({ type: 'temporal_ordered', rules: ['a', 'b', 'c'] }), [
    ['starts as late as possible among events of the same time', ['1a', '9a 9b', '12c'], ['', '', 'opened 9-19 of 3']],
    ['does not alert if the first rule matched too early', ['1a', '9b', '12c'], ['', '', '']],
  ]);
});

describe('first_seen within 64 minutes', () => {
  const rule = aRule({ type: 'first_seen', timespanMs: 64 * MINUTE, gte: 1 });

  describe('that does not learn', () => {
    cases(rule, [
      ['alerts on the first event', ['100'], ['opened 100-164 of 1']],
      ['says the same about that event again', ['100', '100'], ['opened 100-164 of 1', 'opened 100-164 of 1']],
      [
        'does not alert within the timespan of any event',
        ['100', '164', '228', '36'],
        ['opened 100-164 of 1', '', '', ''],
      ],
      ['alerts again after the timespan', ['100', '165.1'], ['opened 100-164 of 1', 'opened 165.1-229.1 of 1']],
      ['alerts on an event long before the others', ['300', '100'], ['opened 300-364 of 1', 'opened 100-164 of 1']],
      [
        'still knows the alerts of spans that became one',
        ['100', '200', '150', '200'],
        [...['opened 100-164 of 1', 'opened 200-264 of 1', '', 'opened 200-264 of 1']],
      ],
      ['alerts on the earliest of events that arrive together', ['120 100 110'], ['opened 100-164 of 1']],
    ]);
  });

  describe('that learns for 120 minutes', () => {
    cases({ ...rule, learnMs: 120 * MINUTE }, [
      ['does not alert while it learns', ['100', '219'], ['', '']],
      ['alerts after that', ['100', '220'], ['', 'opened 220-284 of 1']],
      ['knows what it saw while it learned', ['100', '200', '230'], ['', '', '']],
      ['does not alert on what happened before', ['100', '10'], ['', '']],
    ]);
  });

  it('names the time since when it records', () => {
    const [decision] = observe(new Map(), rule, [anEvent(1, 100 * MINUTE)]);
    expect(decision?.findings[0]?.facts.recordedSinceMs).toBe(100 * MINUTE);
    expect(decision?.unreadable).toEqual([]);
  });

  it('writes nothing for an event less than the granularity after another', () => {
    const store = new Map<string, string>();
    observe(store, rule, [anEvent(1, 100 * MINUTE)]);
    const writes = [100.9, 101.1].map((minute, index) =>
      observe(store, rule, [anEvent(2 + index, minute * MINUTE)]).flatMap((decision) => decision.writes),
    );
    expect(writes.map(({ length }) => length)).toEqual([0, 1]);
  });

  it('does not alert on events as old as those that it has dropped', () => {
    const store = new Map<string, string>();
    const often = Array.from({ length: 510 }, (_, index) => anEvent(index, index * 200 * MINUTE));
    observe(store, rule, often);
    // The last of the ten spans that were dropped ended at minute 1,800.
    const again = [100, 1_865, 60_100].map((minute, index) => anEvent(600 + index, minute * MINUTE));
    expect(
      observe(store, rule, again).flatMap(({ findings }) => findings.map(({ observation }) => observation.eventId)),
    ).toEqual([again[2]?.eventId]);
  });
});
