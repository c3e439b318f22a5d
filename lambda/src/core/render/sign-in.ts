// Console sign-ins without MFA. In: a record. Out: what it records about MFA, if it is a sign-in to the console.

import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';

/** `elsewhere`: the sign-in went through an identity provider, so AWS does not know about MFA and records "No". */
export type MfaFinding = 'missing' | 'unrecorded' | 'elsewhere';

/** What to report about MFA; null if this is not a console sign-in, it failed, or it used MFA. The field may be missing. */
export function mfaFindingOf(record: CloudTrailRecord): MfaFinding | null {
  const used = textAt(record, 'additionalEventData.MFAUsed');
  const failed = textAt(record, 'responseElements.ConsoleLogin') === 'Failure';
  if (textAt(record, 'eventName') !== 'ConsoleLogin' || failed || used === 'Yes') return null;
  const type = textAt(record, 'userIdentity.type');
  if (type === 'AssumedRole' || type === 'FederatedUser' || type === 'SAMLUser') return 'elsewhere';
  return used === undefined ? 'unrecorded' : 'missing';
}
