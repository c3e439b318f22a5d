import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { headlineOf, sentenceText } from '../../src/core/render/headline.ts';
import { PHRASES } from '../../src/core/render/sentences/catalogue.ts';
import { INFINITIVES } from '../../src/core/render/sentences/phrase.ts';

type SentenceCase = CloudTrailRecord & { eventSource: string; eventName: string; sentence: string };

const cases: SentenceCase[] = JSON.parse(readFileSync(new URL('sentences.cases.json', import.meta.url), 'utf8'));
const context = { functionName: 'cloudtrail-to-slack', accountNames: { '123456789012': 'prod' } };

function sentenceOf(record: object): string {
  const userIdentity = { type: 'IAMUser', userName: 'jane' };
  return sentenceText(headlineOf({ userIdentity, ...record } as CloudTrailRecord, context));
}

describe('the catalogue of sentences', () => {
  it.each(cases)('describes $eventSource $eventName', ({ sentence, ...record }) => {
    expect(sentenceOf(record)).toBe(sentence);
  });

  it('has a case for every entry and an entry for every case', () => {
    const covered = cases.map((one) => `${one.eventSource} ${one.eventName.replace(/\d{8}(v\d)?$/, '')}`);
    expect(covered.sort()).toEqual([...PHRASES.keys()].sort());
  });

  it.each([...PHRASES])('starts the phrase of %s with a verb that has an infinitive', (_, phrase) => {
    expect(INFINITIVES.has(phrase.split(' ')[0] as string)).toBe(true);
  });

  it.each([...PHRASES])('describes %s without any of its fields', (event) => {
    const [eventSource, eventName] = event.split(' ');
    const sentence = sentenceOf({ eventSource, eventName });
    expect(sentence).toMatch(/^jane [a-z]+/);
    expect(sentence).not.toMatch(/[{}[\]?]|undefined|null| {2}| $/);
  });
});

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
    ['uses the event name if a field is missing', { ...bucket, requestParameters: null }, 'jane called DeleteBucket'],
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
    ['says that the event name is missing', {}, 'jane made an unnamed call'],
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
