import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../../test/repository.ts';
import type { RetryReason } from './outcome.ts';
import { retryDelaySeconds } from './retry-delay.ts';

const HOUR = 3_600;
const attempt = (why: RetryReason, receives: number, more: { claimedSeconds?: number; id?: string } = {}) =>
  retryDelaySeconds({ why, receives, id: 'm', claimedSeconds: 0, ...more });

function sumOf(count: number, why: RetryReason, id: string): number {
  return Array.from({ length: count }, (_, index) => attempt(why, index + 1, { id })).reduce(
    (sum, one) => sum + one,
    0,
  );
}

const block = /variable "max_receive_count" \{[\s\S]*?\n\}/.exec(readText('variables.tf'))?.[0] ?? '';
const numberIn = (pattern: RegExp) => Number(pattern.exec(block)?.[1]);
const retentionDays = Number(/message_retention_seconds\s*= (\d+) \* 24 \* 3600/.exec(readText('triggers.tf'))?.[1]);

const anyId = fc.uuid();
const anyReason = fc.constantFrom<RetryReason>('failed', 'held', 'out_of_time');

describe('the wait after a failure', () => {
  it.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [4, 240],
    [5, 480],
    [6, 960],
    [7, 1_800],
    [8, 1_800],
    [1_000_000, 1_800],
  ])('number %d is %d seconds and up to a fifth more', (receives, seconds) => {
    fc.assert(
      fc.property(anyId, (id) => {
        const wait = attempt('failed', receives, { id });
        expect(wait).toBeGreaterThanOrEqual(seconds);
        expect(wait).toBeLessThanOrEqual(seconds * 1.2);
      }),
    );
  });

  it('differs between messages, and is the same for the same attempt of one', () => {
    const waits = Array.from({ length: 100 }, (_, index) => attempt('failed', 7, { id: `m${index}` }));
    expect(new Set(waits).size).toBeGreaterThan(50);
    expect(attempt('failed', 7)).toBe(attempt('failed', 7));
  });
});

describe('the wait after progress', () => {
  it.each<[RetryReason, number, number, number]>([
    ['out_of_time', 1, 0, 10],
    ['out_of_time', 8, 0, 10],
    ['out_of_time', 9, 0, 20],
    ['out_of_time', 1, 7, 10],
    ['held', 1, 32, 32],
    ['held', 8, 32, 32],
    ['held', 9, 32, 64],
    ['held', 1, 902, 902],
    ['held', 40, 902, 1_800],
  ])(
    '(%s) number %d, with claims of %d seconds, is %d seconds and up to a fifth more',
    (why, receives, claimed, seconds) => {
      const wait = attempt(why, receives, { claimedSeconds: claimed });
      expect(wait).toBeGreaterThanOrEqual(seconds);
      expect(wait).toBeLessThanOrEqual(Math.ceil(seconds * 1.2));
    },
  );
});

describe('every wait', () => {
  it('is a whole number of seconds that SQS accepts, and not shorter than the one before, apart from jitter', () => {
    const anyAttempt = fc.record({
      why: anyReason,
      id: anyId,
      receives: fc.integer({ min: 1, max: 1_000 }),
      claimedSeconds: fc.integer({ min: 0, max: 902 }),
    });
    fc.assert(
      fc.property(anyAttempt, (given) => {
        const wait = retryDelaySeconds(given);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(10);
        expect(wait).toBeLessThanOrEqual(2_160);
        const before = retryDelaySeconds({ ...given, receives: Math.max(1, given.receives - 1) });
        expect(wait * 1.2).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('with the defaults of variables.tf', () => {
  const attempts = numberIn(/default\s*= (\d+)/);

  it('a message is tried for the last time 12 to 15 hours after its first failure', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const seconds = sumOf(attempts - 1, 'failed', id);
        expect(seconds).toBeGreaterThanOrEqual(12 * HOUR);
        expect(seconds).toBeLessThanOrEqual(15 * HOUR);
      }),
    );
  });

  it('the highest accepted number of attempts ends before the queue deletes the message', () => {
    const most = numberIn(/max_receive_count <= (\d+)/);
    const secondsOfTheAttempts = most * 30;
    fc.assert(
      fc.property(anyId, anyReason, (id, why) => {
        expect(sumOf(most, why, id) + secondsOfTheAttempts).toBeLessThan(retentionDays * 24 * HOUR);
      }),
    );
  });
});
