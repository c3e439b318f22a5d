// What a call was about. In: a record. Out: the name of a resource, as the record contains it: an ARN, an id or a name.
// Values are untrusted and of any length.

import { decodeArn } from './arn.ts';
import { textAt, valueAt } from './field-path.ts';
import { type CloudTrailRecord, isJsonObject, type Json } from './record.ts';

/** The first resource that the record lists or that the request names; `''` if there is none. */
export function resourceOf(record: CloudTrailRecord): string {
  return listedResource(record) ?? requestedResource(record) ?? '';
}

const MOST_RESOURCES = 100;

function listedResource(record: CloudTrailRecord): string | undefined {
  const resources = valueAt(record, 'resources');
  if (!Array.isArray(resources)) return undefined;
  const arn = resources
    .slice(0, MOST_RESOURCES)
    .map((resource: Json) => textAt(resource, 'ARN'))
    .find(isName);
  return arn === undefined ? undefined : decodeArn(arn);
}

// From narrow to wide: a policy that is attached to a role, a key in a bucket.
const REQUEST_FIELDS = [
  ...['secretId', 'keyId', 'policyArn', 'functionName', 'tableName', 'topicArn', 'queueUrl', 'stackName', 'name'],
  ...['dBSnapshotIdentifier', 'dBInstanceIdentifier', 'dBClusterIdentifier', 'snapshotId', 'imageId', 'instanceId'],
  ...['groupId', 'volumeId', 'vpcId', 'subnetId', 'networkInterfaceId', 'accessKeyId', 'roleArn', 'roleName'],
  ...['userName', 'groupName', 'instanceProfileName', 'policyName', 'bucketName', 'logGroupName', 'resourceArn'],
];

function requestedResource(record: CloudTrailRecord): string | undefined {
  const request = valueAt(record, 'requestParameters');
  if (!isJsonObject(request)) return undefined;
  const field = REQUEST_FIELDS.find((name) => Object.hasOwn(request, name) && isName(request[name]));
  return field === undefined ? undefined : decodeArn(request[field] as string);
}

function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
