// Histories of events for the correlations of the catalogue: one that fires and one that nearly does. Records are the cases of the
// rules, at other times and with other values.

import type { CloudTrailRecord, JsonObject } from '../../src/core/records/record.ts';
import { readPackCases } from './pack-cases.ts';

export type History = readonly CloudTrailRecord[];

const CASES = { ...readPackCases(import.meta.dirname, 'behavior'), ...readPackCases(import.meta.dirname, 'threats') };

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START_MS = Date.parse('2024-05-06T07:00:00Z');

// The n-th matching case of a rule, `seconds` after the start, with other values at dotted paths.
function event(
  rule: string,
  seconds: number,
  change: Readonly<Record<string, unknown>> = {},
  index = 0,
): CloudTrailRecord {
  const record = structuredClone(CASES[rule]?.matches[index]) as Record<string, unknown>;
  const set = {
    eventTime: new Date(START_MS + seconds * 1000).toISOString(),
    eventID: `event-${rule}-${seconds}`,
    ...change,
  };
  for (const [path, value] of Object.entries(set)) setAt(record, path.split('.'), value);
  return record as JsonObject;
}

function setAt(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else setAt(target[name] as Record<string, unknown>, rest, value);
}

type Change = (index: number) => Readonly<Record<string, unknown>>;

// `count` events, one every `every` seconds.
const series = (rule: string, count: number, every: number, change: Change = () => ({})): History =>
  Array.from({ length: count }, (_, index) => event(rule, index * every, change(index)));

const numbered =
  (path: string): Change =>
  (index) => ({ [path]: `${path}-${index}` });

const NOT_ALICE: Readonly<Record<string, unknown>> = {
  'userIdentity.arn': 'arn:aws:iam::123456789012:user/carol',
  'userIdentity.userName': 'carol',
};

/** A count that is reached in time, not reached, and reached too slowly. */
const counted = (rule: string, count: number, every: number, change?: Change) => ({
  fires: series(rule, count, every, change),
  misses: [series(rule, count - 1, every, change), series(rule, count, every * 3, change)],
});

/** As many events, but of the same value. */
const distinct = (rule: string, count: number, every: number, change: Change) => ({
  fires: series(rule, count, every, change),
  misses: [series(rule, count - 1, every, change), series(rule, count * 2, every / 2, () => change(0))],
});

// Something old after the learning time, then something new.
const firstUse = (rule: string, fresh: Readonly<Record<string, unknown>>) => ({
  fires: [event(rule, 0), event(rule, 8 * DAY), event(rule, 9 * DAY, fresh)],
  misses: [
    [event(rule, 0), event(rule, 8 * DAY), event(rule, 20 * DAY)],
    [event(rule, 0), event(rule, 6 * DAY, fresh), event(rule, 9 * DAY, fresh)],
  ],
});

const NEW_KEY = 'key-of-other-user-created';

/** By rule: a history that opens one alert, and histories that open none. */
export const HISTORIES: Readonly<Record<string, { readonly fires: History; readonly misses: readonly History[] }>> = {
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
  'many-instances-terminated': counted('many-instances-terminated', 20, 20 * SECOND),
  'instances-launched-in-new-region': firstUse('instances-launched-in-new-region', { awsRegion: 'sa-east-1' }),
  'long-term-key-used-from-new-network': firstUse('long-term-key-used-from-new-network', {
    sourceIPAddress: '1.2.3.4',
  }),
  'new-client-of-identity': firstUse('new-client-of-identity', { userAgent: 'Boto3/1.34.0' }),
  'role-assumed-by-new-principal': firstUse('role-assumed-by-new-principal', NOT_ALICE),
  'model-first-invoked-by-identity': firstUse('model-first-invoked-by-identity', NOT_ALICE),
  'session-started-by-new-identity': firstUse('session-started-by-new-identity', NOT_ALICE),
  'instance-credentials-used-elsewhere': {
    fires: series('instance-credentials-used-elsewhere', 30, MINUTE),
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
