// Functions on times such as CloudTrail's eventTime, in a time zone that is known when the rule is loaded.
// In: an ISO 8601 string. Out: a number; `undefined` for anything that is not a time. Reads no clock.

import type { Value } from '../values.ts';
import type { LanguageFunction, Run, Unusable } from './language-function.ts';

const parameters = [
  { name: 'time', type: 'text' },
  { name: 'zone', type: 'text', optional: true, constant: true },
] as const;

/** Functions of time. */
export const timeFunctions: readonly LanguageFunction[] = [
  {
    name: 'hour',
    parameters,
    returns: 'number',
    summary: 'The hour of the day, 0 to 23, in the time zone (an IANA name; default UTC).',
    example: 'hour(eventTime, "Europe/Berlin") < 6',
    prepare: ([, zone]) => prepareClock(zone, (clock) => clock.hour),
  },
  {
    name: 'weekday',
    parameters,
    returns: 'number',
    summary: 'The day of the week, 1 (Monday) to 7 (Sunday), in the time zone (an IANA name; default UTC).',
    example: 'weekday(eventTime) >= 6',
    prepare: ([, zone]) => prepareClock(zone, (clock) => clock.weekday),
  },
];

interface Clock {
  readonly hour: number;
  readonly weekday: number;
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function prepareClock(zone: Value | undefined, read: (clock: Clock) => number): Run | Unusable {
  const readClock = zone === undefined || zone === 'UTC' ? utcClock : zonedClock(zone as string);
  if (typeof readClock !== 'function') return readClock;
  return (value) => {
    const instant = time.test(value as string) ? Date.parse(value as string) : Number.NaN;
    return Number.isNaN(instant) ? undefined : read(readClock(instant));
  };
}

function utcClock(instant: number): Clock {
  const date = new Date(instant);
  return { hour: date.getUTCHours(), weekday: date.getUTCDay() || 7 };
}

// Creating a formatter takes longer than a thousand calls of it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function zonedClock(zone: string): ((instant: number) => Clock) | Unusable {
  const formatter = formatters.get(zone) ?? createFormatter(zone);
  if (formatter === undefined) {
    const message = `${JSON.stringify(zone.slice(0, 60))} is not a time zone`;
    return { code: 'invalid_pattern', argument: 1, message, hint: 'write an IANA name such as "Europe/Berlin"' };
  }
  formatters.set(zone, formatter);
  return (instant) => {
    const parts = formatter.formatToParts(instant);
    const weekday = weekdays.indexOf(parts.find((part) => part.type === 'weekday')?.value ?? '');
    return { hour: Number(parts.find((part) => part.type === 'hour')?.value), weekday: weekday || 7 };
  };
}

function createFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', hourCycle: 'h23', weekday: 'short' });
  } catch {
    // Intl reports an unknown time zone only as an exception; the caller reports it.
    return undefined;
  }
}
