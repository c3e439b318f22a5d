// Behavior around the console's sign-in page. Part of the pack `behavior`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { different, HOUR, MINUTE, many, oneAfterTheOther } from '../correlate.ts';

const SIGN_IN_RECORDS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

const GUESSING: Technique = { id: 'T1110.001', name: 'Brute Force: Password Guessing' };
const SPRAYING: Technique = { id: 'T1110.003', name: 'Brute Force: Password Spraying' };
const CLOUD_CREDENTIALS: Technique = { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' };
const MFA: Technique = { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' };
const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };

const SIGN_IN_FAILED = `eventSource == "signin.amazonaws.com" and eventName == "ConsoleLogin"
      and responseElements.ConsoleLogin == "Failure"`;

// CloudTrail does not write a user name that does not exist: it may be a password that was typed into the wrong field.
const HIDDEN_USER = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const USER = ['recipientAccountId', 'userIdentity.userName'];

export const SIGN_IN_BEHAVIOR: readonly CatalogueRule[] = [
  {
    name: 'root-password-guessed',
    expression: `${SIGN_IN_FAILED} and userIdentity.type == "Root"`,
    correlation: many(['recipientAccountId'], 3, HOUR),
    severity: 'high',
    description: 'Several sign-ins of the root user failed within an hour. Its password is being guessed.',
    noise: 'Close to none. A person who does not know the password of the root user.',
    reference: SIGN_IN_RECORDS,
    mitre: GUESSING,
  },
  {
    name: 'console-password-guessed',
    expression: `${SIGN_IN_FAILED} and userIdentity.userName != "${HIDDEN_USER}"`,
    correlation: many(USER, 10, 15 * MINUTE),
    severity: 'medium',
    description: 'Many console sign-ins of one user failed within a quarter of an hour.',
    noise: 'Low. Password managers with an old password, and forgetful users. Raise `gte` if it is too much.',
    reference: SIGN_IN_RECORDS,
    mitre: GUESSING,
  },
  {
    name: 'console-password-guessed-from-many-addresses',
    expression: `${SIGN_IN_FAILED} and userIdentity.userName != "${HIDDEN_USER}"`,
    correlation: different('sourceIPAddress', USER, 5, HOUR),
    severity: 'high',
    description:
      'Console sign-ins of one user failed from five addresses within an hour, as when a botnet guesses a password.',
    noise: 'Close to none. A person rarely changes the address so often.',
    reference: SIGN_IN_RECORDS,
    mitre: GUESSING,
  },
  {
    name: 'console-passwords-sprayed',
    expression: SIGN_IN_FAILED,
    correlation: different('recipientAccountId + " " + userIdentity.userName', ['sourceIPAddress'], 5, HOUR),
    severity: 'high',
    description:
      'Console sign-ins of five users failed from one address within an hour, as when one password is tried on many users.',
    noise: 'Low. Offices behind one address on the day after a password policy changed.',
    reference: SIGN_IN_RECORDS,
    mitre: SPRAYING,
  },
  {
    name: 'unknown-users-tried-in-console',
    expression: `${SIGN_IN_FAILED} and userIdentity.userName == "${HIDDEN_USER}"`,
    correlation: many(['sourceIPAddress'], 10, 15 * MINUTE),
    severity: 'medium',
    description:
      'Many console sign-ins with names that no user has failed from one address within a quarter of an hour.',
    noise: 'Close to none. People who type their password into the wrong field do so once.',
    reference: SIGN_IN_RECORDS,
    mitre: SPRAYING,
  },
  {
    name: 'console-sign-ins-failed-in-a-row',
    expression: `${SIGN_IN_FAILED} and userIdentity.userName != "${HIDDEN_USER}"`,
    correlation: many(USER, 5, 30 * MINUTE),
    generate: false,
    severity: 'info',
    description: 'Five console sign-ins of one user failed within half an hour.',
    noise: 'Never alerts alone. It feeds `console-sign-in-after-failures`.',
    reference: SIGN_IN_RECORDS,
    mitre: GUESSING,
  },
  {
    name: 'console-sign-in-of-user',
    expression: `eventSource == "signin.amazonaws.com" and eventName == "ConsoleLogin"
      and responseElements.ConsoleLogin == "Success"`,
    generate: false,
    severity: 'info',
    description: 'A user signed in to the console.',
    noise:
      'Never alerts alone. It feeds `console-sign-in-after-failures` and `console-sign-in-with-password-set-by-other`.',
    reference: SIGN_IN_RECORDS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'console-sign-in-after-failures',
    expression: '',
    correlation: oneAfterTheOther(['console-sign-ins-failed-in-a-row', 'console-sign-in-of-user'], USER, HOUR),
    severity: 'high',
    description: 'A user signed in to the console after five failed attempts. The password may have been guessed.',
    noise: 'Low. Users who find their password at the sixth attempt. Ask them.',
    reference: SIGN_IN_RECORDS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'password-of-user-reset',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "UpdateLoginProfile" and succeeded()`,
    generate: false,
    severity: 'info',
    description: 'The console password of a user was set.',
    noise: 'Never alerts alone. It feeds `mfa-device-added-after-password-reset`.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html',
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'mfa-device-added',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "EnableMFADevice" and succeeded()`,
    generate: false,
    severity: 'info',
    description: 'An MFA device of a user was added.',
    noise: 'Never alerts alone. It feeds `mfa-device-added-after-password-reset`.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html',
    mitre: MFA,
  },
  {
    name: 'mfa-device-added-after-password-reset',
    expression: '',
    correlation: oneAfterTheOther(
      ['password-of-user-reset', 'mfa-device-added'],
      ['recipientAccountId', 'requestParameters.userName'],
      4 * HOUR,
    ),
    severity: 'medium',
    description: 'The password of a user was set and an MFA device added within four hours: a takeover of the user.',
    noise: 'Low. Users who lost their phone and their password. Ask them.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html',
    mitre: MFA,
  },
  {
    name: 'password-of-other-user-set',
    expression: `eventSource == "iam.amazonaws.com" and eventName in ("CreateLoginProfile", "UpdateLoginProfile")
      and requestParameters.userName != event.get("userIdentity.userName", "") and succeeded()`,
    generate: false,
    severity: 'info',
    description: 'The console password of another user was set.',
    noise: 'Never alerts alone. It feeds `console-sign-in-with-password-set-by-other`.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html',
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'console-sign-in-with-password-set-by-other',
    expression: '',
    correlation: oneAfterTheOther(
      ['password-of-other-user-set', 'console-sign-in-of-user'],
      ['recipientAccountId', 'sourceIPAddress', 'user'],
      HOUR,
      {
        user: {
          'password-of-other-user-set': 'requestParameters.userName',
          'console-sign-in-of-user': 'userIdentity.userName',
        },
      },
    ),
    severity: 'medium',
    description:
      'The password of another user was set, and that user signed in from the same address within an hour. The caller may have taken over the user.',
    noise: 'Low. Administrators who help a colleague in the same office.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html',
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'console-sign-ins-from-several-networks',
    expression: `eventSource == "signin.amazonaws.com" and eventName == "ConsoleLogin"
      and responseElements.ConsoleLogin == "Success" and isPublicIp(sourceIPAddress)`,
    correlation: different('networkOf(sourceIPAddress)', ['userIdentity.arn'], 2, 5 * MINUTE),
    severity: 'medium',
    description: 'A user signed in to the console from two networks within five minutes.',
    noise: 'Low. People who switch to another network, and users that several people share.',
    reference: SIGN_IN_RECORDS,
    mitre: CLOUD_ACCOUNTS,
  },
];
