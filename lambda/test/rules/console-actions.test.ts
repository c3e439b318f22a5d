// Slow: takes more than its share of the unit tests.
// Tests the pack `console-actions` with the test records of the ClickOps notifier, and each of its settings.

import { describe, expect, it } from 'vitest';
import { actorOf } from '../../src/core/records/actor.ts';
import type { CloudTrailRecord, JsonObject } from '../../src/core/records/record.ts';
import { definitionsOf } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { type ConsoleActionParameters, NOTHING_SET, packLists } from '../../src/core/rules/pack-lists.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { readJson } from '../repository.ts';

function decide(
  record: CloudTrailRecord,
  rules: readonly RuleDefinition[],
  settings: Partial<ConsoleActionParameters>,
) {
  const lists = packLists({ functionName: 'f', consoleActions: { ...NOTHING_SET, ...settings } });
  const ruleSet = createRuleSet({ rules, ignoreRules: [], eventsToTrack: [], lists, countAccessDenied: false });
  expect(ruleSet.failures).toEqual([]);
  const { rule, failures } = ruleSet.decide(record);
  expect(failures).toEqual([]);
  return rule?.name ?? null;
}

const PACK = definitionsOf(['console-actions'], []);
const decideByPack = (record: CloudTrailRecord, settings: Partial<ConsoleActionParameters> = {}) =>
  decide(record, PACK, settings);

const expressionRule = (expression: string): RuleDefinition => ({ ...(PACK[0] as RuleDefinition), expression });

interface ClickOpsCase {
  readonly name: string;
  readonly event: CloudTrailRecord;
  readonly is_clickops: boolean;
  readonly readonly: boolean;
  readonly user_email: string;
}

const CLICK_OPS: { cases: readonly ClickOpsCase[] } = readJson('lambda/test/conformance/console-actions.json');

describe.each(CLICK_OPS.cases)('the ClickOps record $name', (clickOps) => {
  it('is an alert exactly if it is a manual action', () => {
    expect(decideByPack(clickOps.event)).toBe(clickOps.is_clickops ? 'change-made-in-console' : null);
  });

  it('is read-only exactly if ClickOps says so', () => {
    expect(decide(clickOps.event, [expressionRule('isReadOnly()')], {}) !== null).toBe(clickOps.readonly);
  });

  it('names the person by email address', () => {
    expect(actorOf(clickOps.event).email ?? 'Unknown').toBe(clickOps.user_email);
  });
});

const ALICE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice@example.com',
  arn: 'arn:aws:sts::111111111111:assumed-role/Admin/alice@example.com',
  accountId: '111111111111',
};
const CONSOLE = { sessionCredentialFromConsole: 'true', userAgent: 'AWS Internal' };

const aChange = (fields: JsonObject = {}): CloudTrailRecord => ({
  eventSource: 'ec2.amazonaws.com',
  eventName: 'CreateVpc',
  eventType: 'AwsApiCall',
  readOnly: false,
  userAgent: 'aws-cli/2.15.0',
  userIdentity: ALICE,
  recipientAccountId: '222222222222',
  ...fields,
});

describe('the pack console-actions', () => {
  it.each([
    'console.amazonaws.com',
    'Coral/Jakarta',
    'Coral/Netty4',
    'AWS CloudWatch Console',
    'S3Console/0.4',
    '[S3Console/0.4, aws-internal/3]',
    'Mozilla/5.0 (X11; Linux x86_64)',
    '[Mozilla/5.0 (Windows NT 10.0; Win64; x64)]',
    '[console.amazonaws.com]',
    'console.ec2.amazonaws.com',
    'aws-internal/3 aws-sdk-java/1.11 AWSLambdaConsole/1.0',
    'signin.amazonaws.com',
  ])('treats the user agent %s as the console', (userAgent) => {
    expect(decideByPack(aChange({ userAgent }))).toBe('change-made-in-console');
  });

  it.each([
    'aws-cli/2.15.0 Python/3.11',
    'Boto3/1.26.0',
    'APN/1.0 HashiCorp/1.0 Terraform/1.5.0',
    'coral/netty4',
    'not Mozilla/5.0',
    '[aws-cli/2.15.0 Python/3.11]',
    'AWS Internal',
    'lambda.amazonaws.com',
    '',
  ])('does not treat the user agent %s as the console', (userAgent) => {
    expect(decideByPack(aChange({ userAgent }))).toBeNull();
  });

  it('accepts a record without a user agent', () => {
    const { userAgent, ...record } = aChange();
    expect(decideByPack(record)).toBeNull();
  });
});

describe('the pack console-actions', () => {
  it.each<[string, JsonObject]>([
    ['an event name of a read', { eventName: 'DescribeVpcs' }],
    ['a head request', { eventName: 'HeadBucket' }],
    ['a read-only call', { readOnly: true }],
    ['a read-only call with the mark as text', { readOnly: 'true' }],
    ['a sign-in', { eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com' }],
    ['a decryption', { eventName: 'Decrypt', eventSource: 'kms.amazonaws.com' }],
    ['a test of a pattern', { eventName: 'TestEventPattern', eventSource: 'events.amazonaws.com' }],
    ['an internal call of AWS', { userIdentity: { ...ALICE, invokedBy: 'AWS Internal' } }],
    [
      'a service that assumes its role',
      {
        eventName: 'AssumeRole',
        eventSource: 'sts.amazonaws.com',
        userAgent: 'Coral/Netty4',
        userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      },
    ],
    ['a conversation with Amazon Q', { eventName: 'StartConversation', eventSource: 'q.amazonaws.com' }],
    ['a session on an instance', { eventName: 'StartSession', eventSource: 'ssm.amazonaws.com' }],
    ['a sign-in to Grafana', { eventName: 'login_auth_sso', eventSource: 'grafana.amazonaws.com' }],
  ])('does not match %s', (_, fields) => {
    expect(decideByPack(aChange({ ...CONSOLE, ...fields }))).toBeNull();
  });

  it('matches a role that another service assumes with a console user agent', () => {
    const fields = { eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com', userAgent: 'Coral/Netty4' };
    const userIdentity = { type: 'AWSService', invokedBy: 'batch.amazonaws.com' };
    expect(decideByPack(aChange({ ...fields, userIdentity }))).toBe('change-made-in-console');
  });
});

describe('the settings of the pack console-actions decide on', () => {
  const IN_CONSOLE = aChange(CONSOLE);
  const BOB = { type: 'IAMUser', userName: 'bob', arn: 'arn:aws:iam::111111111111:user/bob', principalId: 'AIDA1' };
  const ROOT = { type: 'Root', arn: 'arn:aws:iam::111111111111:root', principalId: '111111111111' };
  const QUERY = aChange({ ...CONSOLE, eventSource: 'athena.amazonaws.com', eventName: 'StartQueryExecution' });
  const byBob = aChange({ ...CONSOLE, userIdentity: BOB });
  const byRoot = aChange({ ...CONSOLE, userIdentity: ROOT });
  const { userAgent: _, ...fromSession } = aChange();
  const MATCHED = 'change-made-in-console';

  it.each<[string, CloudTrailRecord, Partial<ConsoleActionParameters>, string | null]>([
    ['an account that is included', IN_CONSOLE, { included_accounts: ['222222222222'] }, MATCHED],
    ['an account that is not included', IN_CONSOLE, { included_accounts: ['333333333333'] }, null],
    ['an account that is excluded', IN_CONSOLE, { excluded_accounts: ['222222222222'] }, null],
    [
      'an account that is included and excluded (exclusion wins)',
      IN_CONSOLE,
      { included_accounts: ['222222222222'], excluded_accounts: ['222222222222'] },
      null,
    ],
    ["the recipient's account, not the caller's", IN_CONSOLE, { excluded_accounts: ['111111111111'] }, MATCHED],
    ['a person who is included', IN_CONSOLE, { included_users: ['alice@example.com'] }, MATCHED],
    ['a person who is not included', IN_CONSOLE, { included_users: ['carol@example.com'] }, null],
    ['a person who is excluded', IN_CONSOLE, { excluded_users: ['alice@example.com'] }, null],
    ['a person whose address ends with an excluded one', IN_CONSOLE, { excluded_users: ['lice@example.com'] }, MATCHED],
    ['people who are excluded by a pattern', IN_CONSOLE, { excluded_users: ['*@example.com'] }, null],
    ['an IAM user who is excluded', byBob, { excluded_users: ['bob'] }, null],
    ['the root user who is excluded', byRoot, { excluded_users: ['root'] }, null],
    ['an identity without an address, with included users', byBob, { included_users: ['carol@example.com'] }, MATCHED],
    ['an action that is excluded by default', QUERY, {}, null],
    ['that action with the defaults replaced', QUERY, { excluded_scoped_actions_effect: 'REPLACE' }, MATCHED],
    ['an action that is appended', IN_CONSOLE, { excluded_scoped_actions: ['ec2.amazonaws.com:CreateVpc'] }, null],
    [
      'an action whose name is part of an excluded one',
      aChange({ ...CONSOLE, eventName: 'Create' }),
      { excluded_scoped_actions: ['ec2.amazonaws.com:CreateVpc'] },
      MATCHED,
    ],
    [
      'the same action of another service',
      IN_CONSOLE,
      { excluded_scoped_actions: ['example.amazonaws.com:CreateVpc'] },
      MATCHED,
    ],
    ['the command line by default', aChange(), {}, null],
    ['the command line if it is included', aChange(), { include_cli_and_sdk: true }, 'change-made-with-cli-or-sdk'],
    [
      'the command line of a machine',
      aChange({ userIdentity: { ...ALICE, principalId: 'A:ci', arn: 'arn:aws:sts::1:assumed-role/Ci/ci' } }),
      { include_cli_and_sdk: true },
      null,
    ],
    ['the session of a person', fromSession, { human_sessions: ['*@example.com'] }, 'change-made-in-session-of-person'],
    ['the session of another person', fromSession, { human_sessions: ['*@example.org'] }, null],
    [
      'a read in the session of a person',
      { ...fromSession, readOnly: true },
      { human_sessions: ['*@example.com'] },
      null,
    ],
  ])('%s', (_, record, settings, rule) => {
    expect(decideByPack(record, settings)).toBe(rule);
  });
});
