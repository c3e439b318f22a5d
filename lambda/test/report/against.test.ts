// Slow: replays many random log files.
// A comparison finds what two separate replays, with one rule set each, show: the oracle runs both and compares their alerts.
// Slow: each case replays log files, so that the property needs more time than unit tests have.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSides } from '../../src/cli/replay/compare/compare-sides.ts';
import { createListeningView } from '../../src/cli/replay/listening-view.ts';
import type { Change } from '../../src/core/report/comparison.ts';
import { placesOf, routeNotice } from '../../src/core/routing/route.ts';
import type { AlertNotice } from '../../src/core/threads/notice.ts';
import { composeRules } from '../../src/setup/compose-rules.ts';
import type { Settings } from '../../src/setup/settings.ts';
import { condition, files, rules } from './any-replay.ts';
import { replayFiles, settingsOf } from './replay-files.ts';

type Logs = readonly (readonly { readonly eventID: string }[])[];

const topic = (name: string) => ({ type: 'sns', topic_arn: `arn:aws:sns:eu-west-1:111111111111:${name}` });
const routes = fc.constantFrom(
  [{ destinations: ['one'] }],
  [{ destinations: ['two'] }],
  [{ severities: ['high', 'critical'], destinations: ['one', 'two'] }, { destinations: ['two'] }],
  [{ severities: ['low'], destinations: ['one'] }],
  [
    { severities: ['high'], destinations: ['one'] },
    { destinations: ['one', 'two'], digest: 'daily' },
  ],
);
const settings = fc
  .record({ rules, routes, ignored: fc.array(condition, { maxLength: 2 }) })
  .map(({ ignored, ...given }) =>
    settingsOf({
      ...given,
      destinations: { one: topic('one'), two: topic('two') },
      ignore_rules: ignored.map((expression, index) => ({ name: `ignore-${index}`, expression })),
    }),
  );

async function compare(logs: Logs, before: Settings, after: Settings) {
  const changes: Change<object>[] = [];
  const comparison = compareSides({ before, after }, (change) => changes.push(change));
  const sides = [
    { settings: before, view: createListeningView([comparison.before]) },
    { settings: after, view: createListeningView([comparison.after]) },
  ];
  const [own, other] = await replayFiles(logs, sides, comparison.endFile);
  expect(comparison.finish()).toBe(0);
  return { changes, counters: [own?.counters, other?.counters] };
}

async function replayAlone(logs: Logs, alone: Settings) {
  const alerts: AlertNotice[] = [];
  const listener = { onAlert: (notice: AlertNotice) => void alerts.push(notice), onPart: () => {} };
  const [side] = await replayFiles(logs, [{ settings: alone, view: createListeningView([listener]) }]);
  return { alerts, counters: side?.counters };
}

const traits = (notice: AlertNotice | null, { routeTables }: Settings) =>
  notice && {
    rule: notice.alert.rule.name,
    severity: notice.alert.rule.severity,
    rules: notice.alert.rules.map(({ name }) => name),
    destinations: routeNotice(notice.subject, routeTables).toSorted(),
    collected: placesOf(notice, routeTables)
      .collected.map(({ destination }) => destination)
      .toSorted(),
  };

const posts = (id: string, { destinations, collected }: { destinations: string[]; collected: string[] }) =>
  destinations.includes(id) && !collected.includes(id);
const someStops = (from: ReturnType<typeof traits>, to: ReturnType<typeof traits>) =>
  from !== null && to !== null && from.destinations.some((id) => posts(id, from) && to.collected.includes(id));
const sorted = (side: { readonly destinations: readonly string[]; readonly collected: readonly string[] } | null) =>
  side && { ...side, destinations: side.destinations.toSorted(), collected: side.collected.toSorted() };

const isSame = (one: AlertNotice, other: AlertNotice): boolean => {
  const [a, b] = [one.alert.correlation, other.alert.correlation];
  if (!a || !b) return one.id === other.id;
  const sameGroup = one.alert.rule.name === other.alert.rule.name && String(a.group) === String(b.group);
  const overlap = Math.max(a.startMs, b.startMs) < Math.min(a.endMs, b.endMs) || a.startMs === b.startMs;
  return sameGroup && overlap;
};

async function expected(logs: Logs, before: Settings, after: Settings) {
  const [one, other] = [await replayAlone(logs, before), await replayAlone(logs, after)];
  const byStart = (alerts: readonly AlertNotice[]) =>
    alerts.toSorted((a, b) => (a.alert.correlation?.startMs ?? 0) - (b.alert.correlation?.startMs ?? 0));
  const left = new Set(byStart(other.alerts));
  const pairs = byStart(one.alerts).map((notice): [AlertNotice | null, AlertNotice | null] => {
    const match = [...left].find((candidate) => isSame(notice, candidate)) ?? null;
    if (match) left.delete(match);
    return [notice, match];
  });
  const all = [...pairs, ...[...left].map((notice): [null, AlertNotice] => [null, notice])];
  const ruleSets = { before: await composeRules(before), after: await composeRules(after) };
  const changes = all.flatMap(([from, to]) => {
    const [was, is] = [traits(from, before), traits(to, after)];
    const kinds = [
      ...(was ? [] : ['new']),
      ...(is ? [] : ['gone']),
      ...(was && is && was.rule !== is.rule ? ['renamed'] : []),
      ...(was && is && was.severity !== is.severity ? ['severity'] : []),
      ...(was && is && String(was.destinations) !== String(is.destinations) ? ['destination'] : []),
      ...(someStops(was, is) ? ['collected'] : []),
      ...(someStops(is, was) ? ['posted'] : []),
    ];
    if (kinds.length === 0) return [];
    const alert = (to ?? from)?.alert ?? expect.fail('one of them is an alert');
    const ignoring = was && is ? null : ruleSets[was ? 'after' : 'before'].decide(alert.record).ignoreRule;
    return [{ kinds, before: was, after: is, ignoreRule: alert.correlation ? null : (ignoring?.name ?? null) }];
  });
  return { changes, counters: [one.counters, other.counters] };
}

const inOrder = (changes: readonly object[]) => changes.map((change) => JSON.stringify(change)).sort();

// Few pairs of settings collect what the other side posts. Of the samples with these seeds, one does, and the other does the reverse.
const COLLECTING = [13, 103].flatMap((seed) => fc.sample(fc.tuple(files, settings, settings), { seed, numRuns: 1 }));

describe('a comparison of two rule sets', () => {
  it('finds what two separate replays differ in, and has their counters', async () => {
    let found = 0;
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(files, settings, settings, async (logs, before, after) => {
        const [actual, oracle] = [await compare(logs, before, after), await expected(logs, before, after)];
        const changes = actual.changes.map(({ details: _, before: was, after: is, ...change }) => ({
          ...{ kinds: change.kinds, before: sorted(was), after: sorted(is), ignoreRule: change.ignoreRule },
        }));
        for (const { kinds } of changes) for (const kind of kinds) seen.add(kind);
        expect(inOrder(changes)).toEqual(inOrder(oracle.changes));
        expect(actual.counters).toEqual(oracle.counters);
        found += changes.length;
      }),
      { numRuns: 60, interruptAfterTimeLimit: 20_000, examples: COLLECTING },
    );
    expect(found).toBeGreaterThan(0);
    expect([...seen]).toEqual(expect.arrayContaining(['collected', 'posted']));
  });

  it('pairs the alerts of a correlation whose threshold changes', async () => {
    const thresholds = fc.integer({ min: 2, max: 6 }).map((gte) =>
      settingsOf({
        rules: [
          {
            name: 'burst',
            expression: 'exists(eventID)',
            correlation: { type: 'event_count', group_by: [], timespan: '20m', gte },
          },
        ],
      }),
    );
    const times = fc.array(fc.array(fc.nat(90), { maxLength: 10 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(times, thresholds, thresholds, async (minutes, before, after) => {
        const logs = minutes.map((ofFile, file) =>
          ofFile.map((minute, index) => ({
            eventID: `${file} ${index}`,
            eventTime: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
          })),
        );
        const [actual, oracle] = [await compare(logs, before, after), await expected(logs, before, after)];
        expect(inOrder(actual.changes.map(({ details: _, ...change }) => change))).toEqual(inOrder(oracle.changes));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('finds no change between a rule set and itself', async () => {
    await fc.assert(
      fc.asyncProperty(files, settings, async (logs, same) => {
        expect((await compare(logs, same, same)).changes).toEqual([]);
      }),
      { numRuns: 20, interruptAfterTimeLimit: 10_000 },
    );
  });
});
