// What histories for the correlations of the catalogue are made of. Records are the cases of the rules, at other times and with
// other values.

import type { CloudTrailRecord, JsonObject } from '../../src/core/records/record.ts';
import { readPackCases } from './pack-cases.ts';

export type History = readonly CloudTrailRecord[];

const CASES = { ...readPackCases(import.meta.dirname, 'behavior'), ...readPackCases(import.meta.dirname, 'threats') };

export const SECOND = 1;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const START_MS = Date.parse('2024-05-06T07:00:00Z');

/** The n-th matching case of a rule, `seconds` after the start, with other values at dotted paths. */
export function event(
  rule: string,
  seconds: number,
  change: Readonly<Record<string, unknown>> = {},
  index = 0,
): CloudTrailRecord {
  const record = structuredClone(CASES[rule]?.matches[index]) as Record<string, unknown>;
  const set = {
    eventTime: new Date(START_MS + seconds * 1000).toISOString(),
    eventID: `event-${rule}-${seconds}`,
    ...change,
  };
  for (const [path, value] of Object.entries(set)) setAt(record, path.split('.'), value);
  return record as JsonObject;
}

function setAt(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else setAt(target[name] as Record<string, unknown>, rest, value);
}

export type Change = (index: number) => Readonly<Record<string, unknown>>;

/** `count` events, one every `every` seconds. */
export const series = (rule: string, count: number, every: number, change: Change = () => ({})): History =>
  Array.from({ length: count }, (_, index) => event(rule, index * every, change(index)));

export const numbered =
  (path: string): Change =>
  (index) => ({ [path]: `${path}-${index}` });

export const NOT_ALICE: Readonly<Record<string, unknown>> = {
  'userIdentity.arn': 'arn:aws:iam::123456789012:user/carol',
  'userIdentity.userName': 'carol',
};

/** A count that is reached in time, not reached, and reached too slowly. */
export const counted = (rule: string, count: number, every: number, change?: Change) => ({
  fires: series(rule, count, every, change),
  misses: [series(rule, count - 1, every, change), series(rule, count, every * 3, change)],
});

/** As many events, but of the same value. */
export const distinct = (rule: string, count: number, every: number, change: Change) => ({
  fires: series(rule, count, every, change),
  misses: [series(rule, count - 1, every, change), series(rule, count * 2, every / 2, () => change(0))],
});

/** Something old after the learning time, then something new. */
export const firstUse = (rule: string, fresh: Readonly<Record<string, unknown>>) => ({
  fires: [event(rule, 0), event(rule, 8 * DAY), event(rule, 9 * DAY, fresh)],
  misses: [
    [event(rule, 0), event(rule, 8 * DAY), event(rule, 20 * DAY)],
    [event(rule, 0), event(rule, 6 * DAY, fresh), event(rule, 9 * DAY, fresh)],
  ],
});

/** By rule: a history that opens one alert, and histories that open none. */
export type Histories = Readonly<Record<string, { readonly fires: History; readonly misses: readonly History[] }>>;
