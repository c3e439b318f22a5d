import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { headlineOf, sentenceText } from '../../src/core/render/headline.ts';
import { PHRASES } from '../../src/core/render/sentences/catalogue.ts';
import { INFINITIVES } from '../../src/core/render/sentences/phrase.ts';
import { PACKS } from '../../src/core/rules/catalogue/packs.ts';

type SentenceCase = CloudTrailRecord & { eventSource: string; eventName: string; sentence: string };

const cases: SentenceCase[] = JSON.parse(readFileSync(new URL('sentences.cases.json', import.meta.url), 'utf8'));
/** How often each call occurs in 1,543 records of attack simulations; the sources are in the README. */
const corpus: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL('corpus.calls.json', import.meta.url), 'utf8'),
);
const context = { functionName: 'cloudtrail-to-slack', accountNames: { '123456789012': 'prod' } };

function sentenceOf(record: object): string {
  const userIdentity = { type: 'IAMUser', userName: 'jane' };
  return sentenceText(headlineOf({ userIdentity, ...record } as CloudTrailRecord, null, context));
}

describe('the catalogue of sentences', () => {
  it.each(cases)('describes $eventSource $eventName', ({ sentence, ...record }) => {
    expect(sentenceOf(record)).toBe(sentence);
  });

  it('has a case for every entry and an entry for every case', () => {
    const covered = cases.map((one) => `${one.eventSource} ${withoutDate(one.eventName)}`);
    expect(covered.sort()).toEqual([...PHRASES.keys()].sort());
  });

  it.each([...PHRASES])('starts the phrase of %s with a verb that has an infinitive', (_, phrase) => {
    expect(INFINITIVES.has(phrase.split(' ')[0] as string)).toBe(true);
  });

  it.each([...PHRASES])('has fields of %s only in brackets, so that each may be missing', (_, phrase) => {
    expect(phrase.replaceAll(/<[^<>[\]]*>|\[[^<>[\]]*\]/g, '')).not.toMatch(/[{}<>[\]]/);
  });

  it.each([...PHRASES.keys()])('describes %s, refused and without any of its fields', (event) => {
    const [eventSource, eventName] = event.split(' ');
    const sentence = sentenceOf({ eventSource, eventName, requestParameters: null, errorCode: 'AccessDenied' });
    expect(sentence).toMatch(/^jane tried to (?!call )[a-z]+.*, but failed: AccessDenied$/);
    expect(sentence).not.toMatch(/[{}[\]<>|?]|undefined|null| {2}/);
    expect(sentence).not.toMatch(
      /\ba (?:[aeio]|[EIO][a-z]|(?:ACL|EBS|ECS|EKS|IP|MFA|OIDC|SSH|SSM)\b)|\ban (?![aeiouA-Z])/,
    );
  });

  it.each(
    PACKS.flatMap(({ rules }) => rules).map(({ name, expression }) => [name, changesNamedIn(expression)] as const),
  )('describes every change that rule %s names', (_, names) => {
    const known = new Set([...PHRASES.keys()].map((event) => event.split(' ')[1]));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('leaves at most one of a hundred distinct calls of real records with its event name', () => {
    const calls = Object.keys(corpus);
    const named = calls.filter((call) => {
      const [eventSource, eventName] = call.split(' ');
      return / call(?:ed)? /.test(sentenceOf({ eventSource, eventName, requestParameters: null }));
    });
    expect(calls.length).toBe(243);
    expect(named.length / calls.length, named.join(', ')).toBeLessThanOrEqual(0.01);
  });
});

// Some event names end with the date of the API.
function withoutDate(eventName: string): string {
  return eventName.replace(/\d{4}_?\d\d_?\d\d(v\d)?$/, '');
}

const READ_ONLY = /^(?:Get(?!FederationToken)|List|Describe|Head|Lookup|Test|BatchGet)/;

function changesNamedIn(expression: string): string[] {
  const lists = expression.matchAll(/eventName (?:==|in) (\([^)]*\)|"[^"]*")/g);
  const names = [...lists].flatMap(([, list = '']) => list.match(/\w+/g) ?? []);
  return names.filter((name) => !READ_ONLY.test(name) && name !== 'BatchCreateUser'); // IAM has no such operation.
}

describe('a sentence', () => {
  const bucket = { eventSource: 's3.amazonaws.com', eventName: 'DeleteBucket', requestParameters: { bucketName: 'x' } };
  it.each<[string, object, string]>([
    [
      'names the account by its friendly name',
      { ...bucket, recipientAccountId: '123456789012' },
      'jane deleted bucket x in prod',
    ],
    [
      'names the account by its id if it has no name',
      { ...bucket, recipientAccountId: '1' },
      'jane deleted bucket x in 1',
    ],
    [
      'mentions the console',
      { ...bucket, sessionCredentialFromConsole: 'true' },
      'jane deleted bucket x from the console',
    ],
    ['mentions the CLI', { ...bucket, userAgent: 'aws-cli/2.13.0' }, 'jane deleted bucket x with the AWS CLI'],
    [
      'describes a failed call as an attempt',
      { ...bucket, errorCode: 'AccessDenied' },
      'jane tried to delete bucket x, but failed: AccessDenied',
    ],
    [
      'describes a refused switch to a role, which has no error code',
      {
        ...{
          eventSource: 'signin.amazonaws.com',
          eventName: 'SwitchRole',
          responseElements: { SwitchRole: 'Failure' },
        },
        additionalEventData: { SwitchTo: 'arn:aws:iam::123456789012:role/Admin' },
      },
      'jane tried to switch role to Admin, but failed',
    ],
    [
      'omits the name of the resource if the request is not recorded',
      { ...bucket, requestParameters: null },
      'jane deleted a bucket',
    ],
    [
      'describes a refused call, whose request is not recorded',
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'AttachUserPolicy',
        requestParameters: null,
        errorCode: 'AccessDenied',
      },
      'jane tried to attach a policy to a user, but failed: AccessDenied',
    ],
    [
      'names what is recorded and omits the rest',
      { eventSource: 's3.amazonaws.com', eventName: 'GetObject', requestParameters: { bucketName: 'x' } },
      'jane read an object of bucket x',
    ],
    [
      'decodes a percent-encoded ARN',
      {
        eventSource: 'lambda.amazonaws.com',
        eventName: 'UpdateFunctionCode20150331v2',
        requestParameters: { functionName: 'arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Aorders' },
      },
      'jane changed the code of function orders',
    ],
    [
      'does not decode any other value',
      { ...bucket, requestParameters: { bucketName: '100%25' } },
      'jane deleted bucket 100%25',
    ],
    [
      'ignores the date that ends an event name of CloudFront',
      {
        eventSource: 'cloudfront.amazonaws.com',
        eventName: 'UpdateDistribution2020_05_31',
        requestParameters: { id: 'E1A2B3C4D5E6F7' },
      },
      'jane changed CDN distribution E1A2B3C4D5E6F7',
    ],
    [
      'uses the event name if there is no phrase',
      { eventSource: 'a.amazonaws.com', eventName: 'DeleteFoo' },
      'jane called DeleteFoo',
    ],
    [
      'describes a failed call that has no phrase',
      { eventName: 'DeleteFoo', errorCode: 'Oops' },
      'jane tried to call DeleteFoo, but failed: Oops',
    ],
    [
      'describes an Insights event, which has no caller',
      {
        userIdentity: undefined,
        eventType: 'AwsCloudTrailInsight',
        insightDetails: {
          state: 'Start',
          eventSource: 'ec2.amazonaws.com',
          eventName: 'RunInstances',
          insightType: 'ApiCallRateInsight',
        },
      },
      'CloudTrail Insights reported unusual activity: RunInstances of ec2.amazonaws.com (ApiCallRateInsight, Start)',
    ],
    [
      'describes an aggregated event, which has no caller',
      {
        userIdentity: undefined,
        eventType: 'AwsAggregatedEvent',
        eventSource: 's3.amazonaws.com',
        summary: {
          primaryDimension: {
            dimension: 'eventName',
            statistics: [
              { name: 'PutObject', value: 1000 },
              { name: 'GetObject', value: 7 },
            ],
          },
        },
      },
      'CloudTrail counted calls to s3.amazonaws.com by eventName: PutObject, GetObject (1000, 7)',
    ],
    [
      'describes an aggregated event without statistics',
      { userIdentity: undefined, eventType: 'AwsAggregatedEvent' },
      'CloudTrail counted calls',
    ],
    ['says that the event name is missing', {}, 'jane called an unnamed operation'],
    [
      'names three of many values and counts the rest',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'TerminateInstances',
        requestParameters: { instancesSet: { items: [1, 2, 3, 4, 5].map((n) => ({ instanceId: `i-${n}` })) } },
      },
      'jane terminated instances i-1, i-2, i-3 and 2 more',
    ],
    [
      'quotes values of several words',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'CreateSecurityGroup',
        requestParameters: { groupName: 'web", but failed: "AccessDenied' },
      },
      `jane created security group "web', but failed: 'AccessDenied"`,
    ],
    [
      'omits values that CloudTrail hides',
      {
        eventSource: 'sns.amazonaws.com',
        eventName: 'Subscribe',
        requestParameters: { protocol: 'email', endpoint: 'HIDDEN_DUE_TO_SECURITY_REASONS', topicArn: 'alerts' },
      },
      'jane added a subscription to topic alerts by email',
    ],
    [
      'names the permission set of a person',
      {
        ...bucket,
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/a@b.org',
        },
      },
      'a@b.org (Admin) deleted bucket x',
    ],
  ])('%s', (_, record, sentence) => {
    expect(sentenceOf(record)).toBe(sentence);
  });

  const tcp = (fromPort: number, toPort: number) => ({ ipProtocol: 'tcp', fromPort, toPort });
  it.each<[string, object[], string]>([
    ['one port', [tcp(22, 22)], 'port 22 of security group sg-1'],
    ['a range', [tcp(8000, 8080)], 'ports 8000-8080 of security group sg-1'],
    ['several', [tcp(22, 22), { ...tcp(53, 53), ipProtocol: 'udp' }], 'ports 22, 53 of security group sg-1'],
    ['more than three', [1, 2, 3, 4].map((port) => tcp(port, port)), 'ports 1, 2, 3 and 1 more of security group sg-1'],
    ['all of them', [tcp(0, 65_535)], 'security group sg-1'],
    ['all protocols', [{ ipProtocol: '-1' }], 'security group sg-1'],
    ['ICMP types, which are not ports', [{ ipProtocol: 'icmp', fromPort: 8, toPort: -1 }], 'security group sg-1'],
    ['all protocols and a port', [tcp(22, 22), { ipProtocol: '-1' }], 'security group sg-1'],
  ])('names the opened ports: %s', (_, items, group) => {
    const eventName = 'AuthorizeSecurityGroupIngress';
    const requestParameters = { groupId: 'sg-1', ipPermissions: { items } };
    expect(sentenceOf({ eventSource: 'ec2.amazonaws.com', eventName, requestParameters })).toBe(`jane opened ${group}`);
  });

  it('exists for every event of the account watcher', () => {
    const watched = [
      's3.amazonaws.com DeleteBucket',
      's3.amazonaws.com PutBucketPolicy',
      's3.amazonaws.com DeleteBucketPolicy',
      'iam.amazonaws.com CreateAccessKey',
      'iam.amazonaws.com DeleteAccessKey',
      'iam.amazonaws.com UpdateRole',
      'iam.amazonaws.com DeleteRole',
      'signin.amazonaws.com ConsoleLogin',
    ];
    expect(watched.filter((event) => !PHRASES.has(event))).toEqual([]);
  });
});
