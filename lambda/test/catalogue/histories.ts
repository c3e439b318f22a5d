// Histories of events for the correlations of the catalogue: one that fires and one that nearly does.

import { BULK_HISTORIES } from './histories-in-bulk.ts';
import { FIRST_USE_HISTORIES } from './histories-of-first-uses.ts';
import { SESSION_HISTORIES } from './histories-of-sessions.ts';
import {
  counted,
  distinct,
  event,
  firstUse,
  type Histories,
  HOUR,
  MINUTE,
  NOT_ALICE,
  numbered,
  SECOND,
  series,
} from './history-parts.ts';

const NEW_KEY = 'key-of-other-user-created';
const SIGN_INS = 'console-sign-ins-from-several-networks';
const BOB = { 'userIdentity.userName': 'bob' };

/** By rule: a history that opens one alert, and histories that open none. */
export const HISTORIES: Histories = {
  ...FIRST_USE_HISTORIES,
  ...BULK_HISTORIES,
  ...SESSION_HISTORIES,
  'root-password-guessed': counted('root-password-guessed', 3, 15 * MINUTE),
  'console-password-guessed': counted('console-password-guessed', 10, MINUTE),
  'console-password-guessed-from-many-addresses': distinct(
    'console-password-guessed-from-many-addresses',
    5,
    10 * MINUTE,
    (index) => ({ sourceIPAddress: `198.41.200.${index}` }),
  ),
  'console-passwords-sprayed': distinct('console-passwords-sprayed', 5, 10 * MINUTE, numbered('userIdentity.userName')),
  'console-sign-ins-failed-in-a-row': counted('console-sign-ins-failed-in-a-row', 5, 5 * MINUTE),
  'console-sign-in-after-failures': {
    fires: [...series('console-sign-ins-failed-in-a-row', 5, MINUTE), event('console-sign-in-of-user', 10 * MINUTE)],
    misses: [
      [...series('console-sign-ins-failed-in-a-row', 4, MINUTE), event('console-sign-in-of-user', 10 * MINUTE)],
      [
        ...series('console-sign-ins-failed-in-a-row', 5, MINUTE),
        event('console-sign-in-of-user', 10 * MINUTE, { 'userIdentity.userName': 'carol' }),
      ],
      [event('console-sign-in-of-user', -MINUTE), ...series('console-sign-ins-failed-in-a-row', 5, MINUTE)],
    ],
  },
  'unknown-users-tried-in-console': counted('unknown-users-tried-in-console', 10, MINUTE),
  'console-sign-in-with-password-set-by-other': {
    fires: [event('password-of-other-user-set', 0), event('console-sign-in-of-user', 10 * MINUTE, BOB)],
    misses: [
      [event('password-of-other-user-set', 0), event('console-sign-in-of-user', 10 * MINUTE)],
      [event('password-of-other-user-set', 0), event('console-sign-in-of-user', 2 * HOUR, BOB)],
      [event('console-sign-in-of-user', 0, BOB), event('password-of-other-user-set', 10 * MINUTE)],
      [
        event('password-of-other-user-set', 0),
        event('console-sign-in-of-user', 10 * MINUTE, { ...BOB, sourceIPAddress: '1.2.3.4' }),
      ],
    ],
  },
  'console-sign-ins-from-several-networks': {
    fires: [event(SIGN_INS, 0), event(SIGN_INS, 2 * MINUTE, { sourceIPAddress: '1.2.3.4' })],
    misses: [
      [event(SIGN_INS, 0), event(SIGN_INS, 2 * MINUTE, { sourceIPAddress: '198.41.1.1' })],
      [event(SIGN_INS, 0), event(SIGN_INS, 6 * MINUTE, { sourceIPAddress: '1.2.3.4' })],
      [event(SIGN_INS, 0), event(SIGN_INS, 2 * MINUTE, { ...NOT_ALICE, sourceIPAddress: '1.2.3.4' })],
    ],
  },
  'many-calls-denied': counted('many-calls-denied', 30, 8 * SECOND),
  'many-services-denied': distinct('many-services-denied', 5, MINUTE, numbered('eventSource')),
  'much-discovered': distinct('much-discovered', 60, 5 * SECOND, (index) => ({ eventName: `Describe${index}` })),
  'many-regions-discovered': distinct('many-regions-discovered', 12, 30 * SECOND, numbered('awsRegion')),
  'many-buckets-probed': distinct('many-buckets-probed', 10, 30 * SECOND, numbered('requestParameters.bucketName')),
  'policies-simulated': counted('policies-simulated', 10, 5 * MINUTE),
  'many-secrets-read': distinct('many-secrets-read', 10, 5 * MINUTE, numbered('requestParameters.secretId')),
  'secrets-read-in-batches': counted('secrets-read-in-batches', 3, 4 * MINUTE),
  'many-parameters-decrypted': counted('many-parameters-decrypted', 30, 15 * SECOND),
  'parameters-decrypted-in-batches': counted('parameters-decrypted-in-batches', 4, 3 * MINUTE),
  'user-data-of-many-instances-read': distinct(
    'user-data-of-many-instances-read',
    5,
    10 * MINUTE,
    numbered('requestParameters.instanceId'),
  ),
  'windows-passwords-of-many-instances-read': distinct(
    'windows-passwords-of-many-instances-read',
    5,
    10 * MINUTE,
    numbered('requestParameters.instanceId'),
  ),
  'many-snapshots-shared': distinct('many-snapshots-shared', 5, 10 * MINUTE, numbered('requestParameters.snapshotId')),
  'many-snapshots-deleted': counted('many-snapshots-deleted', 20, 2 * MINUTE),
  'many-instances-launched': counted('many-instances-launched', 20, 20 * SECOND),
  'many-instances-terminated': counted('many-instances-terminated', 20, 20 * SECOND),
  'instances-launched-in-new-region': firstUse('instances-launched-in-new-region', { awsRegion: 'sa-east-1' }),
  'long-term-key-used-from-new-network': firstUse('long-term-key-used-from-new-network', {
    sourceIPAddress: '1.2.3.4',
  }),
  'new-client-of-identity': firstUse('new-client-of-identity', { userAgent: 'Boto3/1.34.0' }),
  // The account that owns the role sees only the account of a foreign caller.
  'role-assumed-by-new-principal': firstUse('role-assumed-by-new-principal', {
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAFOREIGN', accountId: '999999999999' },
  }),
  'model-first-invoked-by-identity': firstUse('model-first-invoked-by-identity', NOT_ALICE),
  'session-started-by-new-identity': firstUse('session-started-by-new-identity', NOT_ALICE),
  'instance-credentials-used-elsewhere': {
    fires: series('instance-credentials-used-elsewhere', 30, MINUTE),
    misses: [],
  },
  'attack-tool-used': {
    fires: series('attack-tool-used', 30, MINUTE),
    misses: [],
  },
  'instance-password-read': {
    fires: series('instance-password-read', 30, MINUTE),
    misses: [],
  },
  'key-of-other-user-created-and-used': {
    fires: [event(NEW_KEY, 0), event('long-term-key-used', 10 * MINUTE)],
    misses: [
      [event(NEW_KEY, 0), event('long-term-key-used', 2 * HOUR)],
      [event(NEW_KEY, 0), event('long-term-key-used', 10 * MINUTE, { 'userIdentity.accessKeyId': 'AKIAOTHERKEY' })],
    ],
  },
  'key-created-used-and-deleted': {
    fires: [event(NEW_KEY, 0), event('long-term-key-used', 10 * MINUTE), event('key-deleted', 20 * MINUTE)],
    misses: [
      [event(NEW_KEY, 0), event('key-deleted', 20 * MINUTE), event('long-term-key-used', 30 * MINUTE)],
      [event(NEW_KEY, 0), event('long-term-key-used', 10 * MINUTE), event('key-deleted', 2 * HOUR)],
    ],
  },
  'user-created-and-deleted': {
    fires: [event('user-created', 0), event('user-deleted', 20 * HOUR)],
    misses: [
      [event('user-created', 0), event('user-deleted', 25 * HOUR)],
      [event('user-created', 0), event('user-deleted', HOUR, { 'requestParameters.userName': 'carol' })],
    ],
  },
};
