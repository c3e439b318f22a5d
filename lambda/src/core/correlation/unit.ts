// Units of work: the observations of one correlation rule, group and bucket, which are decided together.

import type { Correlation } from './correlation.ts';
import { bucketOf, definitionKey, groupKey } from './keys.ts';
import type { Observation } from './observation.ts';

export interface Unit {
  readonly correlation: string;
  readonly definition: string;
  readonly rule: Correlation;
  readonly group: readonly string[];
  /** What the keys of the group and of the definition start with. */
  readonly groupKey: string;
  readonly definitionKey: string;
  /** Null for `first_seen`, which stores a group under one key. */
  readonly bucket: number | null;
  /** Each event once, the earliest first; at least one. */
  readonly observations: readonly Observation[];
}

/**
 * Sorts observations into units: one for each definition, group and bucket, the unit with the earliest observation first. An event that
 * is contained twice counts once. Times are finite numbers; `rules` contains the definition of each observation.
 */
export function planUnits(
  observations: readonly Observation[],
  rules: ReadonlyMap<string, Correlation>,
): readonly Unit[] {
  const sorted = [...observations].sort(byTime);
  const units = new Map<string, Unit & { readonly observations: Observation[]; readonly seen: Set<string> }>();
  const groups = new Map<string, Pick<Unit, 'groupKey' | 'definitionKey'>>();
  for (const observation of sorted) {
    const rule = rules.get(observation.definition);
    if (rule === undefined) throw new Error(`no correlation has the definition ${observation.definition}`);
    const { correlation, definition, group } = observation;
    const id = JSON.stringify([correlation, definition, ...group]);
    const keys = groups.get(id) ?? { groupKey: groupKey(observation), definitionKey: definitionKey(observation) };
    groups.set(id, keys);
    const bucket = rule.type === 'first_seen' ? null : bucketOf(observation.timeMs, rule.timespanMs);
    const place = `${keys.groupKey}#${bucket}`;
    const unit = units.get(place) ?? {
      ...{ correlation, definition, rule, group, ...keys, bucket },
      observations: [],
      seen: new Set(),
    };
    units.set(place, unit);
    const event = eventOf(observation, rule);
    if (unit.seen.has(event)) continue;
    unit.seen.add(event);
    unit.observations.push(observation);
  }
  return [...units.values()].map(({ seen: _, ...unit }) => unit);
}

/**
 * What must be read to decide a unit. The first key is that of the unit; the others are those of the neighboring buckets, or for
 * `first_seen` that of the learning time.
 */
export function keysOf(unit: Unit): readonly string[] {
  const { bucket } = unit;
  if (bucket === null) return [`${unit.groupKey}#seen`, `${unit.definitionKey}#learning`];
  return [bucket, bucket - 1, bucket + 1].map((number) => bucketKey(unit, number));
}

/** The key of a bucket of the unit's group. */
export function bucketKey(unit: Unit, bucket: number): string {
  return `${unit.groupKey}#${bucket}`;
}

const byTime = (a: Observation, b: Observation): number =>
  a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0);

// The same event counts once, or once for each value or feeding rule where those are what counts.
function eventOf({ eventId, value, feeder }: Observation, { type }: Correlation): string {
  if (type === 'value_count') return `${eventId}\n${value}`;
  return type === 'temporal' || type === 'temporal_ordered' ? `${eventId}\n${feeder}` : eventId;
}
