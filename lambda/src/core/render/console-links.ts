// Links into the AWS console. In: a record. Out: https URLs of pages for its event, its identity and its resource, only
// where the console has such a page; every value is encoded into its place, so no event can lead a link elsewhere.

import { roleNameOf } from '../records/actor.ts';
import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { RuleDefinition } from '../rules/rule.ts';

/** A page of the console and what a reader finds there. */
export interface ConsoleLink {
  readonly label: string;
  readonly url: string;
}

/** Every page that helps with an alert: the runbook of its rule, who acted, what it was about, the event. */
export function alertLinks(
  record: CloudTrailRecord,
  { runbookUrl }: Pick<RuleDefinition, 'runbookUrl'>,
): ConsoleLink[] {
  const runbook = runbookUrl === null ? null : { label: 'runbook', url: runbookUrl };
  return [runbook, identityLink(record), ...resourceLinks(record), eventLink(record)].filter((one) => one !== null);
}

/** The record's page in CloudTrail's event history; null without event id, or where there is no public console. */
export function eventLink(record: CloudTrailRecord): ConsoleLink | null {
  const id = textAt(record, 'eventID') ?? '';
  if (!/^[\w-]{1,64}$/.test(id)) return null;
  return page(record, 'event in CloudTrail', (region) => `cloudtrailv2/home?region=${region}#/events/${id}`);
}

/** The page of the user or role that acted. */
export function identityLink(record: CloudTrailRecord): ConsoleLink | null {
  const role = roleNameOf(record);
  if (role !== null) return page(record, `role ${role}`, () => `iam/home#/roles/details/${encode(role)}`);
  const user = textAt(record, 'userIdentity.type') === 'IAMUser' ? textAt(record, 'userIdentity.userName') : undefined;
  return user ? page(record, `user ${user}`, () => `iam/home#/users/details/${encode(user)}`) : null;
}

/** The pages of the resources that the call was about, at most three. */
export function resourceLinks(record: CloudTrailRecord): readonly ConsoleLink[] {
  const source = textAt(record, 'eventSource');
  const links = RESOURCE_PAGES.filter((entry) => entry.source === source).map(({ field, what, path }) => {
    const name = nameIn(field, textAt(record, `requestParameters.${field}`) ?? '');
    return name ? page(record, `${what} ${name}`, (region) => path(encode(name), region)) : null;
  });
  return links.filter((link) => link !== null).slice(0, 3);
}

// Calls may name these by ARN, while their pages go by name alone; and no page goes by a key's alias.
const NAME_IN_ARN: ReadonlyMap<string, RegExp> = new Map([
  ['functionName', /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/],
  ['keyId', /^arn:[^:]*:kms:[^:]*:[^:]*:key\/(.+)$/],
  ['tableName', /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)/],
]);

function nameIn(field: string, value: string): string {
  const pattern = NAME_IN_ARN.get(field);
  if (field === 'keyId' && /^(?:arn:.*:)?alias\//.test(value)) return '';
  return pattern?.exec(value)?.[1] ?? value;
}

interface ResourcePage {
  readonly source: string;
  readonly field: string;
  readonly what: string;
  readonly path: (name: string, region: string) => string;
}

const RESOURCE_PAGES: readonly ResourcePage[] = [
  at('s3', 'bucketName', 'bucket', (name, region) => `s3/buckets/${name}?region=${region}`),
  at('iam', 'userName', 'user', (name) => `iam/home#/users/details/${name}`),
  at('iam', 'roleName', 'role', (name) => `iam/home#/roles/details/${name}`),
  at('iam', 'groupName', 'group', (name) => `iam/home#/groups/details/${name}`),
  at('iam', 'policyArn', 'policy', (arn) => `iam/home#/policies/details/${arn}`),
  at('ec2', 'instanceId', 'instance', (id, region) => `ec2/home?region=${region}#InstanceDetails:instanceId=${id}`),
  at('ec2', 'groupId', 'security group', (id, region) => `ec2/home?region=${region}#SecurityGroup:groupId=${id}`),
  at('ec2', 'snapshotId', 'snapshot', (id, region) => `ec2/home?region=${region}#SnapshotDetails:snapshotId=${id}`),
  at('ec2', 'imageId', 'image', (id, region) => `ec2/home?region=${region}#ImageDetails:imageId=${id}`),
  at('ec2', 'vpcId', 'VPC', (id, region) => `vpcconsole/home?region=${region}#VpcDetails:VpcId=${id}`),
  at(
    'ec2-instance-connect',
    'instanceId',
    'instance',
    (id, region) => `ec2/home?region=${region}#InstanceDetails:instanceId=${id}`,
  ),
  at('lambda', 'functionName', 'function', (name, region) => `lambda/home?region=${region}#/functions/${name}`),
  at('kms', 'keyId', 'key', (id, region) => `kms/home?region=${region}#/kms/keys/${id}`),
  at('rds', 'dBInstanceIdentifier', 'database', (id, region) => `rds/home?region=${region}#database:id=${id}`),
  at('dynamodb', 'tableName', 'table', (name, region) => `dynamodbv2/home?region=${region}#table?name=${name}`),
  at('secretsmanager', 'secretId', 'secret', (id, region) => `secretsmanager/secret?name=${id}&region=${region}`),
  at('sns', 'topicArn', 'topic', (arn, region) => `sns/v3/home?region=${region}#/topic/${arn}`),
  at(
    'cloudformation',
    'stackName',
    'stack',
    (name, region) => `cloudformation/home?region=${region}#/stacks?filteringText=${name}`,
  ),
];

function at(service: string, field: string, what: string, path: ResourcePage['path']): ResourcePage {
  return { source: `${service}.amazonaws.com`, field, what, path };
}

function page(record: CloudTrailRecord, label: string, path: (region: string) => string): ConsoleLink | null {
  const region = textAt(record, 'awsRegion') ?? '';
  const domain = consoleDomain(region);
  return domain === null ? null : { label, url: `https://${domain}/${path(region)}` };
}

// https://docs.aws.amazon.com/general/latest/gr/aws-arns.html names the partitions. The isolated ones (`us-iso-east-1`, `eu-isoe-west-1`) have
// no public console, and the European sovereign one (`eusc-de-east-1`) is not reached through this one.
function consoleDomain(region: string): string | null {
  if (!/^[a-z0-9-]{2,30}$/.test(region) || /^(?:us|eu)-iso|^eusc-/.test(region)) return null;
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return 'console.aws.amazon.com';
}

function encode(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd'));
}
