// The results of delivering a notice.

/** At one destination. `collected`: a scheduled summary will count it. What is `failed`, `late` (there was no time to try) or `held` must be retried. */
export type DestinationResult = (typeof BY_WEIGHT)[number];

/**
 * Over all destinations: `failed` if any failed, else `late` if there was no time for any, else `held` if another invocation is delivering it to any, else `delivered`
 * if any received it, else `muted` if it was suppressed at any, else `collected` if a scheduled summary counts it, else `duplicate`; `unrouted` if no route takes it.
 */
export type DeliveryResult = DestinationResult | 'unrouted';

const BY_WEIGHT = ['failed', 'late', 'held', 'delivered', 'muted', 'collected', 'duplicate'] as const;

/** The result over all destinations of a notice. */
export function overallResult(results: readonly DestinationResult[]): DeliveryResult {
  return BY_WEIGHT.find((result) => results.includes(result)) ?? 'unrouted';
}

/** Whether a notice must be retried. */
export function isUndelivered(result: DeliveryResult): result is 'failed' | 'late' | 'held' {
  return result === 'failed' || result === 'late' || result === 'held';
}
