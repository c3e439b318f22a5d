// A correlation of each type from the outside: the package, its state table in moto, and a local Slack. Imports nothing from the
// sources.

import { beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, keyOf, message, PRODUCTION, record } from './events.ts';
import { applyModule } from './terraform-deployment.ts';
import { deployments, handwritten, TOKEN, useWorld } from './world.ts';

const CHANNEL = 'C0123456789';
const PEOPLE = ['userIdentity.arn'];
const VARIABLES = {
  cloudtrail_logs_s3_bucket_name: BUCKET,
  default_slack_channel_id: CHANNEL,
  use_default_rules: false,
  account_names: { [PRODUCTION]: 'production' },
  rules: [
    {
      name: 'denied-burst',
      expression: "errorCode == 'AccessDenied'",
      correlation: { type: 'event_count', group_by: PEOPLE, timespan: '10m', gte: 3 },
    },
    {
      name: 'many-secrets-read',
      expression: "eventName == 'GetSecretValue'",
      correlation: {
        type: 'value_count',
        field: 'requestParameters.secretId',
        group_by: PEOPLE,
        timespan: '1h',
        gte: 3,
      },
    },
    {
      name: 'new-region',
      expression: "eventName == 'RunInstances'",
      correlation: { type: 'first_seen', group_by: [...PEOPLE, 'awsRegion'], timespan: '30d', learn: '0s' },
    },
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", generate: false },
    { name: 'logging-stopped', expression: "eventName == 'StopLogging'", generate: false },
    {
      name: 'trail-attacked',
      correlation: { type: 'temporal', rules: ['logging-stopped', 'trail-deleted'], group_by: PEOPLE, timespan: '1h' },
    },
    { name: 'key-made', expression: "eventName == 'CreateAccessKey'", generate: false },
    { name: 'key-used', expression: "eventName == 'GetCallerIdentity'", generate: false },
    {
      name: 'key-made-then-used',
      correlation: {
        type: 'temporal_ordered',
        rules: ['key-made', 'key-used'],
        group_by: ['key'],
        timespan: '1h',
        aliases: {
          key: {
            'key-made': 'responseElements.accessKey.accessKeyId',
            'key-used': 'requestParameters.accessKeyId',
          },
        },
      },
    },
  ],
};

// All events are of the last minutes, at whole seconds apart.
const NOW_MS = Date.now();
const by = (user: string, secondsAgo: number, fields: Record<string, unknown>) => {
  const eventTime = new Date(NOW_MS - secondsAgo * 1_000).toISOString().replace(/\.\d+/, '');
  return record({ eventTime, ...fields }, PRODUCTION, user);
};
const denied = (secondsAgo: number) =>
  by('mallory', secondsAgo, { eventName: 'ListUsers', errorCode: 'AccessDenied', readOnly: true });
const secret = (secondsAgo: number, secretId: string) =>
  by('sam', secondsAgo, {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    requestParameters: { secretId },
  });
const trail = (secondsAgo: number, eventName: string) =>
  by('tim', secondsAgo, { eventSource: 'cloudtrail.amazonaws.com', eventName, requestParameters: { name: 'main' } });
const KEY = { accessKey: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } };

// Late, out of order, and spread over log files of several invocations.
const FILES: Readonly<Record<string, readonly unknown[]>> = {
  one: [
    denied(60),
    secret(100, 'c'),
    trail(50, 'DeleteTrail'),
    by('jane', 40, { eventName: 'GetCallerIdentity', requestParameters: KEY.accessKey }),
  ],
  two: [
    denied(90),
    secret(120, 'a'),
    trail(70, 'StopLogging'),
    by('fred', 30, { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', awsRegion: 'eu-west-3' }),
  ],
  three: [denied(120), secret(110, 'b'), by('jane', 80, { eventName: 'CreateAccessKey', responseElements: KEY })],
  four: [denied(20), denied(10)],
};

const SENTENCES = [
  'mallory tried to list users 3 times in 60 seconds in production, but failed: AccessDenied',
  'sam read 3 different secrets in 20 seconds in production',
  'fred launched instances in production with the AWS CLI – first match for fred in eu-west-3 in 30 days',
  'tim: logging-stopped and trail-deleted within 20 seconds in production',
  'key-made, then key-used within 40 seconds with key AKIAIOSFODNN7EXAMPLE',
];

const DEPLOYMENTS = deployments(
  { name: 'the function with a correlation of each type', deploy: () => handwritten(VARIABLES) },
  {
    name: 'the function with a correlation of each type, as Terraform deploys it,',
    deploy: () => applyModule({ ...VARIABLES, slack_bot_token: TOKEN }),
  },
);

describe.each(DEPLOYMENTS)('$name', ({ deploy }) => {
  const world = useWorld([CHANNEL], deploy);
  const run = (...names: string[]) => world.invoke(names.map((one) => ({ Records: [message(one, keyOf(one))] })));
  const alerts = world.firstMessages;

  beforeAll(async () => {
    for (const [file, records] of Object.entries(FILES)) await world.putLogFile(file, ...records);
  });

  it('passes its self-check', async () => {
    const [checked] = await world.invoke([{ selfCheck: true }]);
    expect(checked?.answer).toMatchObject({ ok: true, rules: VARIABLES.rules.length });
  });

  it('alerts once for each correlation, by instances that share only the state table', async () => {
    const answers = [...(await run('one')), ...(await run('two')), ...(await run('three'))];
    expect(answers.map(({ answer }) => answer)).toEqual(Array(3).fill({ batchItemFailures: [] }));
    const titles = alerts().map(({ text }) => text);
    for (const sentence of SENTENCES) expect(titles.filter((title) => title.includes(sentence))).toHaveLength(1);
    expect(titles).toHaveLength(SENTENCES.length);
  });

  it('counts further events of the interval in the thread of the alert, and posts nothing for them', async () => {
    expect((await run('four'))[0]?.answer).toEqual({ batchItemFailures: [] });
    expect(alerts()).toHaveLength(SENTENCES.length);
    expect(JSON.stringify(alerts().find(({ text }) => text.includes('mallory')))).toContain(
      '2 more events in this interval',
    );
  });

  it('changes nothing when all log files are delivered again', async () => {
    const before = structuredClone(world.slack.messages);
    await run('four', 'three', 'two', 'one');
    expect(world.slack.messages).toEqual(before);
  });
});
