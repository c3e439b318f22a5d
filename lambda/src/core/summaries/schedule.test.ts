import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAfter, isTimeZone, localTimeText, type SummarySchedule } from './schedule.ts';

const daily = (hour: number, zone = 'UTC', minute = 0): SummarySchedule => ({
  every: 'day',
  weekday: null,
  hour,
  minute,
  zone,
});
const weekly = (weekday: number, hour: number, zone = 'UTC'): SummarySchedule => ({
  ...daily(hour, zone),
  every: 'week',
  weekday,
});

const cases: [what: string, schedule: SummarySchedule, now: string, due: string][] = [
  ['the same day', daily(8), '2026-03-10T07:59:59Z', '2026-03-10T08:00:00Z'],
  ['the next day at the time itself', daily(8), '2026-03-10T08:00:00Z', '2026-03-11T08:00:00Z'],
  ['the next month', daily(8), '2026-02-28T08:00:01Z', '2026-03-01T08:00:00Z'],
  ['in winter', daily(8, 'Europe/Berlin'), '2026-03-28T00:00:00Z', '2026-03-28T07:00:00Z'],
  ['in summer', daily(8, 'Europe/Berlin'), '2026-03-28T07:00:00Z', '2026-03-29T06:00:00Z'],
  ['after a skipped hour', daily(2, 'Europe/Berlin', 30), '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
  ['a day after a skipped hour', daily(2, 'Europe/Berlin', 30), '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z'],
  ['in the first of two equal hours', daily(2, 'Europe/Berlin', 30), '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
  ['once in two equal hours', daily(2, 'Europe/Berlin', 30), '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
  ['in a zone of half an hour', daily(8, 'Asia/Kolkata'), '2026-03-10T00:00:00Z', '2026-03-10T02:30:00Z'],
  ['where the day is ahead of UTC', daily(8, 'Pacific/Auckland'), '2026-03-10T20:00:00Z', '2026-03-11T19:00:00Z'],
  ['where the day is behind UTC', daily(23, 'Pacific/Honolulu'), '2026-03-10T05:00:00Z', '2026-03-10T09:00:00Z'],
  ['on the day of the week', weekly(1, 8), '2026-03-10T00:00:00Z', '2026-03-16T08:00:00Z'],
  ['a week later at the time itself', weekly(1, 8), '2026-03-16T08:00:00Z', '2026-03-23T08:00:00Z'],
  ['on the local day of the week', weekly(1, 8, 'Pacific/Auckland'), '2026-03-14T00:00:00Z', '2026-03-15T19:00:00Z'],
  ['where a day was skipped', daily(8, 'Pacific/Apia'), '2011-12-29T20:00:00Z', '2011-12-30T18:00:00Z'],
];

describe('a schedule', () => {
  it.each(cases)('is due %s', (_, schedule, now, due) => {
    expect(new Date(dueAfter(schedule, Date.parse(now))).toISOString().replace('.000', '')).toBe(due);
  });

  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const start = Date.UTC(2026, 0, 1);
  const HOUR = 3_600_000;

  it('is due at its local time on the next local day that has that time', () => {
    const anyTime = fc.record({
      zone: zones,
      hour: fc.integer({ min: 4, max: 23 }), // No clock changes then, so that the oracle needs no case for it.
      minute: fc.integer({ min: 0, max: 59 }),
      weekday: fc.option(fc.integer({ min: 0, max: 6 })),
      now: fc.integer({ min: start, max: start + 400 * 24 * HOUR }),
    });
    fc.assert(
      fc.property(anyTime, ({ now, weekday, ...time }) => {
        const schedule: SummarySchedule = { ...time, weekday, every: weekday === null ? 'day' : 'week' };
        expect(dueAfter(schedule, now)).toBe(oracle(schedule, now));
      }),
      { numRuns: 60 },
    );
  });

  it('is due once for each local day, and never goes back, over a year of any zone', () => {
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (zone, hour, minute) => {
        const schedule = daily(hour, zone, minute);
        let now = start;
        for (let day = 0; day < 366; day++) {
          const due = dueAfter(schedule, now);
          if (day > 0) expect(due - now).toBeGreaterThan(22 * HOUR);
          expect(due - now).toBeLessThan(26 * HOUR);
          now = due;
        }
      }),
      { numRuns: 4 },
    );
  });
});

// Steps through the minutes until a clock in the zone shows the time.
function oracle({ hour, minute, weekday, zone }: SummarySchedule, now: number): number {
  const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const wanted = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  for (let ms = (Math.floor(now / 60_000) + 1) * 60_000; ; ms += 60_000) {
    const text = clock.format(ms);
    if (text.endsWith(wanted) && (weekday === null || text.startsWith(names[weekday] as string))) return ms;
  }
}

describe('isTimeZone', () => {
  it.each([
    ['UTC', true],
    ['Europe/Berlin', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Etc/GMT+2', true],
    ['Europe/Bärlin', false],
    ['Europe/Nowhere', false],
    ['+02:00', false],
    ['', false],
  ])('of %s is %s', (zone, expected) => {
    expect(isTimeZone(zone)).toBe(expected);
  });
});

describe('localTimeText', () => {
  it('names the local time and the zone', () => {
    expect(localTimeText(Date.UTC(2026, 2, 29, 6), 'Europe/Berlin')).toBe('2026-03-29 08:00 Europe/Berlin');
  });
});
