// Records that this function writes about what it found itself, such as a log file that is gone. In: a record.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

/** The `eventType` of a finding. AWS has no such type. */
export const FINDING_TYPE = 'CloudTrailToSlackFinding';

/** Whether a record is a finding. Only for how it is shown and grouped: records from outside can have this type, too. */
export function isFinding(record: CloudTrailRecord): boolean {
  return textAt(record, 'eventType') === FINDING_TYPE;
}
