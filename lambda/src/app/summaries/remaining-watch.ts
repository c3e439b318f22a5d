// When an instance of the function asks for what remains of scheduled summaries. In: the time. Out: whether to ask.

/** What an instance knows about when it last asked. */
export interface RemainingWatch {
  /** Whether it is time to ask again; the caller then does. */
  isDue(nowMs: number): boolean;
}

const EVERY_MS = 15 * 60_000;

// The first invocation of an instance takes longest. Where every invocation meets a new instance, one in this many asks.
const ASK_AT_FIRST = 10;

/** The watch of an instance that starts now. */
export function createRemainingWatch(): RemainingWatch {
  let askedMs = Number.NEGATIVE_INFINITY;
  let isFirst = true;
  return {
    isDue(nowMs) {
      const mustWait = isFirst && nowMs % ASK_AT_FIRST !== 0;
      isFirst = false;
      if (mustWait || nowMs - askedMs < EVERY_MS) return false;
      askedMs = nowMs;
      return true;
    },
  };
}
