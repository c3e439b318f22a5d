// Observations: events that feed a correlation, reduced to what it needs. Plain data.

export interface Observation {
  /** The name of the correlation rule, and a hash of everything that defines what it records. */
  readonly correlation: string;
  readonly definition: string;
  /** The feeding rule that the event matched; the correlation's own name if it has its own expression. */
  readonly feeder: string;
  /** The values of `group_by`, as text. */
  readonly group: readonly string[];
  /** What `value_count` counts; null for the other types. */
  readonly value: string | null;
  /** `eventTime`, in milliseconds since the epoch. */
  readonly timeMs: number;
  /** Identifies the event: the same for each delivery of it. */
  readonly eventId: string;
  readonly detail: ObservedDetail;
}

/** What a message shows of an event. */
export interface ObservedDetail {
  readonly eventName: string;
  /** The error code; empty for a call that succeeded. */
  readonly error: string;
  /** What the call was about, such as an ARN; empty if unknown. */
  readonly resource: string;
  readonly region: string;
  readonly account: string;
}
