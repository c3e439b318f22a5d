// What a replay shows, and so what it puts where Slack would be: a view brings the destinations that the pipeline
// delivers to, and prints what they were told.

import type { Destination } from '../../app/ports.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { RouteTable } from '../../core/routing/route.ts';
import type { Decision } from '../../core/rules/rule.ts';

export interface View {
  readonly destinations: readonly Destination[];
  readonly routeTables: readonly RouteTable[];
  /** Whether every alert is shown, where the function would fold a storm into a count. */
  readonly unfolded: boolean;
  /** Is shown the decision on every record; without it, records that nothing can match are not even read. */
  readonly onDecision?: (record: CloudTrailRecord, decision: Decision) => void;
  /** Prints what could not be printed before the end. */
  finish(): void;
  /** How many threads there are, with replies or without; null where nothing is delivered. */
  threads(): number | null;
}
