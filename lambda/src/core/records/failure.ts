// Whether a call failed, and why. In: a record. Out: the error code and message that AWS recorded.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

export interface CallFailure {
  readonly code: string | null;
  readonly message: string | null;
}

/** Why the call failed; null if it did not. A failed console sign-in has no error code, only a result. */
export function failureOf(record: CloudTrailRecord): CallFailure | null {
  const code = textAt(record, 'errorCode') || null;
  const message = textAt(record, 'errorMessage') || null;
  const refused = textAt(record, 'responseElements.ConsoleLogin') === 'Failure';
  return code !== null || message !== null || refused ? { code, message } : null;
}
