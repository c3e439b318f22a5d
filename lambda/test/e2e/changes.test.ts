// Changes of an installation, as Terraform plans them: what has data is changed in place. Without offline providers, only what the table
// says about the variables is tested.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_OFFLINE_PROVIDERS, installModule } from './terraform-deployment.ts';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555';
const INSTALLED = {
  cloudtrail_logs_s3_bucket_name: 'my-trail',
  slack_bot_token_reference: '/slack/token',
  slack_signing_secret_reference: '/slack/signing-secret',
  default_slack_channel_id: 'C0123456789',
  aws_sns_topic_subscriptions: { 'security@example.com': 'email' },
  alarm_actions: ['arn:aws:sns:eu-west-1:123456789012:operations'],
};

/** What has data that is lost when it is replaced. */
const WITH_DATA = /^aws_(?:dynamodb_table|sqs_queue|cloudwatch_log_group|sns_topic|sns_topic_subscription)\./;

const CHANGES: readonly (readonly [
  what: string,
  change: Readonly<Record<string, unknown>>,
  replaced: readonly string[],
])[] = [
  ['tags', { tags: { team: 'security' } }, []],
  ['a key for the queues, the table and the topics', { kms_key_arn: KEY }, []],
  ['keys for the environment and the log', { lambda_kms_key_arn: KEY, log_group_kms_key_arn: KEY }, []],
  [
    'private subnets',
    { vpc_subnet_ids: ['subnet-0123456789abcdef0'], vpc_security_group_ids: ['sg-0123456789abcdef0'] },
    [],
  ],
  ['another bucket', { cloudtrail_logs_s3_bucket_name: 'other-trail' }, []],
  ['the trigger s3-eventbridge', { trigger: 's3-eventbridge' }, []],
  ['the trigger sns', { trigger: 'sns' }, []],
  ['a longer timeout', { lambda_timeout_seconds: 60, lambda_memory_size: 512 }, []],
  ['another path of the role', { role_path: '/security/' }, []],
  ['verification', { verify_log_files: true }, []],
  ['another retention of the log', { lambda_logs_retention_in_days: 7 }, []],
  ['protection of the table', { table_deletion_protection: true, table_point_in_time_recovery: true }, []],
  [
    'another name of the function',
    { function_name: 'other' },
    [
      'aws_cloudwatch_log_group.notifier',
      'aws_cloudwatch_log_group.slack',
      'aws_sns_topic.events_to_sns',
      'aws_sns_topic_subscription.events_to_sns',
      'aws_sqs_queue.dead_letter',
      'aws_sqs_queue.log_files',
    ],
  ],
  ['another name of the table', { dynamodb_table_name: 'other-state' }, ['aws_dynamodb_table.state']],
];

describe('a change of an installation', () => {
  let installed: Awaited<ReturnType<typeof installModule>> | undefined;
  beforeAll(async () => {
    if (HAS_OFFLINE_PROVIDERS) installed = await installModule(INSTALLED);
  }, 120_000);
  afterAll(() => installed?.remove());

  it('is of variables that exist', () => {
    const variables = readFileSync(path.resolve(import.meta.dirname, '../../../variables.tf'), 'utf8');
    const names = [INSTALLED, ...CHANGES.map(([, change]) => change)].flatMap((change) => Object.keys(change));
    expect(names.filter((name) => !variables.includes(`variable "${name}"`))).toEqual([]);
  });

  it.each(HAS_OFFLINE_PROVIDERS ? CHANGES : [])(
    'to %s replaces nothing that has data but what it names',
    async (_, change, replaced) => {
      const deleted = (await installed?.deletedWith(change)) ?? [];
      expect(deleted.filter((address) => WITH_DATA.test(address)).toSorted()).toEqual(replaced);
    },
    60_000,
  );
});
