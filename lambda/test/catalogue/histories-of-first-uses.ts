// Histories for the rules about the first use or call of a kind: one that fires and ones that nearly do.

import { firstUse, type Histories, NOT_ALICE } from './history-parts.ts';

const BY_IDENTITY = [
  'caller-identity-first-asked-by-user',
  'organization-first-explored-by-identity',
  'users-first-listed-by-identity',
  'api-keys-first-read-by-identity',
  'parameter-first-decrypted-by-identity',
  'snapshot-first-taken-by-identity',
  'user-data-first-read-by-identity',
  'session-token-first-issued-to-user',
  'software-inventory-first-read-by-identity',
  'secret-first-read-by-identity',
  'function-first-invoked-by-identity',
  'stack-first-created-by-identity',
  'command-document-first-created-by-identity',
  'job-command-first-replaced-by-identity',
  'topic-first-created-by-identity',
  'iam-first-changed-with-session-of-user',
  'instances-first-launched-by-identity',
] as const;

// What is new in the last event besides the identity.
const BY_MORE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'role-assumed-with-new-mfa-device': { 'requestParameters.serialNumber': 'arn:aws:iam::123456789012:mfa/other' },
  'agent-role-first-called-service': { eventSource: 'secretsmanager.amazonaws.com' },
  'console-sign-in-from-new-network': { sourceIPAddress: '1.2.3.4' },
  'bucket-first-used-anonymously': { 'requestParameters.bucketName': 'private' },
  'identity-pool-first-gave-guest-credentials': { resources: [{ ARN: 'arn:of-another-pool' }] },
  'iam-first-changed-by-instance': {
    'userIdentity.sessionContext.sessionIssuer.arn': 'arn:aws:iam::123456789012:role/worker',
  },
  'table-first-scanned-by-identity': { 'requestParameters.tableName': 'customers' },
  'execution-role-first-passed-by-identity': { 'requestParameters.roleArn': 'arn:aws:iam::123456789012:role/Admin' },
  'subscription-protocol-new-for-identity': { 'requestParameters.protocol': 'https' },
  'message-first-published-by-identity': NOT_ALICE,
  'endpoint-first-used-from-public-address': { sourceIPAddress: '1.2.3.4' },
  'instance-type-first-launched': { 'responseElements.instancesSet.items': [{ instanceType: 'c7i.24xlarge' }] },
  'endpoint-first-denied-identity': { vpcEndpointId: 'vpce-0dcba4321' },
};

/** By rule: a history that opens one alert, and histories that open none. */
export const FIRST_USE_HISTORIES: Histories = Object.fromEntries([
  ...BY_IDENTITY.map((rule) => [rule, firstUse(rule, NOT_ALICE)] as const),
  ...Object.entries(BY_MORE).map(([rule, fresh]) => [rule, firstUse(rule, fresh)] as const),
]);
