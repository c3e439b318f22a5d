import { describe, expect, it } from 'vitest';
import { isCountDue } from './storm.ts';

describe('isCountDue', () => {
  const cases: [string, number, number, number, boolean][] = [
    ['is not due when the count has just been shown', 5, 5, 0, false],
    ['is due again a minute after it was shown, in case a lower count came last', 5, 5, 60_000, true],
    ['is not due for a first message that shows itself alone', 1, 1, 0, false],
    ['is due once the count has grown by a half', 10, 15, 0, true],
    ['waits while the count has grown by less', 10, 14, 0, false],
    ['waits while an odd count has grown by less than a half', 3, 4, 0, false],
    ['is due for any growth after a minute', 10, 11, 60_000, true],
    ['waits just under a minute', 10, 11, 59_999, false],
  ];
  it.each(cases)('%s', (_, shown, total, idleMs, expected) => {
    expect(isCountDue(shown, total, idleMs)).toBe(expected);
  });

  it('is due less than 25 times on the way to 10,000', () => {
    let shown = 11;
    let updates = 0;
    for (let total = 12; total <= 10_000; total++) {
      if (!isCountDue(shown, total, 0)) continue;
      shown = total;
      updates++;
    }
    expect(updates).toBeLessThan(25);
  });
});
