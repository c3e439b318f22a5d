// Correlation alerts by name, for the rendering tests: one or more of each type, with the sentence that each begins with.

import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { CorrelationFacts, TopValue } from '../../src/core/correlation/finding.ts';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { CALLER } from '../../src/core/rules/catalogue/correlate.ts';
import { noticeOfFinding } from '../../src/core/threads/make-notice.ts';
import type { AlertNotice } from '../../src/core/threads/notice.ts';
import { ARN, aFinding, FACTS } from './findings.ts';
import { ORIGIN, RULE } from './notices.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A call of alice. */
function aliceCalled(eventName: string, fields: CloudTrailRecord = {}): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', principalId: 'AIDA1', arn: ARN, accountId: '123456789012', userName: 'alice' },
    eventTime: '2026-03-01T14:03:10Z',
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.9',
    eventID: '3038ebd2-c98a-4c65-9b6e-e22506292a00',
    recipientAccountId: '123456789012',
    ...fields,
  };
}

interface Case {
  readonly sentence: string;
  readonly record: CloudTrailRecord;
  readonly facts: Partial<CorrelationFacts>;
  /** Fields of the rule's correlation that differ from those of the facts. */
  readonly rule?: Partial<Correlation>;
}

const DENIED = { errorCode: 'AccessDenied', errorMessage: 'no' };
const SECRET = { eventSource: 'secretsmanager.amazonaws.com', requestParameters: { secretId: 'prod/db' } };
const top = (kind: TopValue['kind'], text: string, count: number): TopValue => ({ kind, text, count });
const cited = (eventName: string, feeder: string, minutes: number) => ({
  eventId: `3038ebd2-c98a-4c65-9b6e-e2250629${String(minutes).padStart(4, '0')}`,
  eventName,
  region: 'eu-west-1',
  account: '123456789012',
  timeMs: FACTS.startMs + minutes * MINUTE_MS,
  feeder,
});
const values = (count: number, minutes: number): Partial<CorrelationFacts> => ({
  type: 'value_count',
  gte: count,
  count,
  timespanMs: 60 * MINUTE_MS,
  lastMs: FACTS.startMs + minutes * MINUTE_MS,
});
const sequence = (type: 'temporal' | 'temporal_ordered'): Partial<CorrelationFacts> => ({
  type,
  gte: 2,
  count: 2,
  timespanMs: 60 * MINUTE_MS,
  lastMs: FACTS.startMs + 12 * MINUTE_MS,
  events: [cited('CreateAccessKey', 'key-made', 0), cited('GetCallerIdentity', 'key-used-elsewhere', 12)],
  top: [top('event', 'CreateAccessKey', 1), top('event', 'GetCallerIdentity', 1)],
});
const KEY_RULES = { rules: ['key-made', 'key-used-elsewhere'] };

export const CORRELATION_CASES: Readonly<Record<string, Case>> = {
  'calls-denied': {
    sentence: 'alice was denied 20 calls in 8 minutes in prod',
    record: aliceCalled('GetObject', DENIED),
    facts: {},
  },
  'same-call-denied': {
    sentence: 'alice tried to read a secret 20 times in 8 minutes in prod, but failed: AccessDenied',
    record: aliceCalled('GetSecretValue', { ...SECRET, ...DENIED }),
    facts: { top: [top('event', 'GetSecretValue', 20), top('error', 'AccessDenied', 20)] },
  },
  'snapshots-deleted': {
    sentence: 'alice deleted a snapshot 20 times in 8 minutes in prod',
    record: aliceCalled('DeleteSnapshot', { eventSource: 'ec2.amazonaws.com' }),
    facts: { top: [top('event', 'DeleteSnapshot', 20)] },
  },
  'calls-failed': {
    sentence: 'alice failed 20 calls in 8 minutes in prod',
    record: aliceCalled('GetObject', { errorCode: 'NoSuchKey' }),
    facts: { top: [top('event', 'GetObject', 12), top('event', 'X', 8), top('error', 'NoSuchKey', 20)] },
  },
  'calls-with-several-outcomes': {
    sentence: 'alice made 20 calls in 8 minutes in prod',
    record: aliceCalled('GetObject', DENIED),
    facts: { top: [top('event', 'GetObject', 20), top('error', 'AccessDenied', 19)] },
  },
  'calls-whose-names-are-not-all-listed': {
    sentence: 'alice made 20 calls in 8 minutes in prod',
    record: aliceCalled('GetObject'),
    facts: { top: [top('event', 'GetObject', 19)] },
  },
  'calls-from-one-address': {
    sentence: '20 calls from 203.0.113.9 were denied in 8 minutes',
    record: aliceCalled('GetObject', DENIED),
    facts: { groupBy: ['sourceIPAddress'], group: ['203.0.113.9'] },
  },
  'sign-ins-failed-from-one-address': {
    sentence: 'ConsoleLogin failed 20 times from 203.0.113.9 in 8 minutes',
    record: aliceCalled('ConsoleLogin', { eventSource: 'signin.amazonaws.com', errorMessage: 'Failed authentication' }),
    facts: {
      groupBy: ['sourceIPAddress'],
      group: ['203.0.113.9'],
      top: [top('event', 'ConsoleLogin', 20), top('error', 'Failed authentication', 20)],
    },
  },
  'calls-of-one-group': {
    sentence: '20 calls were denied in 8 minutes',
    record: aliceCalled('GetObject', DENIED),
    facts: { groupBy: [], group: [] },
  },
  'calls-by-a-role-with-another-value': {
    sentence: 'role Admin was denied 20 calls with requestParameters.bucketName payroll in 8 minutes in prod',
    record: aliceCalled('GetObject', {
      ...DENIED,
      userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Admin' } } },
    }),
    facts: {
      groupBy: ['userIdentity.sessionContext.sessionIssuer.arn', 'requestParameters.bucketName'],
      group: ['arn:aws:iam::123456789012:role/Admin', 'payroll'],
    },
  },
  'calls-by-a-caller-in-a-role': {
    sentence: 'role Admin was denied 20 calls in 8 minutes in prod',
    record: aliceCalled('GetObject', {
      ...DENIED,
      userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Admin' } } },
    }),
    facts: { groupBy: [CALLER], group: ['arn:aws:iam::123456789012:role/Admin'] },
  },
  'calls-of-the-role-or-the-user': {
    sentence: 'alice was denied 20 calls in 8 minutes in prod',
    record: aliceCalled('GetObject', DENIED),
    facts: { groupBy: ['recipientAccountId', CALLER], group: ['123456789012', ARN] },
  },
  'secrets-read': {
    sentence: 'alice read 12 different secrets in 40 minutes in prod',
    record: aliceCalled('GetSecretValue', SECRET),
    facts: {
      ...values(12, 40),
      top: [top('event', 'GetSecretValue', 14), top('value', 'prod/db', 3), top('value', 'prod/api', 1)],
    },
    rule: { field: 'requestParameters.secretId' },
  },
  'secrets-refused': {
    sentence: 'alice tried to read 12 different secrets in 40 minutes in prod, but failed: AccessDenied',
    record: aliceCalled('GetSecretValue', { ...SECRET, ...DENIED }),
    facts: { ...values(12, 40), top: [top('event', 'GetSecretValue', 14), top('error', 'AccessDenied', 14)] },
    rule: { field: 'requestParameters.secretId' },
  },
  'operations-called': {
    sentence: 'alice called 12 different operations in 40 minutes in prod',
    record: aliceCalled('ListBuckets'),
    facts: { ...values(12, 40), top: ['a', 'b', 'c', 'd', 'e'].map((name) => top('event', name, 1)) },
    rule: { field: 'eventName' },
  },
  'operations-of-services-called-by-a-role': {
    sentence: 'role Admin called 60 different operations in 4 minutes in prod',
    record: aliceCalled('ListBuckets', {
      userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Admin' } } },
    }),
    facts: {
      ...values(60, 4),
      groupBy: [CALLER],
      top: ['a', 'b', 'c', 'd', 'e'].map((name) => top('event', name, 1)),
    },
    rule: { field: 'eventSource + " " + eventName' },
  },
  'snapshots-deleted-by-either-name': {
    sentence: 'alice deleted 5 different snapshots in 8 minutes in prod',
    record: aliceCalled('DeleteSnapshot', { eventSource: 'ec2.amazonaws.com' }),
    facts: { ...values(5, 8), top: [top('event', 'DeleteSnapshot', 5)] },
    rule: { field: 'requestParameters.snapshotId or requestParameters.dBSnapshotIdentifier' },
  },
  'buckets-denied': {
    sentence: 'alice was denied calls with 12 different buckets in 40 minutes in prod',
    record: aliceCalled('GetBucketAcl', DENIED),
    facts: { ...values(12, 40), top: [top('event', 'A', 6), top('event', 'B', 6), top('error', 'AccessDenied', 12)] },
    rule: { field: 'requestParameters.bucketName' },
  },
  'values-of-an-expression': {
    sentence: 'alice made calls with 3 different values of lower(userAgent) in 40 minutes in prod',
    record: aliceCalled('ListBuckets'),
    facts: { ...values(3, 40), top: [top('event', 'A', 3), top('event', 'B', 3)] },
    rule: { field: 'lower(userAgent)' },
  },
  'users-tried-from-one-address': {
    sentence: '5 different users were seen in failed calls of ConsoleLogin from 203.0.113.9 in 3 minutes',
    record: aliceCalled('ConsoleLogin', { errorMessage: 'Failed authentication' }),
    facts: {
      ...values(5, 3),
      groupBy: ['sourceIPAddress'],
      group: ['203.0.113.9'],
      top: [top('event', 'ConsoleLogin', 5), top('error', 'Failed authentication', 5)],
    },
    rule: { field: 'userIdentity.userName' },
  },
  'user-data-of-instances-refused': {
    sentence: 'alice tried to read an attribute of 5 different instances in 1 second in prod, but failed: AccessDenied',
    record: aliceCalled('DescribeInstanceAttribute', { eventSource: 'ec2.amazonaws.com', ...DENIED }),
    facts: { ...values(5, 0), top: [top('event', 'DescribeInstanceAttribute', 5), top('error', 'AccessDenied', 5)] },
    rule: { field: 'requestParameters.instanceId' },
  },
  'instances-listed': {
    sentence: 'alice read the administrator password of 2 different instances in 1 second in prod',
    record: aliceCalled('GetPasswordData', { eventSource: 'ec2.amazonaws.com' }),
    facts: {
      ...values(2, 0),
      top: [
        top('event', 'GetPasswordData', 2),
        ...(['resource', 'value'] as const).flatMap((kind) => [top(kind, 'i-1', 1), top(kind, 'i-2', 1)]),
      ],
    },
    rule: { field: 'requestParameters.instanceId' },
  },
  'one-call': {
    sentence: 'alice read secret prod/db in prod',
    record: aliceCalled('GetSecretValue', SECRET),
    facts: { gte: 1, count: 1, top: [top('event', 'GetSecretValue', 1)] },
  },
  'region-first-used': {
    sentence: 'alice launched instances in prod – first match for alice in eu-west-3 in 30 days',
    record: aliceCalled('RunInstances', { eventSource: 'ec2.amazonaws.com', awsRegion: 'eu-west-3' }),
    facts: {
      type: 'first_seen',
      groupBy: ['userIdentity.arn', 'awsRegion'],
      group: [ARN, 'eu-west-3'],
      gte: 1,
      count: 1,
      timespanMs: 30 * DAY_MS,
      lastMs: FACTS.startMs,
      endMs: FACTS.startMs + 30 * DAY_MS,
      events: [cited('RunInstances', 'something-that-matters', 0)],
      top: [top('event', 'RunInstances', 1)],
      recordedSinceMs: Date.parse('2026-01-02T09:00:00Z'),
    },
  },
  'user-agent-first-seen': {
    sentence: 'alice listed buckets in prod – first match with user agent curl/8.0 in 90 minutes',
    record: aliceCalled('ListBuckets'),
    facts: {
      type: 'first_seen',
      groupBy: ['userAgent'],
      group: ['curl/8.0'],
      gte: 1,
      count: 1,
      timespanMs: 90 * MINUTE_MS,
      lastMs: FACTS.startMs,
      events: [cited('ListBuckets', 'something-that-matters', 0)],
      top: [],
      recordedSinceMs: Date.parse('2026-01-02T09:00:00Z'),
    },
  },
  'role-first-assumed-with-client': {
    sentence: 'alice assumed role Admin in prod – first match with role Admin with client aws-cli in 30 days',
    record: aliceCalled('AssumeRole', {
      eventSource: 'sts.amazonaws.com',
      requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/Admin' },
    }),
    facts: {
      type: 'first_seen',
      groupBy: ['requestParameters.roleArn', 'userAgent.before("/")'],
      group: ['arn:aws:iam::123456789012:role/Admin', 'aws-cli'],
      gte: 1,
      count: 1,
      timespanMs: 30 * DAY_MS,
    },
  },
  'key-first-used-from-network': {
    sentence:
      'alice listed buckets in prod – first match with access key AKIA1 from network 203.0.113.0/24 in 30 days (recorded since 2026-02-20)',
    record: aliceCalled('ListBuckets'),
    facts: {
      type: 'first_seen',
      groupBy: ['userIdentity.accessKeyId', 'networkOf(sourceIPAddress)'],
      group: ['AKIA1', '203.0.113.0/24'],
      gte: 1,
      count: 1,
      timespanMs: 30 * DAY_MS,
      recordedSinceMs: Date.parse('2026-02-20T09:00:00Z'),
    },
  },
  'key-made-and-used': {
    sentence: 'alice: key-made and key-used-elsewhere within 12 minutes in prod',
    record: aliceCalled('GetCallerIdentity'),
    facts: sequence('temporal'),
    rule: KEY_RULES,
  },
  'key-made-then-used-elsewhere': {
    sentence: 'key-made, then key-used-elsewhere within 12 minutes with key AKIAIOSFODNN7EXAMPLE',
    record: aliceCalled('GetCallerIdentity'),
    facts: { ...sequence('temporal_ordered'), groupBy: ['key'], group: ['AKIAIOSFODNN7EXAMPLE'] },
    rule: KEY_RULES,
  },
};

/** The notice of a case; `kind` is that of its finding. */
export function aCorrelation(name: string, kind: 'opened' | 'continued' = 'opened'): AlertNotice {
  const { record, facts, rule } = CORRELATION_CASES[name] as Case;
  const finding = aFinding({ kind, facts });
  return noticeOfFinding(finding, record, ORIGIN, ruleOf(finding.facts, rule));
}

/** A rule whose findings have these facts. */
export function ruleOf({ type, groupBy, timespanMs, gte }: CorrelationFacts, changes: Partial<Correlation> = {}) {
  const correlation: Correlation = {
    ...{ type, rules: null, groupBy, field: null, aliases: {}, timespanMs, gte, learnMs: 0 },
    ...changes,
  };
  return { ...RULE, correlation };
}
