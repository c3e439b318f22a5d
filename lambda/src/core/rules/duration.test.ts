import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationsText, durationText, parseDuration, parseDurations } from './duration.ts';

const DAY = 86_400_000;

describe('a duration', () => {
  it.each<[string, number | null]>([
    ['1s', 1_000],
    ['10m', 600_000],
    ['24h', DAY],
    ['90d', 90 * DAY],
    ['0s', 0],
    ['1h30m', null],
    ['1.5h', null],
    ['-1h', null],
    ['1w', null],
    ['10', null],
    ['', null],
    ['9999999999d', null],
  ])('of the text %j has %j milliseconds', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each<[string, number | null]>([
    ['1h30m', 5_400_000],
    ['1d1h1m1s', DAY + 3_661_000],
    ['5m5m', 600_000],
    ['7d', 7 * DAY],
    ['1h 30m', null],
    ['1h30', null],
    ['h1h', null],
    ['9999999999d', null],
    ['', null],
  ])('of several parts, %j, has %j milliseconds', (text, expected) => {
    expect(parseDurations(text)).toBe(expected);
  });

  it('is the same after it was written as text', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (seconds) => {
        expect(parseDuration(durationText(seconds * 1_000))).toBe(seconds * 1_000);
        expect(parseDurations(durationsText(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });

  it('is written in the largest unit that divides it, or in all units', () => {
    expect([90 * 60_000, 7 * DAY, 0].map(durationText)).toEqual(['90m', '7d', '0s']);
    expect([90 * 60_000, DAY + 1_000, 0].map(durationsText)).toEqual(['1h30m', '1d1s', '0s']);
  });
});
