// The results of the notices of one item so far, its observations that must be tried again, and its AccessDenied events.

import type { RetryReason } from './outcome.ts';

export interface Tally {
  notices: number;
  /** What must be retried: it failed, there was no time for it, or another invocation is delivering it. */
  failed: number;
  late: number;
  held: number;
  /** Observations that no correlation could settle. */
  unsettled: number;
  unsettledBecause: Unsettled | null;
  accessDenied: number;
  accessDeniedIgnored: number;
}

export interface Unsettled {
  readonly cause: string;
  readonly why: RetryReason;
}

/** Notes an observation that must be tried again. A failure decides how long its item waits. */
export function noteUnsettled(tally: Tally, because: Unsettled): void {
  tally.unsettled++;
  if (tally.unsettledBecause?.why !== 'failed') tally.unsettledBecause = because;
}

/** A tally with every number at zero. */
export function emptyTally(): Tally {
  return {
    notices: 0,
    failed: 0,
    late: 0,
    held: 0,
    unsettled: 0,
    unsettledBecause: null,
    accessDenied: 0,
    accessDeniedIgnored: 0,
  };
}
