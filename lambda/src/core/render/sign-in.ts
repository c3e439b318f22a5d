// Sign-ins without a second factor. In: a record. Out: what it says about MFA, where it is a sign-in to the console.

import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';

/** `elsewhere`: the sign-in went through an identity provider, whose MFA AWS does not see and records as "No". */
export type MfaFinding = 'missing' | 'unrecorded' | 'elsewhere';

/** What to say of MFA; null for what is no console sign-in, did not succeed, or used MFA. The field may be missing. */
export function mfaFindingOf(record: CloudTrailRecord): MfaFinding | null {
  const used = textAt(record, 'additionalEventData.MFAUsed');
  const failed = textAt(record, 'responseElements.ConsoleLogin') === 'Failure';
  if (textAt(record, 'eventName') !== 'ConsoleLogin' || failed || used === 'Yes') return null;
  const type = textAt(record, 'userIdentity.type');
  if (type === 'AssumedRole' || type === 'FederatedUser' || type === 'SAMLUser') return 'elsewhere';
  return used === undefined ? 'unrecorded' : 'missing';
}
