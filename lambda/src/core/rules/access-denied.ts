// Which records count as AccessDenied: exactly those that the predecessor counted in its two metrics, so that existing
// alarms keep their meaning. `UnauthorizedOperation` and similar codes have a default rule, but were never counted.

import type { FieldCondition } from '../records/record-filter.ts';

/** The condition that a record must meet to count: its error code is `AccessDenied`, `AccessDeniedException` or similar. */
export const ACCESS_DENIED_CONDITION: FieldCondition = {
  path: 'errorCode',
  test: 'startsWith',
  values: ['AccessDenied'],
};
