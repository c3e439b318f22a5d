// Units of work: the observations of one correlation rule, group and bucket, which are decided together.

import type { Correlation } from './correlation.ts';
import { bucketOf, definitionKey, groupKeyIn } from './keys.ts';
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
  const units = new Map<string, OpenUnit>();
  const places = createPlaces();
  for (const observation of [...observations].sort(byTime)) {
    const rule = rules.get(observation.definition);
    if (rule === undefined) throw new Error(`no correlation has the definition ${observation.definition}`);
    const bucket = rule.type === 'first_seen' ? null : bucketOf(observation.timeMs, rule.timespanMs);
    const keys = places(observation);
    const place = `${keys.groupKey}#${bucket}`;
    const open = units.get(place) ?? openUnit(observation, rule, keys, bucket);
    units.set(place, open);
    const event = eventOf(observation, rule);
    if (open.seen.has(event)) continue;
    open.seen.add(event);
    open.observations.push(observation);
  }
  return [...units.values()].map(({ unit }) => unit);
}

/** A unit that still grows; `observations` are those of the unit. */
interface OpenUnit {
  readonly unit: Unit;
  readonly observations: Observation[];
  readonly seen: Set<string>;
}

type Keys = Pick<Unit, 'groupKey' | 'definitionKey'>;

function openUnit(
  { correlation, definition, group }: Observation,
  rule: Correlation,
  { groupKey, definitionKey }: Keys,
  bucket: number | null,
): OpenUnit {
  const observations: Observation[] = [];
  const unit = { correlation, definition, rule, group, groupKey, definitionKey, bucket, observations };
  return { unit, observations, seen: new Set() };
}

// Hashes each definition and each group once.
function createPlaces(): (observation: Observation) => Keys {
  const definitions = new Map<string, string>();
  const groups = new Map<string, Keys>();
  return (observation) => {
    const { correlation, definition, group } = observation;
    const name = `${correlation}\n${definition}`;
    const own = definitions.get(name) ?? definitionKey(observation);
    definitions.set(name, own);
    const id = JSON.stringify([own, group]);
    const keys = groups.get(id) ?? { groupKey: groupKeyIn(own, group), definitionKey: own };
    groups.set(id, keys);
    return keys;
  };
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
