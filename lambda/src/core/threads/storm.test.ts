import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCountDue, repliesToPost } from './storm.ts';

describe('repliesToPost', () => {
  const cases: [string, number, number, number, number][] = [
    ['posts everything while the thread is short', 3, 2, 10, 2],
    ['posts up to the limit and folds the rest', 12, 5, 10, 4],
    ['folds everything beyond the limit', 40, 20, 10, 0],
    ['posts nothing but the first message where no replies are wanted', 5, 4, 0, 0],
    ['posts the reply that reaches the limit', 11, 1, 10, 1],
    ['folds the first one beyond the limit', 12, 1, 10, 0],
  ];
  it.each(cases)('%s', (_, total, by, max, expected) => {
    expect(repliesToPost(total, by, max)).toBe(expected);
  });

  it('posts as many replies in all as are allowed, however the notices arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 20 }), fc.nat(12), (batches, max) => {
        let total = 1;
        let posted = 0;
        for (const by of batches) {
          total += by;
          posted += repliesToPost(total, by, max);
        }
        expect(posted).toBe(Math.min(max, total - 1));
      }),
    );
  });
});

describe('isCountDue', () => {
  const cases: [string, number, number, number, boolean][] = [
    ['is not due when the count has just been shown', 5, 5, 0, false],
    ['is due again a minute after it was shown, in case a lower count came last', 5, 5, 60_000, true],
    ['is not due for a first message that shows itself alone', 1, 1, 0, false],
    ['is due once the count has grown by a half', 10, 15, 0, true],
    ['waits while the count has grown by less', 10, 14, 0, false],
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
