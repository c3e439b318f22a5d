import { describe, expect, it } from 'vitest';
import { alertLinks, eventLink, identityLink, resourceLinks } from '../../src/core/render/console-links.ts';

const DIRECT = { functionName: 'f', accountNames: {} };
const eventID = '0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af';

describe('eventLink', () => {
  it.each([
    ['eu-west-1', 'https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/'],
    ['cn-north-1', 'https://console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events/'],
    ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/events/'],
    [
      'eusc-de-east-1',
      'https://eusc-de-east-1.console.amazonaws-eusc.eu/cloudtrailv2/home?region=eusc-de-east-1#/events/',
    ],
  ])('points to the console of region %s', (awsRegion, start) => {
    expect(eventLink({ awsRegion, eventID }, DIRECT)?.url).toBe(start + eventID);
  });

  it.each([
    ['an isolated partition', { awsRegion: 'us-iso-east-1', eventID }],
    ['an invalid region', { awsRegion: 'x.evil.example/', eventID }],
    ['an invalid event id', { awsRegion: 'eu-west-1', eventID: '../../x?y' }],
    ['no event id', { awsRegion: 'eu-west-1' }],
    ['no region', { eventID }],
    ['a finding', { awsRegion: 'eu-west-1', eventID, eventType: 'CloudTrailToSlackFinding' }],
  ])('is not made for %s', (_, record) => {
    expect(eventLink(record, DIRECT)).toBeNull();
  });
});

describe('identityLink', () => {
  const awsRegion = 'eu-west-1';
  it.each<[string, object, string | null]>([
    [
      'a user',
      { type: 'IAMUser', userName: 'jane doe/x' },
      'https://console.aws.amazon.com/iam/home#/users/details/jane%20doe%2Fx',
    ],
    [
      'a role',
      { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/Admin/jane' },
      'https://console.aws.amazon.com/iam/home#/roles/details/Admin',
    ],
    ['a service', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, null],
  ])('points to %s', (_, userIdentity, url) => {
    expect(identityLink({ awsRegion, userIdentity } as never, DIRECT)?.url ?? null).toBe(url);
  });
});

describe('resourceLinks', () => {
  const awsRegion = 'eu-west-1';
  it.each<[string, object, string[]]>([
    [
      'to the object of a finding',
      { bucketName: 'logs', key: 'AWSLogs/a&b/c d.json.gz' },
      ['https://console.aws.amazon.com/s3/object/logs?prefix=AWSLogs%2Fa%26b%2Fc%20d.json.gz'],
    ],
    ['to nothing for a finding without an object', { regions: ['eu-west-1'] }, []],
  ])('points %s', (_, additionalEventData, urls) => {
    const record = { awsRegion, eventType: 'CloudTrailToSlackFinding', additionalEventData } as never;
    expect(resourceLinks(record, DIRECT).map(({ url }) => url)).toEqual(urls);
  });

  it('names a resource as its page does, not by ARN', () => {
    const requestParameters = { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    const [link] = resourceLinks({ awsRegion, eventSource: 'iam.amazonaws.com', requestParameters }, DIRECT);
    expect(link?.label).toBe('policy AdministratorAccess');
  });

  it.each<[string, object, string[]]>([
    ['s3', { bucketName: 'invoices' }, ['https://console.aws.amazon.com/s3/buckets/invoices?region=eu-west-1']],
    [
      'ec2',
      { groupId: 'sg-1', vpcId: 'vpc-1' },
      [
        'https://console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=sg-1',
        'https://console.aws.amazon.com/vpcconsole/home?region=eu-west-1#VpcDetails:VpcId=vpc-1',
      ],
    ],
    [
      'lambda',
      { functionName: 'orders' },
      ['https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders'],
    ],
    [
      'lambda',
      { functionName: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live' },
      ['https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders'],
    ],
    [
      'lambda',
      { functionName: 'arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Aorders' },
      ['https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders'],
    ],
    [
      'kms',
      { keyId: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
      ['https://console.aws.amazon.com/kms/home?region=eu-west-1#/kms/keys/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ],
    ['kms', { keyId: 'alias/aws/secretsmanager' }, []],
    ['kms', { keyId: 'arn:aws:kms:eu-west-1:123456789012:alias/orders' }, []],
    [
      'dynamodb',
      { tableName: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders' },
      ['https://console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#table?name=orders'],
    ],
    [
      'iam',
      { userName: '@evil.example/#<x>|y' },
      ['https://console.aws.amazon.com/iam/home#/users/details/%40evil.example%2F%23%3Cx%3E%7Cy'],
    ],
    ['athena', { name: 'x' }, []],
  ])('point to the resources of a request to %s', (service, requestParameters, urls) => {
    const record = { awsRegion, eventSource: `${service}.amazonaws.com`, requestParameters } as never;
    expect(resourceLinks(record, DIRECT).map(({ url }) => url)).toEqual(urls);
  });
});

describe('links through the access portal', () => {
  const portal = { ...DIRECT, accessPortalUrl: 'https://d-0123456789.awsapps.com/start' };
  const record = {
    awsRegion: 'eu-west-1',
    eventID,
    eventSource: 's3.amazonaws.com',
    recipientAccountId: '111111111111',
    userIdentity: { type: 'IAMUser', userName: 'jane', accountId: '222222222222' },
    requestParameters: { bucketName: 'a b' },
  };
  const [EVENT, USER, BUCKET] = [
    `https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/${eventID}`,
    'https://console.aws.amazon.com/iam/home#/users/details/jane',
    'https://console.aws.amazon.com/s3/buckets/a%20b?region=eu-west-1',
  ];

  it.each([
    ['the event', '111111111111', EVENT, () => eventLink(record, portal)],
    ['the identity', '222222222222', USER, () => identityLink(record, portal)],
    ['the resource', '111111111111', BUCKET, () => resourceLinks(record, portal)[0]],
  ])('sign in to the account of %s', (_, account, destination, make) => {
    const url = new URL(make()?.url ?? '');
    expect(`${url.origin}${url.pathname}`).toBe(`${portal.accessPortalUrl}/`);
    const [route, query] = url.hash.split('?');
    expect([route, Object.fromEntries(new URLSearchParams(query))]).toEqual([
      '#/console',
      { account_id: account, destination },
    ]);
  });

  it.each([
    ['an unknown account', { ...record, recipientAccountId: '' }],
    ['an invalid account', { ...record, recipientAccountId: '1&destination=https://evil.example' }],
    [
      'an account with more behind it',
      { ...record, recipientAccountId: '111111111111&destination=https://evil.example' },
    ],
    ['an account with more before it', { ...record, recipientAccountId: 'https://evil.example/111111111111' }],
  ])('are not made for %s, which has a direct link', (_, invalid) => {
    const { userIdentity: _identity, ...rest } = invalid;
    expect(eventLink(rest, portal)?.url).toBe(EVENT);
  });

  it('are not made for pages outside the console', () => {
    const runbookUrl = 'https://wiki.example.com/x';
    expect(alertLinks(record, { runbookUrl }, portal)[0]?.url).toBe(runbookUrl);
  });
});
