// The account watch from end to end: the events that the SAM account watcher listened for arrive on the event bus, and Slack
// and an SNS topic receive a sentence about each.

import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord, JsonObject } from '../../src/core/records/record.ts';
import { createSnsRenderer } from '../../src/core/render/sns.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { busPayload, createSlackWorld } from './slack-world.ts';

const JANE = {
  type: 'IAMUser',
  userName: 'jane',
  arn: 'arn:aws:iam::111111111111:user/jane',
  principalId: 'AIDAEXAMPLE',
  accountId: '111111111111',
};
const ROOT = {
  type: 'Root',
  arn: 'arn:aws:iam::111111111111:root',
  principalId: '111111111111',
  accountId: '111111111111',
};

const event = (source: string, eventName: string, more: JsonObject = {}): CloudTrailRecord => ({
  eventVersion: '1.09',
  eventID: `${eventName}-1`,
  eventTime: '2026-01-01T00:00:00Z',
  eventSource: `${source}.amazonaws.com`,
  eventName,
  eventType: 'AwsApiCall',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userIdentity: JANE,
  recipientAccountId: '111111111111',
  ...more,
});
const request = (requestParameters: JsonObject, more: JsonObject = {}): JsonObject => ({ requestParameters, ...more });

const EVENTS: readonly (readonly [CloudTrailRecord, rule: string, sentence: string])[] = [
  [event('s3', 'DeleteBucket', request({ bucketName: 'b' })), 'bucket-deleted', 'jane deleted bucket b'],
  [
    event('s3', 'PutBucketPolicy', request({ bucketName: 'b' })),
    'bucket-policy-set',
    'jane set the policy of bucket b',
  ],
  [
    event('s3', 'DeleteBucketPolicy', request({ bucketName: 'b' })),
    'bucket-policy-deleted',
    'jane deleted the policy of bucket b',
  ],
  [
    event(
      'iam',
      'CreateAccessKey',
      request({ userName: 'joe' }, { responseElements: { accessKey: { accessKeyId: 'AKIA1' } } }),
    ),
    'access-key-created',
    'jane created access key AKIA1 for user joe',
  ],
  [
    event('iam', 'DeleteAccessKey', request({ userName: 'joe', accessKeyId: 'AKIA1' })),
    'access-key-deleted',
    'jane deleted access key AKIA1 of user joe',
  ],
  [event('iam', 'UpdateRole', request({ roleName: 'r' })), 'role-updated', 'jane updated role r'],
  [event('iam', 'DeleteRole', request({ roleName: 'r' })), 'role-deleted', 'jane deleted role r'],
  [
    event('signin', 'ConsoleLogin', { userIdentity: ROOT, responseElements: { ConsoleLogin: 'Success' } }),
    'root-user-signed-in',
    'Root user signed in to the console',
  ],
];

const SETTINGS = { rule_packs: ['account-watch'], use_default_rules: false };

describe.each(EVENTS)('$eventName', (record, rule, sentence) => {
  it('is described in one sentence in Slack', async () => {
    const world = createSlackWorld(SETTINGS);
    await world.invoke(busPayload(record));
    expect(world.texts()).toEqual([expect.stringContaining(`${sentence} in 111111111111`)]);
    expect(world.texts()[0]).toContain(`rule ${rule}`);
  });

  it('is described in the same sentence in an email', () => {
    const settings = parseSettings(SETTINGS);
    const { rule, rules } = compileRules(settings).decide(record);
    if (rule === null) throw new Error('no rule matches');
    const { subject, body } = createSnsRenderer(settings).message(
      noticeOfAlert({ record, rule, rules, origin: null }),
      1,
    );
    expect(subject).toContain(sentence.slice(0, 40));
    expect(body).toContain(sentence);
  });
});

describe('an event outside the account watch', () => {
  it.each([
    event('s3', 'CreateBucket', request({ bucketName: 'b' })),
    event('s3express', 'DeleteBucket', request({ bucketName: 'b' })),
    event('iam', 'CreateRole', request({ roleName: 'r' })),
    event('signin', 'ConsoleLogin', { responseElements: { ConsoleLogin: 'Success' } }),
  ])('sends no message for $eventName of $eventSource', async (record) => {
    const world = createSlackWorld(SETTINGS);
    const { counters } = await world.invoke(busPayload(record));
    expect(world.texts()).toEqual([]);
    expect(counters.unmatched).toBe(1);
  });
});
