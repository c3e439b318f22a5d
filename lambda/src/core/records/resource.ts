// What a call was about. In: a record. Out: the name of a resource, as the record contains it: an ARN, an id or a name.
// Values are untrusted and of any length.

import { decodeArn } from './arn.ts';
import { fieldReader, textAt } from './field-path.ts';
import type { CloudTrailRecord, Json } from './record.ts';

/** The first resource that the record lists or that the request names; `''` if there is none. */
export function resourceOf(record: CloudTrailRecord): string {
  return listedResource(record) ?? requestedResource(record) ?? '';
}

const MOST_RESOURCES = 100;

function listedResource(record: CloudTrailRecord): string | undefined {
  const resources = fieldReader('resources')(record);
  if (!Array.isArray(resources)) return undefined;
  const arns = resources.slice(0, MOST_RESOURCES).map((resource: Json) => textAt(resource, 'ARN'));
  return namesOf(arns)[0];
}

// From narrow to wide: a policy that is attached to a role, a key in a bucket.
const REQUEST_FIELDS = [
  ...['secretId', 'keyId', 'policyArn', 'functionName', 'tableName', 'topicArn', 'queueUrl', 'stackName', 'name'],
  ...['dBSnapshotIdentifier', 'dBInstanceIdentifier', 'dBClusterIdentifier', 'snapshotId', 'imageId', 'instanceId'],
  ...['groupId', 'volumeId', 'vpcId', 'subnetId', 'networkInterfaceId', 'accessKeyId', 'roleArn', 'roleName'],
  ...['userName', 'groupName', 'instanceProfileName', 'policyName', 'bucketName', 'logGroupName', 'resourceArn'],
];

function requestedResource(record: CloudTrailRecord): string | undefined {
  return namesOf(REQUEST_FIELDS.map((field) => textAt(record, `requestParameters.${field}`)))[0];
}

function namesOf(values: readonly (string | undefined)[]): readonly string[] {
  return values.filter((value): value is string => value !== undefined && value !== '').map(decodeArn);
}
