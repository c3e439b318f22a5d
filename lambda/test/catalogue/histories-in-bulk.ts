// Histories for the rules about many events or values: one that fires and ones that nearly do.

import { counted, distinct, type Histories, MINUTE, numbered, SECOND } from './history-parts.ts';

/** By rule: a history that opens one alert, and histories that open none. */
export const BULK_HISTORIES: Histories = {
  'many-bucket-settings-read': distinct(
    'many-bucket-settings-read',
    20,
    10 * SECOND,
    numbered('requestParameters.bucketName'),
  ),
  'many-functions-read': distinct('many-functions-read', 30, 8 * SECOND, numbered('requestParameters.functionName')),
  'quotas-read-in-many-regions': distinct('quotas-read-in-many-regions', 5, 2 * MINUTE, numbered('awsRegion')),
  'principals-guessed-with-trust-policy': counted('principals-guessed-with-trust-policy', 10, 5 * MINUTE),
  'model-invoked-in-bulk-by-person': counted('model-invoked-in-bulk-by-person', 200, 2 * SECOND),
  'functions-invoked-in-bulk-by-person': counted('functions-invoked-in-bulk-by-person', 300, 10 * SECOND),
  'many-keys-made-unusable': distinct('many-keys-made-unusable', 3, 20 * MINUTE, numbered('requestParameters.keyId')),
  'protection-of-many-instances-disabled': distinct(
    'protection-of-many-instances-disabled',
    5,
    10 * MINUTE,
    numbered('requestParameters.instanceId'),
  ),
  'protection-of-many-databases-disabled': distinct(
    'protection-of-many-databases-disabled',
    3,
    20 * MINUTE,
    numbered('requestParameters.dBInstanceIdentifier'),
  ),
  'many-users-locked-out': distinct('many-users-locked-out', 5, 10 * MINUTE, numbered('requestParameters.userName')),
  'many-images-deregistered': distinct(
    'many-images-deregistered',
    10,
    5 * MINUTE,
    numbered('requestParameters.imageId'),
  ),
  'many-roles-deleted': counted('many-roles-deleted', 20, 2 * MINUTE),
  'many-objects-deleted-by-person': counted('many-objects-deleted-by-person', 100, 5 * SECOND),
  'session-used-from-many-networks': distinct('session-used-from-many-networks', 3, 10 * MINUTE, (index) => ({
    sourceIPAddress: `198.${index + 40}.200.7`,
  })),
  'sensitive-calls-of-session': distinct('sensitive-calls-of-session', 4, 14 * MINUTE, (index) => ({
    eventName: ['ListUsers', 'ListRoles', 'ListBuckets', 'ListKeys'][index],
  })),
};
