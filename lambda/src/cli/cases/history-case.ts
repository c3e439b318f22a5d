// A case with several events. In: what a case file contains. Out: events with times, one after the other, and the expected alerts.
// An event is repeated with `times`; `{n}` in its texts is the number of the repetition, so that values can differ.

import * as v from 'valibot';
import { type CloudTrailRecord, isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import { durationsText, parseDurations } from '../../core/rules/duration.ts';

/** When the events of a case start, unless they have times. */
export const START_MS = Date.parse('2026-01-01T00:00:00Z');

const MOST_TIMES = 2_000;

const offset = v.pipe(
  v.string(),
  v.transform((given) => parseDurations(given.replace(/^\+/, ''))),
  v.number('expected a time after the start, such as "+5m" or "1h30m"'),
);

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** An element of `events`; `event` is the schema of an event or its path. */
export const timedEvent = <T extends v.GenericSchema>(event: T) =>
  v.strictObject({
    event,
    event_id: v.optional(text),
    at: v.optional(offset),
    times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_TIMES)), 1),
    every: v.optional(offset, '1s'),
  });

/** What is expected of one alert; times in milliseconds after the start. */
export type ExpectedAlert = v.InferOutput<typeof alert>;

const alert = v.strictObject({
  rule: text,
  severity: v.optional(text),
  count: v.optional(count),
  more: v.optional(count),
  group: v.optional(v.pipe(v.array(v.string()), v.readonly())),
  first: v.optional(offset),
  last: v.optional(offset),
});

/** An element of the list `expect`: the name of a rule, or what is expected of its alert. */
export const expectedAlert = v.union([
  v.pipe(
    text,
    v.transform((rule): ExpectedAlert => ({ rule })),
  ),
  alert,
]);

interface Timed {
  readonly at?: number | undefined;
  readonly times: number;
  readonly every: number;
}

/** The events of an element. `serial` is how many events the case has before it. */
export function eventsOf({ at, times, every }: Timed, event: CloudTrailRecord, serial: number): CloudTrailRecord[] {
  return Array.from({ length: times }, (_, index) => {
    const filled = fill(event, String(index + 1)) as JsonObject;
    const timeMs = START_MS + (at ?? 0) + index * every;
    const hasTime = at === undefined && times === 1 && typeof filled.eventTime === 'string';
    return {
      eventID: `event-${serial + index + 1}`,
      ...filled,
      ...(!hasTime && { eventTime: new Date(timeMs).toISOString().replace('.000Z', 'Z') }),
    };
  });
}

function fill(value: Json, number: string): Json {
  if (typeof value === 'string') return value.replaceAll('{n}', number);
  if (Array.isArray(value)) return value.map((item) => fill(item as Json, number));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fill(child, number)]));
}

/** Milliseconds after the start as `+1h30m`. */
export function offsetText(ms: number): string {
  return `+${durationsText(ms)}`;
}
