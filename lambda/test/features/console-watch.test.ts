// Slow: takes more than its share of the unit tests.
// The console watch from end to end. In: log files and events, with the pack `console-actions`. Out: Slack messages.

import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord, Json, JsonObject } from '../../src/core/records/record.ts';
import type { SlackMessage } from '../../src/core/render/slack-blocks.ts';
import { isMatchedBy } from '../cli/pattern-matcher.ts';
import { batch } from '../pipeline/payloads.ts';
import { readJson } from '../repository.ts';
import { busPayload, createSlackWorld, subscriptionPayload } from './slack-world.ts';

const watching = (console_actions: Json = {}, more: JsonObject = {}) =>
  createSlackWorld({ rule_packs: ['console-actions'], console_actions, ...more });

const ALICE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice@example.com',
  arn: 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com',
  accountId: '111111111111',
};
const BOB = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:bob@example.com',
  arn: 'arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/bob@example.com',
  accountId: '222222222222',
};
const CI = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:ci-run-17',
  arn: 'arn:aws:sts::111111111111:assumed-role/Deploy/ci-run-17',
  accountId: '111111111111',
};

/** A change made in the console. */
const click = (eventID: string, fields: JsonObject = {}): CloudTrailRecord => ({
  eventVersion: '1.09',
  eventID,
  eventTime: '2026-01-01T00:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'CreateVpc',
  eventType: 'AwsApiCall',
  awsRegion: 'eu-west-1',
  readOnly: false,
  sourceIPAddress: '203.0.113.7',
  userAgent: 'AWS Internal',
  sessionCredentialFromConsole: 'true',
  userIdentity: ALICE,
  requestParameters: { cidrBlock: '10.0.0.0/16' },
  recipientAccountId: '111111111111',
  ...fields,
});

const { sessionCredentialFromConsole: _, ...typed } = click('');
const byCli = (eventID: string, fields: JsonObject = {}): CloudTrailRecord => ({
  ...typed,
  eventID,
  userAgent: 'aws-cli/2.15.0 Python/3.11.6',
  ...fields,
});

const RECORDS = [
  click('alice'),
  click('bob', { userIdentity: BOB, recipientAccountId: '222222222222' }),
  click('query', { eventSource: 'athena.amazonaws.com', eventName: 'StartQueryExecution' }),
  click('upload', { eventSource: 's3.amazonaws.com', eventName: 'PutObject' }),
  click('look', { eventName: 'DescribeVpcs', readOnly: true }),
  byCli('alice-cli', { eventName: 'CreateSubnet' }),
  byCli('ci-cli', { eventName: 'CreateSubnet', userIdentity: CI }),
];

/** Event ids of the events that the messages are about. */
const eventIds = (texts: readonly string[]) => texts.map((text) => text.split(' · ').at(-1));

describe('the channel of the console watch', () => {
  it.each<[what: string, settings: Json, ids: string[]]>([
    ['every change in the console, without further settings', {}, ['alice', 'bob', 'upload']],
    ['included accounts only', { included_accounts: ['222222222222'] }, ['bob']],
    ['all but excluded accounts', { excluded_accounts: ['222222222222'] }, ['alice', 'upload']],
    [
      'no account that is both included and excluded',
      { included_accounts: ['111111111111', '222222222222'], excluded_accounts: ['111111111111'] },
      ['bob'],
    ],
    ['included users only', { included_users: ['bob@example.com'] }, ['bob']],
    ['all but excluded users', { excluded_users: ['bob@example.com'] }, ['alice', 'upload']],
    [
      'all but scoped actions that are appended to the list',
      { excluded_scoped_actions: ['s3.amazonaws.com:PutObject'] },
      ['alice', 'bob'],
    ],
    [
      'all but scoped actions that replace the list',
      { excluded_scoped_actions: ['s3.amazonaws.com:PutObject'], excluded_scoped_actions_effect: 'REPLACE' },
      ['alice', 'bob', 'query'],
    ],
    [
      'changes that people make with the CLI and SDKs',
      { include_cli_and_sdk: true },
      ['alice', 'bob', 'upload', 'alice-cli'],
    ],
    [
      'all changes in sessions named after people',
      { human_sessions: ['alice@*'] },
      ['alice', 'bob', 'upload', 'alice-cli'],
    ],
    [
      'changes by machines whose sessions count as human',
      { human_sessions: ['ci-run-*'] },
      ['alice', 'bob', 'upload', 'ci-cli'],
    ],
  ])('receives %s', async (_what, settings, ids) => {
    const world = watching(settings, { dynamodb_time_to_live: 1 });
    for (const record of RECORDS) await world.deliver(record);
    const replies = world.replies().map(({ text }) => text);
    expect(eventIds([...world.texts(), ...replies.filter((text) => !text.startsWith('Details'))]).toSorted()).toEqual(
      ids.toSorted(),
    );
  });
});

interface ClickOpsCase {
  readonly name: string;
  readonly event: CloudTrailRecord;
  readonly is_clickops: boolean;
}

const CLICK_OPS: { cases: readonly ClickOpsCase[] } = readJson('lambda/test/conformance/console-actions.json');

describe.each(CLICK_OPS.cases)('the ClickOps record $name', ({ event, is_clickops: isClickOps }) => {
  it.each<[mode: string, run: (world: ReturnType<typeof watching>) => Promise<unknown>]>([
    ['organization mode, from a log file', (world) => world.deliver(event)],
    ['standalone mode, from a log group', (world) => world.invoke(subscriptionPayload(event))],
    ['the event bus', (world) => world.invoke(busPayload(event))],
    ['the event bus through a queue', (world) => world.invoke(batch(busPayload(event) as JsonObject))],
  ])('produces a message only if it is a manual action, in %s', async (_mode, run) => {
    const world = watching();
    await run(world);
    expect(world.messages()).toHaveLength(isClickOps ? 1 : 0);
  });
});

describe('the message about a change in the console', () => {
  it('describes who did what, where, and that it was manual', async () => {
    const world = watching({}, { account_names: { '111111111111': 'prod' } });
    await world.deliver(click('alice'));
    expect(world.texts()[0]).toContain('alice@example.com (Admin) created a VPC');
    expect(world.texts()[0]).toContain('in prod from the console');
    expect(world.texts()[0]).toContain('rule change-made-in-console');
  });

  it('has the whole event in its thread', async () => {
    const event = click('alice', {
      requestParameters: { tags: Array.from({ length: 200 }, (_, index) => `tag ${index}`) },
    });
    const world = watching();
    await world.deliver(event);
    expect(eventIn(world.replies()[0])).toEqual(event);
  });

  it('contains an ignore rule that silences it', async () => {
    const world = watching();
    await world.deliver(click('alice'));
    const entry = /ignore_rules`:\\n```(.*?)```/.exec(JSON.stringify(world.replies()[0]))?.[1] ?? '';
    const rule = JSON.parse(JSON.parse(`"${entry}"`)) as string;
    const silenced = watching({}, { ignore_rules: [rule] });
    await silenced.deliver(click('alice'), click('bob', { userIdentity: BOB }));
    expect(eventIds(silenced.texts())).toEqual(['bob']);
  });
});

describe('the pattern of the EventBridge console watch', () => {
  const PATTERN = { detail: { readOnly: [false], sessionCredentialFromConsole: ['true'] } };

  it('matches the events that are reported as done in the console', async () => {
    const world = watching({ excluded_scoped_actions_effect: 'REPLACE' });
    const passed = RECORDS.filter((record) => isMatchedBy(busPayload(record), PATTERN));
    for (const record of passed) await world.invoke(busPayload(record));
    expect(passed.map(({ eventID }) => eventID)).toEqual(['alice', 'bob', 'query', 'upload']);
    expect(world.texts().length + world.replies().filter(({ text }) => !text.startsWith('Details')).length).toBe(
      passed.length,
    );
  });
});

/** The event in the code blocks of a reply. The block before them is the ignore rule that silences it. */
function eventIn(message: SlackMessage | undefined): unknown {
  const texts = (message?.blocks ?? []).flatMap((block) => (block.type === 'section' ? [block.text.text] : []));
  const json = texts.filter((text) => text.startsWith('```')).map((text) => text.replace(/^```\n?|\n?```$/g, ''));
  return JSON.parse(json.join('\n').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&'));
}
