// Records of the other categories that trails deliver: Insights, network activity and aggregated data events. The function reads them like all
// others, decides them by rules, renders each kind correctly, and does not confuse them with the calls they describe.

import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import { busPayload, createSlackWorld, subscriptionPayload, textOf } from './slack-world.ts';

const insight = (state: 'Start' | 'End', fields: Readonly<Record<string, Json>> = {}): CloudTrailRecord => ({
  eventVersion: '1.09',
  eventTime: '2026-01-15T09:16:00Z',
  awsRegion: 'us-east-1',
  eventID: `insight-${state}`,
  eventType: 'AwsCloudTrailInsight',
  eventCategory: 'Insight',
  recipientAccountId: '111122223333',
  sharedEventID: '979c82fe-14d4-4e4c-aa01-000000000000',
  insightDetails: {
    state,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    insightType: 'ApiCallRateInsight',
    insightContext: {
      statistics: {
        baseline: { average: 0.002 },
        insight: { average: 4 },
        insightDuration: 1,
        baselineDuration: 10_080,
      },
      attributions: [
        { attribute: 'userIdentityArn', insight: [{ value: 'arn:aws:iam::111122223333:user/eve', average: 4 }] },
      ],
    },
    ...fields,
  },
});

const ERRORS = { insightType: 'ApiErrorRateInsight', errorCode: 'AccessDenied' };

const networkActivity = (fields: Readonly<Record<string, Json>> = {}): CloudTrailRecord => ({
  eventVersion: '1.09',
  eventTime: '2026-01-15T09:16:00Z',
  awsRegion: 'us-east-1',
  eventID: 'network-1',
  eventType: 'AwsVpceEvent',
  eventCategory: 'NetworkActivity',
  eventSource: 'kms.amazonaws.com',
  eventName: 'CreateKey',
  sourceIPAddress: '10.0.0.1',
  userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAEXAMPLE:eve' },
  recipientAccountId: '111122223333',
  requestParameters: null,
  responseElements: null,
  errorCode: 'VpceAccessDenied',
  errorMessage: 'The request was denied due to a VPC endpoint policy',
  vpcEndpointId: 'vpce-0123456789abcdef0',
  vpcEndpointAccountId: '111122223333',
  ...fields,
});

const call: CloudTrailRecord = {
  eventVersion: '1.09',
  eventTime: '2026-01-15T09:16:00Z',
  eventID: 'call-1',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'us-east-1',
  userIdentity: { type: 'IAMUser', userName: 'eve', accountId: '111122223333' },
  recipientAccountId: '111122223333',
};

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
const aggregated = (fields: Readonly<Record<string, Json>> = {}): CloudTrailRecord => ({
  eventVersion: '1.0',
  accountId: '111122223333',
  eventId: 'aggregated-1',
  eventCategory: 'Aggregated',
  eventType: 'AwsAggregatedEvent',
  awsRegion: 'us-east-1',
  eventSource: 's3.amazonaws.com',
  timeWindow: { windowStart: '2026-01-15T09:10:00Z', windowEnd: '2026-01-15T09:15:00Z', windowSize: 'PT5M' },
  summary: {
    primaryDimension: {
      dimension: 'eventName',
      statistics: [{ name: 'DeleteObject', value: 1_000 }],
      aggregationType: 'Count',
    },
    details: [
      {
        dimension: 'resourceARN',
        statistics: [{ name: 'arn:aws:s3:::invoices', value: 1_000 }],
        aggregationType: 'Count',
      },
    ],
  },
  ...fields,
});

const rulesAndIds = (texts: readonly string[]) => texts.map((text) => /rule (\S+) · (\S+)$/.exec(text)?.slice(1));

describe('an Insights event', () => {
  it.each<[what: string, record: CloudTrailRecord, rule: string]>([
    ['an unusual rate of calls', insight('Start'), 'call-rate-became-unusual'],
    ['an unusual rate of errors', insight('Start', ERRORS), 'error-rate-became-unusual'],
    ['the end of unusual activity', insight('End', ERRORS), 'unusual-activity-ended'],
  ])('about %s is an alert of the pack insights', async (_what, record, rule) => {
    const world = createSlackWorld({ rule_packs: ['insights'] });
    await world.deliver(record);
    expect(rulesAndIds(world.texts())).toEqual([[rule, record.eventID]]);
  });

  it('is described with its statistics', async () => {
    const world = createSlackWorld({ rule_packs: ['insights'] });
    await world.deliver(insight('Start'));
    expect(world.texts()[0]).toContain(
      'CloudTrail Insights reported unusual activity: RunInstances of ec2.amazonaws.com',
    );
    expect(textOf(world.messages()[0] as never)).toMatch(/\*Insight\*[\s\S]*baseline[\s\S]*0\.002/);
  });

  it('is not treated as the call that it describes', async () => {
    const world = createSlackWorld({ events_to_track: 'RunInstances', rules: ["eventSource == 'ec2.amazonaws.com'"] });
    const { counters } = await world.deliver(insight('Start'), call, insight('End'));
    expect(world.texts()).toHaveLength(1);
    expect(world.texts()[0]).toContain('call-1');
    expect(counters).toMatchObject({ recordsRead: 3, alerted: 1, unmatched: 2, broken: 0 });
  });

  it('is not counted as a denied call, even if it describes denied calls', async () => {
    const world = createSlackWorld({ use_default_rules: true });
    const { counters } = await world.deliver(insight('Start', ERRORS));
    expect(counters).toMatchObject({ recordsRead: 1, alerted: 0, unmatched: 1, accessDenied: 0 });
  });

  it("is matched by the user's rules", async () => {
    const rules = [
      { name: 'mine', expression: "insightDetails.eventName == 'RunInstances' and insightDetails.state == 'Start'" },
    ];
    const world = createSlackWorld({ rules });
    await world.deliver(insight('Start'), insight('End'), call);
    expect(rulesAndIds(world.texts())).toEqual([['mine', 'insight-Start']]);
  });

  it.each<[way: string, payload: Json]>([
    ['from the event bus', busPayload(insight('Start'), 'AWS Insight via CloudTrail')],
    ['from a log group', subscriptionPayload(insight('Start'))],
  ])('produces a message when it arrives %s', async (_way, payload) => {
    const world = createSlackWorld({ rule_packs: ['insights'] });
    await world.invoke(payload);
    expect(world.messages()).toHaveLength(1);
  });
});

describe('a network activity event', () => {
  it('is an alert of its default rule and shows who tried to do what', async () => {
    const world = createSlackWorld({ rule_packs: ['threats'] });
    await world.deliver(networkActivity());
    expect(rulesAndIds(world.texts())).toEqual([['endpoint-used-by-foreign-account', 'network-1']]);
    expect(world.texts()[0]).toContain('eve (account 444455556666) tried to create');
    expect(world.texts()[0]).toContain('but failed: VpceAccessDenied');
  });

  it("is matched by the user's rules", async () => {
    const world = createSlackWorld({ rules: ["errorCode == 'VpceAccessDenied'"] });
    await world.deliver(
      networkActivity(),
      networkActivity({ eventID: 'network-2', errorCode: null, errorMessage: null }),
    );
    expect(rulesAndIds(world.texts())).toHaveLength(1);
  });

  it('is counted and sends no message if no rule matches it', async () => {
    const world = createSlackWorld({ rules: ["eventName == 'StopLogging'"] });
    const { counters } = await world.deliver(networkActivity(), call);
    expect(counters).toMatchObject({ recordsRead: 2, alerted: 0, unmatched: 2, broken: 0 });
    expect(world.texts()).toEqual([]);
  });
});

describe('an aggregated event', () => {
  const RULE = {
    name: 'many-deletions',
    expression: "any(summary.primaryDimension.statistics[*], it.name == 'DeleteObject' and it.value >= 500)",
  };

  it("is matched by the user's rules and says what was counted, where and when", async () => {
    const world = createSlackWorld({ rules: [RULE] });
    await world.deliver(aggregated(), aggregated({ eventId: 'aggregated-2', summary: {} }));
    expect(rulesAndIds(world.texts())).toEqual([['many-deletions', 'aggregated-1']]);
    expect(world.texts()[0]).toContain(
      'CloudTrail counted calls to s3.amazonaws.com by eventName: DeleteObject (1000) in 111122223333',
    );
    expect(world.texts()[0]).toMatch(/ · 2026-01-15T09:\u200b?15:00Z · /);
    expect(textOf(world.messages()[0] as never)).toMatch(/\*Summary\*[\s\S]*arn:aws:s3:::invoices/);
  });

  it('is one alert, however often its log file is read', async () => {
    const world = createSlackWorld({ rules: [RULE] });
    await world.deliver(aggregated());
    await world.deliver(aggregated());
    expect(world.messages()).toHaveLength(1);
  });

  it('counts in a correlation at the end of its window', async () => {
    const correlation = { type: 'event_count', group_by: ['eventSource'], timespan: '10m', gte: 2 };
    const world = createSlackWorld({ rules: [{ ...RULE, correlation }] });
    const later = { windowStart: '2026-01-15T09:15:00Z', windowEnd: '2026-01-15T09:20:00Z', windowSize: 'PT5M' };
    await world.deliver(aggregated(), aggregated({ eventId: 'aggregated-2', timeWindow: later }));
    expect(world.texts()).toHaveLength(1);
    expect(world.texts()[0]).toMatch(/2 .*many-deletions/s);
  });

  it('matches no default rule, because it is not the calls that it counts', async () => {
    const packs = ['console-actions', 'account-watch', 'cis', 'threats', 'behavior', 'insights'];
    const world = createSlackWorld({ use_default_rules: true, rule_packs: packs, events_to_track: 'DeleteObject' });
    const { counters } = await world.deliver(aggregated());
    expect(counters).toMatchObject({ recordsRead: 1, alerted: 0, unmatched: 1, accessDenied: 0 });
  });
});
