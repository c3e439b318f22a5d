// Behavior of keys and sessions after they were issued. Part of the pack `behavior`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { different, HOUR, inAnyOrder, MINUTE, oneAfterTheOther } from '../correlate.ts';

const STS = 'https://docs.aws.amazon.com/STS/latest/APIReference/API_';
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html';
const MODELS = 'https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };
const TOKEN: Technique = {
  id: 'T1550.001',
  name: 'Use Alternate Authentication Material: Application Access Token',
};
const HIJACKING: Technique = { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' };

const LONG_TERM_KEY = 'startsWith(event.get("userIdentity.accessKeyId", ""), "AKIA")';
const KEY = 'userIdentity.accessKeyId';
const ISSUED_KEY = 'responseElements.credentials.accessKeyId';

const FEEDS = (rule: string) => `Never alerts alone. It feeds \`${rule}\`.`;

export const SESSION_BEHAVIOR: readonly CatalogueRule[] = [
  {
    name: 'session-used-from-many-networks',
    expression: `startsWith(event.get("userIdentity.accessKeyId", ""), "ASIA") and byPerson()
      and isPublicIp(sourceIPAddress) and not byAwsService() and not fromConsole()`,
    correlation: different('networkOf(sourceIPAddress)', [KEY], 3, 30 * MINUTE),
    severity: 'high',
    description: 'The temporary credentials of a user were used from three networks within half an hour.',
    noise: 'Low. People behind a proxy with many addresses: ignore its networks.',
    reference: `${STS}GetSessionToken.html`,
    mitre: TOKEN,
  },
  {
    name: 'sensitive-call-with-long-term-key',
    expression: `${LONG_TERM_KEY}
      and eventName in ("AttachRolePolicy", "AttachUserPolicy", "CreateAccessKey", "CreateLoginProfile", "CreateUser",
        "DeleteTrail", "GetPasswordData", "GetSecretValue", "ModifySnapshotAttribute", "PutRolePolicy",
        "PutUserPolicy", "RunInstances", "SendCommand", "StopLogging", "UpdateAssumeRolePolicy")
      and succeeded() and not byAwsService()`,
    generate: false,
    severity: 'info',
    description: 'A call that can do harm was made with a long-term access key.',
    noise: FEEDS('sensitive-call-with-key-from-new-network'),
    reference: KEYS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'sensitive-call-with-key-from-new-network',
    expression: '',
    correlation: inAnyOrder(['long-term-key-used-from-new-network', 'sensitive-call-with-long-term-key'], [KEY], HOUR),
    severity: 'high',
    description: 'A long-term access key was used from a new network, and for a call that can do harm, within an hour.',
    noise: 'Low. Administrators who travel.',
    reference: KEYS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'federated-session-issued',
    expression: 'eventSource == "sts.amazonaws.com" and eventName == "GetFederationToken" and succeeded()',
    generate: false,
    severity: 'info',
    description: 'A user got a federated session.',
    noise: FEEDS('federated-session-issued-and-used'),
    reference: `${STS}GetFederationToken.html`,
    mitre: TOKEN,
  },
  {
    name: 'federated-session-made-change',
    expression: 'userIdentity.type == "FederatedUser" and not isReadOnly() and succeeded()',
    generate: false,
    severity: 'info',
    description: 'A federated session changed something.',
    noise: FEEDS('federated-session-issued-and-used'),
    reference: `${STS}GetFederationToken.html`,
    mitre: TOKEN,
  },
  {
    name: 'federated-session-issued-and-used',
    expression: '',
    correlation: oneAfterTheOther(['federated-session-issued', 'federated-session-made-change'], ['key'], HOUR, {
      key: { 'federated-session-issued': ISSUED_KEY, 'federated-session-made-change': KEY },
    }),
    severity: 'medium',
    description:
      'A federated session was issued and changed something within an hour. It outlives the access key it was issued with.',
    noise: 'Low. Applications that give their users such sessions: ignore them.',
    reference: `${STS}GetFederationToken.html`,
    mitre: TOKEN,
  },
  {
    name: 'pod-session-issued',
    expression: `eventSource == "sts.amazonaws.com" and eventName == "AssumeRoleWithWebIdentity"
      and startsWith(userIdentity.userName, "system:serviceaccount:") and succeeded()`,
    generate: false,
    severity: 'info',
    description: 'A pod got a session of its role.',
    noise: FEEDS('pod-session-issued-and-misused'),
    reference: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
    mitre: TOKEN,
  },
  {
    name: 'sensitive-calls-of-session',
    expression: `userIdentity.type == "AssumedRole"
      and eventName in ("AttachRolePolicy", "CreateAccessKey", "CreateRole", "CreateUser", "DeleteTrail",
        "DescribeInstances", "DescribeParameters", "GetCallerIdentity", "GetRolePolicy", "GetSecretValue",
        "ListAttachedRolePolicies", "ListBuckets", "ListFunctions", "ListKeys", "ListRoles", "ListSecrets",
        "ListUsers", "ModifyInstanceAttribute", "PutRolePolicy", "SendCommand", "StartSession", "StopLogging",
        "UpdateAssumeRolePolicy")
      and not byAwsService()`,
    correlation: different('eventName', [KEY], 4, HOUR),
    generate: false,
    severity: 'info',
    description: 'A session made four different calls of those that attackers begin with.',
    noise: FEEDS('pod-session-issued-and-misused'),
    reference: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
    mitre: TOKEN,
  },
  {
    name: 'pod-session-issued-and-misused',
    expression: '',
    correlation: oneAfterTheOther(['pod-session-issued', 'sensitive-calls-of-session'], ['key'], HOUR, {
      key: { 'pod-session-issued': ISSUED_KEY, 'sensitive-calls-of-session': KEY },
    }),
    severity: 'medium',
    description:
      'A pod got a session and made four different calls of those that attackers begin with, within an hour.',
    noise: 'Low to medium. Controllers and scanners that run in a cluster: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
    mitre: TOKEN,
  },
  {
    name: 'models-listed-with-long-term-key',
    expression: `eventSource == "bedrock.amazonaws.com" and eventName == "ListFoundationModels" and ${LONG_TERM_KEY}`,
    generate: false,
    severity: 'info',
    description: 'The models of Bedrock were listed with a long-term access key.',
    noise: FEEDS('models-listed-and-invoked-with-long-term-key'),
    reference: MODELS,
    mitre: HIJACKING,
  },
  {
    name: 'model-invoked-with-long-term-key',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream")
      and ${LONG_TERM_KEY}`,
    generate: false,
    severity: 'info',
    description: 'A model of Bedrock was called with a long-term access key.',
    noise: FEEDS('models-listed-and-invoked-with-long-term-key'),
    reference: MODELS,
    mitre: HIJACKING,
  },
  {
    name: 'models-listed-and-invoked-with-long-term-key',
    expression: '',
    correlation: oneAfterTheOther(
      ['models-listed-with-long-term-key', 'model-invoked-with-long-term-key'],
      [KEY],
      15 * MINUTE,
    ),
    severity: 'high',
    description:
      'A long-term access key listed the models of Bedrock and called one within a quarter of an hour, as buyers of stolen keys do.',
    noise: 'Low. Developers who try Bedrock.',
    reference: MODELS,
    mitre: HIJACKING,
  },
];
