// Findings: what a correlation decided about an observation that is part of an alert. Plain data.

import type { CorrelationType } from './correlation.ts';
import type { Observation } from './observation.ts';

/** What one alert of a correlation is about. Every event of its interval yields the same facts, however often it arrives. */
export interface CorrelationFacts {
  readonly type: CorrelationType;
  /** The expressions of `group_by` and their values. */
  readonly groupBy: readonly string[];
  readonly group: readonly string[];
  readonly gte: number;
  readonly timespanMs: number;
  /** The events or distinct values that the alert cites: at least `gte`. */
  readonly count: number;
  /** The time of the first and last cited event, in milliseconds since the epoch. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** The interval that the alert covers, from `startMs` to before `endMs`: no other alert of the group overlaps it. */
  readonly startMs: number;
  readonly endMs: number;
  /** The cited events that messages link, the first ones; at most `CITED_EVENTS_MAX`. */
  readonly events: readonly CitedEvent[];
  /** What the cited events have in common, the most frequent first; at most `TOP_VALUES_MAX` of each kind. */
  readonly top: readonly TopValue[];
  /** For `first_seen`: since when the rule records; null for the other types. */
  readonly recordedSinceMs: number | null;
}

export interface CitedEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly region: string;
  readonly account: string;
  readonly timeMs: number;
  /** The feeding rule that the event matched. */
  readonly feeder: string;
}

export interface TopValue {
  readonly kind: 'event' | 'error' | 'resource' | 'value';
  readonly text: string;
  readonly count: number;
}

export const CITED_EVENTS_MAX = 10;
export const TOP_VALUES_MAX = 5;

/**
 * `opened`: the alert cites the observation. `continued`: the observation happened in the interval of an alert that does not
 * cite it; it only adds to the count of its thread.
 */
export interface Finding {
  readonly kind: 'opened' | 'continued';
  readonly observation: Observation;
  readonly facts: CorrelationFacts;
}
