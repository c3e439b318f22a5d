// Which records count as AccessDenied: exactly those that the predecessor counted in its two metrics, so that existing
// alarms keep their meaning. `UnauthorizedOperation` and similar codes have a default rule, but were never counted.

import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { FieldCondition } from '../records/record-filter.ts';

const PREFIX = 'AccessDenied';

/** The condition that a record must meet to count. */
export const ACCESS_DENIED_CONDITION: FieldCondition = { path: 'errorCode', test: 'startsWith', values: [PREFIX] };

/** Returns whether the error code starts with `AccessDenied`, such as `AccessDenied` or `AccessDeniedException`. */
export function countsAsAccessDenied(record: CloudTrailRecord): boolean {
  return textAt(record, 'errorCode')?.startsWith(PREFIX) === true;
}
