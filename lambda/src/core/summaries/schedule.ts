// When scheduled summaries are due. In: a schedule in a time zone, and a time. Out: the next time at which it is due. Pure: the
// rules of time zones are those of the runtime, so there is no table of daylight saving times here.

/** Once a day or once a week, at a local time. */
export interface SummarySchedule {
  readonly every: 'day' | 'week';
  /** For a weekly schedule the day of the week; 0 is Sunday. Null for a daily one. */
  readonly weekday: number | null;
  readonly hour: number;
  readonly minute: number;
  /** A name of the IANA time zone database: https://www.iana.org/time-zones */
  readonly zone: string;
}

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

// An offset such as `+02:00` would be accepted by the runtime, but it is no zone: it has no daylight saving time.
const ZONE_NAME = /^[A-Za-z]\w*(?:[/+-]\w+)*$/;

/** Whether the runtime knows a time zone of this name. */
export function isTimeZone(zone: string): boolean {
  try {
    return ZONE_NAME.test(zone) && clockIn(zone) !== undefined;
  } catch {
    return false;
  }
}

const DAY_MS = 24 * 3600 * 1000;
const WEEK = 7;

/**
 * The first time after `nowMs` at which a schedule is due, in milliseconds since the epoch. A local time that occurs twice counts
 * the first time. One that the clocks skip is as much later as they skip.
 */
export function dueAfter(schedule: SummarySchedule, nowMs: number): number {
  const today = localTime(nowMs, schedule.zone);
  // The local day before may still be ahead where the clocks skip a whole day.
  for (let day = -1; day <= WEEK + 1; day++) {
    const local = Math.floor(today / DAY_MS) * DAY_MS + day * DAY_MS;
    if (schedule.weekday !== null && new Date(local).getUTCDay() !== schedule.weekday) continue;
    const dueMs = instantOf(local + (schedule.hour * 60 + schedule.minute) * 60_000, schedule.zone);
    if (dueMs > nowMs) return dueMs;
  }
  throw new Error(`no time after ${nowMs} is due in ${schedule.zone}`);
}

// Two days apart there is at most one change of the clocks, so the offsets before and after it are the only possible ones.
function instantOf(local: number, zone: string): number {
  const before = offsetAt(local - DAY_MS, zone);
  const after = offsetAt(local + DAY_MS, zone);
  const possible = [local - before, local - after].filter((ms) => localTime(ms, zone) === local);
  return possible.length > 0 ? Math.min(...possible) : local - before;
}

function offsetAt(ms: number, zone: string): number {
  return localTime(ms, zone) - ms;
}

// The local time as if it were UTC, to the second.
function localTime(ms: number, zone: string): number {
  const parts = new Map(
    clockIn(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
}

/** A time in a zone, to the minute: `2026-03-29 08:00 Europe/Berlin`. */
export function localTimeText(ms: number, zone: string): string {
  return `${new Date(localTime(ms, zone)).toISOString().slice(0, 16).replace('T', ' ')} ${zone}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const numbers = { month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    ...numbers,
  });
  clocks.set(zone, made);
  return made;
}
