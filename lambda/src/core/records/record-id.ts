// The id of a record. In: a record. Out: the id that CloudTrail gave it.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

/**
 * The id of an event: `eventID`, or `eventId` of an aggregated event; `undefined` without one.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
 */
export function recordIdOf(record: CloudTrailRecord): string | undefined {
  return textAt(record, 'eventID') ?? textAt(record, 'eventId');
}
