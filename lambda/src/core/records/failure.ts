// Whether a call failed, and why. In: a record. Out: the error code and message that AWS recorded.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

export interface CallFailure {
  readonly code: string | null;
  readonly message: string | null;
}

/**
 * The fields that contain `Success` or `Failure`, in events of the console's sign-in and of Identity Center, which have no error code.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/sign-in-events.html
 */
export const SIGN_IN_RESULTS: readonly string[] = [
  ...['ConsoleLogin', 'CheckMfa', 'SwitchRole', 'ExitRole', 'RenewRole'].map((name) => `responseElements.${name}`),
  ...['PasswordRecoveryRequested', 'PasswordRecoveryCompleted'].map((name) => `responseElements.${name}`),
  ...['CredentialChallenge', 'CredentialVerification', 'UserAuthentication'].map(
    (name) => `serviceEventDetails.${name}`,
  ),
];

// What EC2 appends: only `aws sts decode-authorization-message` can read it.
const ENCODED_REASON = /\s*Encoded authorization failure message: [\w-]+/;

/** The message of AWS about a failed call, without what only AWS can read; null if there is none. */
export function failureText(record: CloudTrailRecord): string | null {
  return failureOf(record)?.message?.replace(ENCODED_REASON, '') || null;
}

/** Why the call failed; null if it did not. Events of a sign-in have only a result. */
export function failureOf(record: CloudTrailRecord): CallFailure | null {
  const code = textAt(record, 'errorCode') || null;
  const message = textAt(record, 'errorMessage') || null;
  const refused = SIGN_IN_RESULTS.some((path) => textAt(record, path) === 'Failure');
  return code !== null || message !== null || refused ? { code, message } : null;
}
