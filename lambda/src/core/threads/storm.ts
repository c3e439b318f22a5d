// Storm control: how many notices of one thread are posted, and when the count on its first message is brought up to
// date. Pure arithmetic on positions; the first message of a thread has position 1.

/** Which of `by` notices, just counted into a thread that now holds `total`, are posted as replies; the rest is folded. */
export function repliesToPost(total: number, by: number, repliesMax: number): number {
  const before = total - by;
  return Math.max(0, Math.min(by, 1 + repliesMax - before));
}

/**
 * Whether a first message that shows `shown` must be updated to `total` now. Steps grow with the count (by a half), so that n
 * folded notices cost about log(n) updates. A minute after the last update (`idleMs`), the exact count is posted, even if
 * `total` is already recorded as shown: of two concurrent updates, the lower one may have been the last.
 */
export function isCountDue(shown: number, total: number, idleMs: number): boolean {
  return (total > shown && total >= Math.ceil(shown * STEP)) || idleMs >= SETTLED_MS;
}

const STEP = 1.5;
const SETTLED_MS = 60_000;
