// The results of the notices of one item so far, and its AccessDenied events.

export interface Tally {
  notices: number;
  /** What must be retried: it failed, there was no time for it, or another invocation is delivering it. */
  failed: number;
  late: number;
  held: number;
  accessDenied: number;
  accessDeniedIgnored: number;
}

/** A tally with every number at zero. */
export function emptyTally(): Tally {
  return { notices: 0, failed: 0, late: 0, held: 0, accessDenied: 0, accessDeniedIgnored: 0 };
}
