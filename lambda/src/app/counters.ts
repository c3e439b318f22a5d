// The counters of one invocation. They reconcile: recordsRead = alerted + observed + ignored + unmatched + broken, and
// alerted + correlated = delivered + muted + collected + duplicate + held + failed + unrouted. A difference means that something was lost.

import type { VerificationCounters } from './verification/verification.ts';

export interface Counters {
  deliveries: number;
  logFilesRead: number;
  itemsSkipped: number;
  itemsDropped: number;
  /** Dropped log files that may contain alerts: they were too large to read. */
  logFilesTooLarge: number;
  itemsRetried: number;
  recordsRead: number;
  alerted: number;
  /** Records that only feed correlations. */
  observed: number;
  ignored: number;
  unmatched: number;
  broken: number;
  /** Observations that are missing because an event has no value for a group or field. */
  withoutGroup: number;
  /** Observations whose items are retried, because what correlations store could not be read or changed. */
  observationsRetried: number;
  /** What correlations found: alerts, and events that add to the count of one. Again for an event that is delivered again. */
  correlated: number;
  /** Alerts by their result over all destinations: see `DeliveryResult`. */
  delivered: number;
  /** Suppressed by a mute, and no other destination received them. */
  muted: number;
  /** Alerts that a scheduled summary will count. */
  collected: number;
  duplicate: number;
  /** Another invocation is delivering them at this moment; they are retried in case it crashes. */
  held: number;
  /** Not delivered, for whatever reason, also for lack of time. */
  failed: number;
  unrouted: number;
  /** Alerts that a mute suppressed at a destination; also counted by their result. */
  suppressed: number;
  /** Alerts that went to a fallback because their destination refused permanently; also counted by their result. */
  rerouted: number;
  messagesPosted: number;
  /** Counts of folded alerts that a destination refused permanently, without a fallback; later invocations retry them. */
  countsRefused: number;
  /** Scheduled summaries that were sent, and the alerts that they counted. */
  summariesSent: number;
  summarized: number;
  /** Scheduled summaries that could not be sent; later invocations retry them for two weeks. */
  summariesFailed: number;
  /** Collected alerts whose summary was given up. */
  unsent: number;
  ruleErrors: number;
  accessDenied: number;
  accessDeniedIgnored: number;
  alertsByRule: Record<string, number>;
  /** Present only if log files are verified. */
  verification?: VerificationCounters;
}

/** Returns counters that are all zero. */
export function emptyCounters(): Counters {
  return {
    deliveries: 0,
    logFilesRead: 0,
    itemsSkipped: 0,
    itemsDropped: 0,
    logFilesTooLarge: 0,
    itemsRetried: 0,
    recordsRead: 0,
    alerted: 0,
    observed: 0,
    ignored: 0,
    unmatched: 0,
    broken: 0,
    withoutGroup: 0,
    observationsRetried: 0,
    correlated: 0,
    delivered: 0,
    muted: 0,
    collected: 0,
    duplicate: 0,
    held: 0,
    failed: 0,
    unrouted: 0,
    suppressed: 0,
    rerouted: 0,
    messagesPosted: 0,
    countsRefused: 0,
    summariesSent: 0,
    summarized: 0,
    summariesFailed: 0,
    unsent: 0,
    ruleErrors: 0,
    accessDenied: 0,
    accessDeniedIgnored: 0,
    alertsByRule: Object.create(null), // A rule may be called `constructor`.
  };
}
