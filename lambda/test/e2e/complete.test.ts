// From the outside: the package and environment that Terraform deploys for examples/complete, run against moto and a local
// Slack. Imports nothing from the sources.

import { beforeAll, describe, expect, it } from 'vitest';
import { sumIn } from '../servers/metric-log.ts';
import type { Invocation } from './deployed-function.ts';
import { BUCKET, keyOf, message, PRODUCTION, REGION, record } from './events.ts';
import { applyExample, type Deployment } from './terraform-deployment.ts';
import { deployments, handwritten, TOKEN, useWorld } from './world.ts';

const PAYMENTS = '222222222222';
const VARIABLES = {
  cloudtrail_logs_s3_bucket_name: BUCKET,
  slack_bot_token: TOKEN,
  default_slack_channel_id: 'C0DEFAULT01',
  slack_app_configuration: [{ accounts: [PRODUCTION, PAYMENTS], slack_channel_id: 'C0ACCOUNTS1' }],
  security_email: 'security@example.com',
  payments_account: PAYMENTS,
  account_names: { [PRODUCTION]: 'production', [PAYMENTS]: 'payments' },
};

/** The same settings without Terraform, for machines whose providers could create real resources. */
function deployByHand(): Deployment {
  const topic = (name: string) => `arn:aws:sns:${REGION}:123456789012:${name}`;
  const { slack_bot_token: _, security_email: __, payments_account: ___, ...variables } = VARIABLES;
  const settings = {
    ...variables,
    function_name: 'cloudtrail-to-slack',
    default_sns_topic_arn: topic('cloudtrail-to-slack'),
    sns_configuration: [{ accounts: [PAYMENTS], sns_topic_arn: topic('cloudtrail-to-slack-payments') }],
    rules: ["event['eventName'] == 'CreateUser' and event.get('errorCode', '') == ''"],
    ignore_rules: [
      "eventName == 'CreateUser' and userIdentity.sessionContext.sessionIssuer.userName == 'account-factory'",
    ],
    events_to_track: ['StopConfigurationRecorder'],
    rule_packs: ['cis'],
  };
  return handwritten(settings, { topics: ['cloudtrail-to-slack', 'cloudtrail-to-slack-payments'] });
}

const denied = { eventSource: 's3.amazonaws.com', eventName: 'GetObject', errorCode: 'AccessDenied', readOnly: true };
const RECORDS = [
  record({}),
  record({}),
  record({}, PAYMENTS, 'joe'),
  record({}, '333333333333', 'ann'),
  record({ eventName: 'DescribeInstances', readOnly: true }),
  record(denied),
  record({
    eventName: 'CreateUser',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROA:f',
      arn: 'arn:aws:sts::1:f',
      accountId: PRODUCTION,
      sessionContext: { sessionIssuer: { userName: 'account-factory' } },
    },
  }),
];

const DEPLOYMENTS = deployments(
  { name: 'the package with handwritten settings', deploy: deployByHand },
  { name: 'examples/complete as Terraform deploys it', deploy: () => applyExample('complete', VARIABLES) },
);

describe.each(DEPLOYMENTS)('$name', ({ deploy }) => {
  const world = useWorld(['C0DEFAULT01', 'C0ACCOUNTS1'], deploy);
  let first: Invocation;
  beforeAll(async () => {
    await world.putLogFile('one', ...RECORDS);
    await world.cloud.putLogFile(keyOf('broken'), Buffer.from('no gzip and no JSON'));
    const payload = {
      Records: [message('m1', keyOf('one')), message('m2', keyOf('broken')), message('m3', keyOf('gone'))],
    };
    [first] = (await world.invoke([payload])) as [Invocation];
  });

  const topLevel = (channel: string) => world.firstMessages().filter((post) => post.channel === channel);

  it('acknowledges every message, including those of a broken and a missing file', () => {
    expect(first.error).toBeUndefined();
    expect(first.answer).toEqual({ batchItemFailures: [] });
  });

  it('posts each thread to the channel of its account', () => {
    expect(topLevel('C0ACCOUNTS1')).toHaveLength(3);
    expect(topLevel('C0DEFAULT01')).toHaveLength(1);
  });

  it('puts alerts with the same event name and identity into one thread', () => {
    const [thread] = topLevel('C0ACCOUNTS1').filter(({ text }) => text.includes('jane') && text.includes('eve'));
    expect(thread).toBeDefined();
    const replies = world.slack.messages
      .filter(({ threadTs }) => threadTs === thread?.ts)
      .map((reply) => JSON.stringify(reply));
    expect(replies.filter((reply) => reply.includes(String(RECORDS[1]?.eventID)))).toHaveLength(1);
  });

  it('shows who did what and where, with the name of the account', () => {
    const shown = JSON.stringify(world.slack.messages);
    expect(shown).toContain('production');
    expect(shown).toContain('203.0.113.7');
    expect(shown).not.toContain('account-factory');
  });

  it('publishes to the topic of the account, or to the default topic', async () => {
    const payments = await world.cloud.published('cloudtrail-to-slack-payments');
    const others = await world.cloud.published('cloudtrail-to-slack');
    expect([payments.length, others.length]).toEqual([1, 4]);
    const [{ Message, Subject }] = payments as [{ Message: string; Subject: string }];
    expect(Subject).toMatch(/joe/);
    expect(JSON.parse(Message)).toMatchObject({
      account_id: PAYMENTS,
      actor: `arn:aws:iam::${PAYMENTS}:user/joe`,
      source_file: keyOf('one'),
    });
  });

  it('pushes both AccessDenied metrics and its own', async () => {
    const namespace = 'CloudTrailToSlack/AccessDeniedEvents';
    expect(await world.cloud.metric(namespace, 'TotalAccessDeniedEvents', { AccessDenied: 'AccessDeniedTotal' })).toBe(
      1,
    );
    const own = (name: string) => sumIn(first.log, 'CloudTrailToSlack', name, { FunctionName: 'cloudtrail-to-slack' });
    expect(['RecordsRead', 'AlertsDelivered', 'ItemsDropped'].map(own)).toEqual([RECORDS.length, 5, 2]);
  });

  it('logs one summary that adds up, what it dropped and why, and no secrets', () => {
    const lines = first.log
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    const summaries = lines.filter(({ event }) => event === 'summary');
    expect(summaries).toMatchObject([
      { recordsRead: 7, alerted: 5, ignored: 1, unmatched: 1, delivered: 5, failed: 0 },
    ]);
    const dropped = lines.filter(({ event }) => event === 'item_drop');
    expect(dropped.map(({ bucket, key }) => [bucket, key])).toEqual([
      [BUCKET, keyOf('broken')],
      [BUCKET, keyOf('gone')],
    ]);
    expect(first.log + JSON.stringify(world.deployment.environment)).not.toContain(TOKEN);
    expect(first.log).not.toContain('requestParameters');
  });

  it('delivers nothing twice when a notification is redelivered, and retries what Slack rejected', async () => {
    const posted = world.slack.messages.length;
    const stopped = { eventName: 'StopConfigurationRecorder', eventSource: 'config.amazonaws.com' };
    await world.putLogFile('two', record(stopped));
    const again = { Records: [message('m1', keyOf('one'))] };
    const next = { Records: [message('m4', keyOf('two'))] };
    world.slack.misbehave({ kind: 'status', status: 503 }, { times: 3 });
    const [repeated, refused, retried] = await world.invoke([again, next, next]);
    expect(repeated?.answer).toEqual({ batchItemFailures: [] });
    expect(refused?.answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm4' }] });
    expect(retried?.answer).toEqual({ batchItemFailures: [] });
    expect(world.firstMessages()).toHaveLength(5);
    expect(world.slack.messages.length).toBeGreaterThan(posted);
    expect(await world.cloud.published('cloudtrail-to-slack')).toHaveLength(1);
  });

  it('checks itself', async () => {
    const [checked] = await world.invoke([{ selfCheck: true }]);
    expect(checked?.answer).toMatchObject({ ok: true });
  });
});
