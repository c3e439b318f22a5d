// Which records count as AccessDenied: exactly those that the predecessor counted in its two metrics, so that alarms on
// them keep their meaning. `UnauthorizedOperation` and its kin have a default rule, but were never counted.

import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { FieldCondition } from '../records/record-filter.ts';

const PREFIX = 'AccessDenied';

/** What a record must hold in order to count. */
export const ACCESS_DENIED_CONDITION: FieldCondition = { path: 'errorCode', test: 'startsWith', values: [PREFIX] };

/** Whether the error code starts with `AccessDenied`: `AccessDenied`, `AccessDeniedException`. */
export function countsAsAccessDenied(record: CloudTrailRecord): boolean {
  return textAt(record, 'errorCode')?.startsWith(PREFIX) === true;
}
