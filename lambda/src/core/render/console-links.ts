// Links to the AWS console. In: a record. Out: https URLs of the pages for its event, identity and resource, if the console
// has such a page. Every value is URL-encoded, so no event can make a link point to another site.

import { accountOf } from '../records/account.ts';
import { roleNameOf } from '../records/actor.ts';
import { decodeArn } from '../records/arn.ts';
import { textAt } from '../records/field-path.ts';
import { isFinding } from '../records/own-finding.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import type { RuleDefinition } from '../rules/rule.ts';
import type { RenderContext } from './render-context.ts';
import { shortName } from './sentences/phrase.ts';

/** A page of the console and what it shows. */
export interface ConsoleLink {
  readonly label: string;
  readonly url: string;
}

/** Every page that helps with an alert: the runbook of its rule, the identity, the resources, the event. */
export function alertLinks(
  record: CloudTrailRecord,
  { runbookUrl }: Pick<RuleDefinition, 'runbookUrl'>,
  context: RenderContext,
): ConsoleLink[] {
  return [
    runbookLink(runbookUrl),
    identityLink(record, context),
    ...resourceLinks(record, context),
    eventLink(record, context),
  ].filter((one) => one !== null);
}

/** The runbook of a rule; null if it has none. */
export function runbookLink(url: string | null): ConsoleLink | null {
  return url === null ? null : { label: 'runbook', url };
}

/** The record's page in CloudTrail's event history; null if the record has no event id, is a finding, or its partition has no public console. */
export function eventLink(record: CloudTrailRecord, context: RenderContext): ConsoleLink | null {
  const id = textAt(record, 'eventID') ?? '';
  if (!/^[\w-]{1,64}$/.test(id) || isFinding(record)) return null;
  const link = page(record, 'event in CloudTrail', (region) => `cloudtrailv2/home?region=${region}#/events/${id}`);
  return inAccount(accountOf(record, null), link, context);
}

/** The page of the user or role that made the call. */
export function identityLink(record: CloudTrailRecord, context: RenderContext): ConsoleLink | null {
  return inAccount(textAt(record, 'userIdentity.accountId') ?? '', identityPage(record), context);
}

function identityPage(record: CloudTrailRecord): ConsoleLink | null {
  const role = roleNameOf(record);
  if (role !== null) return page(record, `role ${role}`, () => `iam/home#/roles/details/${encode(role)}`);
  const user = textAt(record, 'userIdentity.type') === 'IAMUser' ? textAt(record, 'userIdentity.userName') : undefined;
  return user ? page(record, `user ${user}`, () => `iam/home#/users/details/${encode(user)}`) : null;
}

// The log file or digest file that a finding is about. The console finds the region of the bucket.
function objectLink(record: CloudTrailRecord): ConsoleLink | null {
  const [bucket, key] = ['bucketName', 'key'].map((field) => textAt(record, `additionalEventData.${field}`) ?? '');
  if (!bucket || !key) return null;
  return page(record, 'object in S3', () => `s3/object/${encode(bucket)}?prefix=${encode(key)}`);
}

/** The pages of the resources in the request, at most three; of a finding, the page of its object. */
export function resourceLinks(record: CloudTrailRecord, context: RenderContext): readonly ConsoleLink[] {
  if (isFinding(record)) return [objectLink(record)].filter((link) => link !== null);
  const [source, account] = [textAt(record, 'eventSource'), accountOf(record, null)];
  const links = RESOURCE_PAGES.filter((entry) => entry.source === source).map(({ field, what, path }) => {
    const name = nameIn(field, textAt(record, `requestParameters.${field}`) ?? '');
    const link = name ? page(record, `${what} ${shortName(name)}`, (region) => path(encode(name), region)) : null;
    return inAccount(account, link, context);
  });
  return links.filter((link) => link !== null).slice(0, 3);
}

// Requests may name these resources by ARN, but the pages need the name. A key has no page under its alias.
const NAME_IN_ARN: ReadonlyMap<string, RegExp> = new Map([
  ['functionName', /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/],
  ['keyId', /^arn:[^:]*:kms:[^:]*:[^:]*:key\/(.+)$/],
  ['tableName', /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)/],
]);

function nameIn(field: string, recorded: string): string {
  const value = decodeArn(recorded);
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

// A link to the console opens in the account in which the reader is signed in. The portal signs in to the right one, with a role that they choose.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
function inAccount(account: string, link: ConsoleLink | null, { accessPortalUrl }: RenderContext): ConsoleLink | null {
  if (link === null || !accessPortalUrl || !/^\d{12}$/.test(account)) return link;
  const query = `account_id=${account}&destination=${encodeURIComponent(link.url)}`;
  return { ...link, url: `${accessPortalUrl}/#/console?${query}` };
}

function page(record: CloudTrailRecord, label: string, path: (region: string) => string): ConsoleLink | null {
  const region = textAt(record, 'awsRegion') ?? '';
  const domain = consoleDomain(region);
  return domain === null ? null : { label, url: `https://${domain}/${path(region)}` };
}

// https://docs.aws.amazon.com/general/latest/gr/aws-arns.html names the partitions. The isolated ones (`us-iso-east-1`, `eu-isoe-west-1`) have
// no public console, and that of the European sovereign one (`eusc-de-east-1`) has only addresses of regions.
function consoleDomain(region: string): string | null {
  if (!/^[a-z0-9-]{2,30}$/.test(region) || /^(?:us|eu)-iso/.test(region)) return null;
  if (region.startsWith('eusc-')) return `${region}.console.amazonaws-eusc.eu`;
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return 'console.aws.amazon.com';
}

function encode(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd'));
}
