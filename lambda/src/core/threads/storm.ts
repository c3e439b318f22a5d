// Storm control: when the count on the first message of a thread is updated. Pure arithmetic on counts.

/**
 * Whether a first message that shows `shown` must be updated to `total` now. Steps grow with the count (by a half), so that n
 * folded notices cost about log(n) updates. A minute after the last update (`idleMs`), the exact count is posted, even if
 * `total` is already recorded as shown: of two concurrent updates, the lower one may have been the last.
 */
export function isCountDue(shown: number, total: number, idleMs: number): boolean {
  return total >= shown * STEP || idleMs >= SETTLED_MS;
}

const STEP = 1.5;
const SETTLED_MS = 60_000;
