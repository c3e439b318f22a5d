// The counters of one invocation. They reconcile: recordsRead = alerted + observed + ignored + unmatched + broken, and
// alerted + correlated = delivered + muted + collected + duplicate + held + failed + unrouted. A difference means that something was lost.

import type { VerificationCounters } from './verification/verification.ts';

const ZERO = {
  deliveries: 0,
  logFilesRead: 0,
  itemsSkipped: 0,
  itemsDropped: 0,
  /** Dropped log files that may contain alerts: they were too large to read. */
  logFilesTooLarge: 0,
  itemsRetried: 0,
  recordsRead: 0,
  alerted: 0,
  /** Records that only feed correlations. */
  observed: 0,
  ignored: 0,
  unmatched: 0,
  broken: 0,
  /** Observations that are missing because an event has no value for a group or field. */
  withoutGroup: 0,
  /** Observations whose items are retried, because what correlations store could not be read or changed. */
  observationsRetried: 0,
  /** What correlations found: alerts, and events that add to the count of one. Again for an event that is delivered again. */
  correlated: 0,
  /** Alerts by their result over all destinations: see `DeliveryResult`. */
  delivered: 0,
  /** Suppressed by a mute, and no other destination received them. */
  muted: 0,
  /** Alerts that a scheduled summary will count. */
  collected: 0,
  duplicate: 0,
  /** Another invocation is delivering them at this moment; they are retried in case it crashes. */
  held: 0,
  /** Not delivered, for whatever reason, also for lack of time. */
  failed: 0,
  unrouted: 0,
  /** Alerts that a mute suppressed at a destination; also counted by their result. */
  suppressed: 0,
  /** Alerts that went to a fallback because their destination refused permanently; also counted by their result. */
  rerouted: 0,
  messagesPosted: 0,
  /** Counts of folded alerts that a destination refused permanently, without a fallback; later invocations retry them. */
  countsRefused: 0,
  /** Scheduled summaries that were sent, and the alerts that they counted. */
  summariesSent: 0,
  summarized: 0,
  /** Scheduled summaries that could not be sent; later invocations retry them for two weeks. */
  summariesFailed: 0,
  /** Collected alerts whose summary was given up. */
  unsent: 0,
  /** 1 if the state table could not be used, so that alerts may repeat and threads start again. */
  stateUnavailable: 0,
  ruleErrors: 0,
  accessDenied: 0,
  accessDeniedIgnored: 0,
};

export interface Counters extends Record<keyof typeof ZERO, number> {
  alertsByRule: Record<string, number>;
  /** Present only if log files are verified. */
  verification?: VerificationCounters;
}

/** Counters that are all zero. */
export function emptyCounters(): Counters {
  return { ...ZERO, alertsByRule: Object.create(null) }; // A rule may be called `constructor`.
}
