// What a replay prints. A view provides the destinations that the pipeline delivers to, and prints the messages that they
// receive.

import type { Destination } from '../../app/ports.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { RouteTable } from '../../core/routing/route.ts';
import type { Decision } from '../../core/rules/rule.ts';
import type { ReplayPart } from './decide/decider.ts';

export interface View {
  readonly destinations: readonly Destination[];
  readonly routeTables: readonly RouteTable[];
  /** Whether every alert is shown, even where the function folds alerts into a count. */
  readonly unfolded: boolean;
  /** Receives the decision on every record. Without it, records that no rule can match are not parsed. */
  readonly onDecision?: (record: CloudTrailRecord, decision: Decision) => void;
  /** Receives every part of a log file before the pipeline does. */
  readonly onPart?: (part: ReplayPart) => void;
  /** Prints the output that must wait until the end. */
  finish(): void;
  /** The number of threads, with or without replies; null if nothing is delivered. */
  threads(): number | null;
  /** Continues after so many threads of an interrupted replay. Views that print at the end cannot continue. */
  readonly goOn?: (threads: number | null) => void;
}
