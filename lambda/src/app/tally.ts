// The results of the notices of one item so far, and its AccessDenied events.

export interface Tally {
  notices: number;
  /** Failed, or held by another invocation: the item must be retried. */
  undelivered: number;
  accessDenied: number;
  accessDeniedIgnored: number;
}

/** A tally with every number at zero. */
export function emptyTally(): Tally {
  return { notices: 0, undelivered: 0, accessDenied: 0, accessDeniedIgnored: 0 };
}
