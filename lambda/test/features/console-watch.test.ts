// The console watch from end to end: log files and events in, with the pack `console-actions`, Slack messages out.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord, Json, JsonObject } from '../../src/core/records/record.ts';
import type { SlackMessage } from '../../src/core/render/slack.ts';
import { isMatchedBy } from '../cli/pattern-matcher.ts';
import { batch } from '../pipeline/payloads.ts';
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

/** A change that somebody clicked; its event id is the name given. */
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

/** Event ids of the events that a channel was told of. */
const told = (texts: readonly string[]) => texts.map((text) => text.split(' · ').at(-1));

describe('what the channel is told of', () => {
  it.each<[what: string, settings: Json, ids: string[]]>([
    ['every change in the console, without any setting', {}, ['alice', 'bob', 'upload']],
    ['included accounts only', { included_accounts: ['222222222222'] }, ['bob']],
    ['all but excluded accounts', { excluded_accounts: ['222222222222'] }, ['alice', 'upload']],
    [
      'no account that is both',
      { included_accounts: ['111111111111', '222222222222'], excluded_accounts: ['111111111111'] },
      ['bob'],
    ],
    ['included users only', { included_users: ['bob@example.com'] }, ['bob']],
    ['all but excluded users', { excluded_users: ['bob@example.com'] }, ['alice', 'upload']],
    [
      'scoped actions but for those that are appended',
      { excluded_scoped_actions: ['s3.amazonaws.com:PutObject'] },
      ['alice', 'bob'],
    ],
    [
      'scoped actions but for those that replace the list',
      { excluded_scoped_actions: ['s3.amazonaws.com:PutObject'], excluded_scoped_actions_effect: 'REPLACE' },
      ['alice', 'bob', 'query'],
    ],
    ['changes by CLI and SDK that people make', { include_cli_and_sdk: true }, ['alice', 'bob', 'upload', 'alice-cli']],
    [
      'whatever happens in sessions named after people',
      { human_sessions: ['alice@*'] },
      ['alice', 'bob', 'upload', 'alice-cli'],
    ],
    [
      'machines whose sessions count as those of people',
      { human_sessions: ['ci-run-*'] },
      ['alice', 'bob', 'upload', 'ci-cli'],
    ],
  ])('%s', async (_what, settings, ids) => {
    const world = watching(settings, { dynamodb_time_to_live: 1 });
    for (const record of RECORDS) await world.deliver(record);
    const replies = world.replies().map(({ text }) => text);
    expect(told([...world.texts(), ...replies.filter((text) => !text.startsWith('Details'))]).toSorted()).toEqual(
      ids.toSorted(),
    );
  });
});

interface ClickOpsCase {
  readonly name: string;
  readonly event: CloudTrailRecord;
  readonly is_clickops: boolean;
}

const CLICK_OPS: { cases: readonly ClickOpsCase[] } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../conformance/console-actions.json'), 'utf8'),
);

describe.each(CLICK_OPS.cases)("the ClickOps notifier's own record $name", ({ event, is_clickops: isClickOps }) => {
  it.each<[mode: string, run: (world: ReturnType<typeof watching>) => Promise<unknown>]>([
    ['organisation mode, from a log file', (world) => world.deliver(event)],
    ['standalone mode, from a log group', (world) => world.invoke(subscriptionPayload(event))],
    ['the event bus', (world) => world.invoke(busPayload(event))],
    ['the event bus through a queue', (world) => world.invoke(batch(busPayload(event) as JsonObject))],
  ])('is told of exactly if it is a manual action, in %s', async (_mode, run) => {
    const world = watching();
    await run(world);
    expect(world.messages()).toHaveLength(isClickOps ? 1 : 0);
  });
});

describe('the message', () => {
  it('says who did what, where, and that it was by hand', async () => {
    const world = watching({}, { account_names: { '111111111111': 'prod' } });
    await world.deliver(click('alice'));
    expect(world.texts()[0]).toContain('alice@example.com (Admin) created VPC');
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

  it('gives the entry that silences it, which does', async () => {
    const world = watching();
    await world.deliver(click('alice'));
    const entry = /ignore_rules`:\\n```(.*?)```/.exec(JSON.stringify(world.replies()[0]))?.[1] ?? '';
    const rule = JSON.parse(JSON.parse(`"${entry}"`)) as string;
    const silenced = watching({}, { ignore_rules: [rule] });
    await silenced.deliver(click('alice'), click('bob', { userIdentity: BOB }));
    expect(told(silenced.texts())).toEqual(['bob']);
  });
});

describe('the pattern of the EventBridge console watch', () => {
  const PATTERN = { detail: { readOnly: [false], sessionCredentialFromConsole: ['true'] } };

  it('lets through what is told of as done in the console', async () => {
    const world = watching({ excluded_scoped_actions_effect: 'REPLACE' });
    const passed = RECORDS.filter((record) => isMatchedBy(busPayload(record), PATTERN));
    for (const record of passed) await world.invoke(busPayload(record));
    expect(passed.map(({ eventID }) => eventID)).toEqual(['alice', 'bob', 'query', 'upload']);
    expect(world.texts().length + world.replies().filter(({ text }) => !text.startsWith('Details')).length).toBe(
      passed.length,
    );
  });
});

/** The event that stands in the code blocks of a reply; the block before them is the entry that silences it. */
function eventIn(message: SlackMessage | undefined): unknown {
  const texts = (message?.blocks ?? []).flatMap((block) => (block.type === 'section' ? [block.text.text] : []));
  const json = texts.filter((text) => text.startsWith('```')).map((text) => text.replace(/^```\n?|\n?```$/g, ''));
  return JSON.parse(json.join('\n').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&'));
}
