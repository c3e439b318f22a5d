// Behavior around new identities and their keys. Part of the pack `behavior`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { HOUR, oneAfterTheOther } from '../correlate.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';

const CLOUD_CREDENTIALS: Technique = { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' };
const CLOUD_ACCOUNT: Technique = { id: 'T1136.003', name: 'Create Account: Cloud Account' };

const FEEDS = (rules: string) => `Never alerts alone. It feeds ${rules}.`;

export const CREDENTIAL_BEHAVIOR: readonly CatalogueRule[] = [
  {
    name: 'key-of-other-user-created',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey" and exists(requestParameters.userName)
      and requestParameters.userName != event.get("userIdentity.userName", "") and succeeded()`,
    generate: false,
    severity: 'info',
    description: 'An access key was created for another user.',
    noise: FEEDS('`key-of-other-user-created-and-used` and `key-created-used-and-deleted`'),
    reference: `${IAM}CreateAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'long-term-key-used',
    expression: 'userIdentity.type == "IAMUser" and startsWith(event.get("userIdentity.accessKeyId", ""), "AKIA")',
    generate: false,
    severity: 'info',
    description: 'A call was made with a long-term access key.',
    noise: FEEDS('`key-of-other-user-created-and-used`, `key-created-used-and-deleted` and `own-key-created-and-used`'),
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'key-deleted',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteAccessKey" and succeeded()',
    generate: false,
    severity: 'info',
    description: 'An access key was deleted.',
    noise: FEEDS('`key-created-used-and-deleted`'),
    reference: `${IAM}DeleteAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'key-of-other-user-created-and-used',
    expression: '',
    correlation: oneAfterTheOther(['key-of-other-user-created', 'long-term-key-used'], ['key'], HOUR, {
      key: {
        'key-of-other-user-created': 'responseElements.accessKey.accessKeyId',
        'long-term-key-used': 'userIdentity.accessKeyId',
      },
    }),
    severity: 'high',
    description: 'An access key was created for another user and used within an hour.',
    noise: 'Low. Administrators who set up a user and try the key.',
    reference: `${IAM}CreateAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'key-created-used-and-deleted',
    expression: '',
    correlation: oneAfterTheOther(['key-of-other-user-created', 'long-term-key-used', 'key-deleted'], ['key'], HOUR, {
      key: {
        'key-of-other-user-created': 'responseElements.accessKey.accessKeyId',
        'long-term-key-used': 'userIdentity.accessKeyId',
        'key-deleted': 'requestParameters.accessKeyId',
      },
    }),
    severity: 'high',
    description: 'An access key of another user was created, used and deleted within an hour, which leaves few traces.',
    noise: 'Close to none. Tests of pipelines that create users.',
    reference: `${IAM}DeleteAccessKey.html`,
    mitre: { id: 'T1070', name: 'Indicator Removal' },
  },
  {
    name: 'own-key-created',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey" and userIdentity.type == "IAMUser"
      and (not exists(requestParameters.userName) or requestParameters.userName == userIdentity.userName)
      and succeeded()`,
    generate: false,
    severity: 'info',
    description: 'A user created an access key for itself.',
    noise: FEEDS('`own-key-created-and-used`'),
    reference: `${IAM}CreateAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'own-key-created-and-used',
    expression: '',
    correlation: oneAfterTheOther(['own-key-created', 'long-term-key-used'], ['key'], HOUR, {
      key: {
        'own-key-created': 'responseElements.accessKey.accessKeyId',
        'long-term-key-used': 'userIdentity.accessKeyId',
      },
    }),
    severity: 'low',
    description: 'A user created a second access key for itself and used it within an hour.',
    noise: 'Low to medium. People who replace their keys.',
    reference: `${IAM}CreateAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'user-created',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "CreateUser" and succeeded()',
    generate: false,
    severity: 'info',
    description: 'An IAM user was created.',
    noise: FEEDS('`user-created-and-deleted`'),
    reference: `${IAM}CreateUser.html`,
    mitre: CLOUD_ACCOUNT,
  },
  {
    name: 'user-deleted',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteUser" and succeeded()',
    generate: false,
    severity: 'info',
    description: 'An IAM user was deleted.',
    noise: FEEDS('`user-created-and-deleted`'),
    reference: `${IAM}DeleteUser.html`,
    mitre: CLOUD_ACCOUNT,
  },
  {
    name: 'user-created-and-deleted',
    expression: '',
    correlation: oneAfterTheOther(
      ['user-created', 'user-deleted'],
      ['recipientAccountId', 'requestParameters.userName'],
      24 * HOUR,
    ),
    severity: 'medium',
    description: 'An IAM user was created and deleted within a day.',
    noise: 'Low. Tests of pipelines that create users.',
    reference: `${IAM}DeleteUser.html`,
    mitre: { id: 'T1070', name: 'Indicator Removal' },
  },
];
