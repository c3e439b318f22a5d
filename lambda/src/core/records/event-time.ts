// The time of an event. In: a record, or its time as text. Out: the time in milliseconds or seconds since the epoch, and in a fixed format.
// Reads neither the clock nor the time zone of the machine.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

/**
 * The time of a record as CloudTrail writes it: `eventTime`, or the end of the window of an aggregated event; `undefined` without one.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
 */
export function eventTimeOf(record: CloudTrailRecord): string | undefined {
  return textAt(record, 'eventTime') ?? textAt(record, 'timeWindow.windowEnd');
}

/** The time of a record in milliseconds since the epoch; null if it has none that is ISO 8601 with a zone. */
export function eventMsOf(record: CloudTrailRecord): number | null {
  return epochMs(eventTimeOf(record) ?? '');
}

/** An event's time. If the text is not an ISO 8601 time, `epochSeconds` is null and `utc` is the text. */
export interface EventTime {
  readonly epochSeconds: number | null;
  /** `2019-07-03 16:14:51 UTC`. */
  readonly utc: string;
}

/** Parses an ISO 8601 time with a zone, as CloudTrail writes it. */
export function parseEventTime(text: string): EventTime {
  const ms = epochMs(text);
  if (ms === null) return { epochSeconds: null, utc: text };
  const utc = `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return { epochSeconds: Math.floor(ms / 1000), utc };
}

/** A time in milliseconds since the epoch as an event's time, whatever the number. */
export function eventTimeAt(ms: number): EventTime {
  return parseEventTime(new Date(Math.min(ms, LATEST_MS)).toISOString());
}

// No date is later.
const LATEST_MS = 8.64e15;

/** The milliseconds since the epoch of an ISO 8601 time with a zone; null for any other text. */
export function epochMs(text: string): number | null {
  const ms = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
