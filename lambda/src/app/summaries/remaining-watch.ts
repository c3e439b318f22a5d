// When an instance of the function asks for what remains of scheduled summaries. In: the time. Out: whether to ask.

import { looksAtFirst } from '../first-look.ts';

/** What an instance knows about when it last asked. */
export interface RemainingWatch {
  /** Whether it is time to ask again; the caller then does. */
  isDue(nowMs: number): boolean;
}

const EVERY_MS = 15 * 60_000;

/** The watch of an instance that starts now. */
export function createRemainingWatch(): RemainingWatch {
  let askedMs = Number.NEGATIVE_INFINITY;
  let isFirst = true;
  return {
    isDue(nowMs) {
      const mustWait = isFirst && !looksAtFirst(nowMs);
      isFirst = false;
      if (mustWait || nowMs - askedMs < EVERY_MS) return false;
      askedMs = nowMs;
      return true;
    },
  };
}
