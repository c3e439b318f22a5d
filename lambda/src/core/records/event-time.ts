// Parses the time of an event. In: a record's `eventTime`. Out: seconds since the epoch and a fixed format of the time.
// Reads neither the clock nor the time zone of the machine.

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
