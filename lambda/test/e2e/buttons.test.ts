// The buttons in Slack from the outside: both functions of the package against moto and a local Slack. An alert is posted, someone mutes
// it, ten more arrive, and when the mute has ended, the channel receives their number. Imports nothing from the sources.

import { describe, expect, it } from 'vitest';
import {
  ACKNOWLEDGE,
  elementOf,
  formOf,
  httpEvent,
  muteAction,
  pressPayload,
  SECRET,
  signedEvent,
  unmuteAction,
} from '../interactions/presses.ts';
import { sumIn } from '../servers/metric-log.ts';
import type { PostedMessage } from '../servers/slack.ts';
import type { Invocation } from './deployed-function.ts';
import { BUCKET, keyOf, message, REGION, record } from './events.ts';
import { applyModule, type Deployment } from './terraform-deployment.ts';
import { deployments, handwritten, STATE_TABLE, TOKEN, useWorld } from './world.ts';

const CHANNEL = 'C0DEFAULT01';
const HOUR = 3_600_000;
const TOPIC = 'archive';
const VARIABLES = {
  cloudtrail_logs_s3_bucket_name: BUCKET,
  default_slack_channel_id: CHANNEL,
  default_sns_topic_arn: `arn:aws:sns:${REGION}:123456789012:${TOPIC}`,
  use_default_rules: false,
  rules: [{ name: 'user-created', expression: "eventName == 'CreateUser'", severity: 'high' }],
  mute_allowed_users: ['U0000ALICE'],
};

function deployByHand(): Deployment {
  const { mute_allowed_users, ...variables } = VARIABLES;
  const secret = '/f/slack-signing-secret';
  const shared = { function_name: 'f', dynamodb_table_name: STATE_TABLE, slack_signing_secret_reference: secret };
  return handwritten(
    { ...shared, ...variables },
    {
      buttonsEnvironment: { INTERACTIONS: JSON.stringify({ ...shared, mute_allowed_users }) },
      parameters: [{ name: secret, value: SECRET }],
      topics: [TOPIC],
    },
  );
}

const deployWithTerraform = async (): Promise<Deployment> => {
  const secrets = { slack_bot_token: TOKEN, slack_signing_secret: SECRET };
  return { ...(await applyModule({ ...VARIABLES, ...secrets, function_name: 'f' })), topics: [TOPIC] };
};
const DEPLOYMENTS = deployments(
  { name: 'the package with handwritten settings', deploy: deployByHand },
  { name: 'the module as Terraform deploys it', deploy: deployWithTerraform },
);

describe.each(DEPLOYMENTS)('$name', ({ deploy }) => {
  const world = useWorld([CHANNEL], deploy);
  const { firstMessages } = world;

  let files = 0;
  const alert = async (count: number, aheadMs = 0): Promise<Invocation> => {
    const name = `file-${files++}`;
    await world.putLogFile(name, ...Array.from({ length: count }, () => record({})));
    const twice = { Records: [message('m1', keyOf(name)), message('m2', keyOf(name))] };
    return (await world.invoke([twice], { aheadMs }))[0] as Invocation;
  };
  const job = (aheadMs: number) => world.invoke([{ cloudtrailToSlack: { job: 'mutes' } }], { aheadMs });
  const request = async (event: unknown, aheadMs = 0) => {
    const { zip, buttonsEnvironment = {} } = world.deployment;
    const of = { zip, environment: buttonsEnvironment };
    const [result] = await world.invoke([event], { of, entry: 'interactions', aheadMs });
    return result as Invocation;
  };
  const press = (on: PostedMessage, action: object, more: object = {}, aheadMs = 0) => {
    const payload = pressPayload(on, action, { response_url: world.slack.responseUrl(on), ...more });
    return request(signedEvent(formOf(payload), { nowMs: Date.now() + aheadMs, base64: true }), aheadMs);
  };
  const OK = { statusCode: 200, body: '' };

  it('posts an alert with buttons', async () => {
    await alert(1);
    const [posted] = firstMessages();
    expect(posted && elementOf(posted, 'acknowledge')).toBeDefined();
    expect(posted && elementOf(posted, 'mute')).toBeDefined();
  });

  it('shows who acknowledged it first', async () => {
    const [posted] = firstMessages() as [PostedMessage];
    expect((await press(posted, ACKNOWLEDGE)).answer).toEqual(OK);
    expect(JSON.stringify(posted.blocks)).toContain('Acknowledged by <@U0000ALICE>');
    await press(posted, ACKNOWLEDGE, { user: { id: 'U0000BOB' } });
    expect(JSON.stringify(posted.blocks)).not.toContain('U0000BOB');
  });

  it('refuses a request that Slack did not sign, without a word', async () => {
    const body = formOf(pressPayload(firstMessages()[0] as PostedMessage, muteAction('rule 30d')));
    const { answer, log } = await request(httpEvent(body, {}));
    expect(answer).toEqual({ statusCode: 401, body: '' });
    expect(sumIn(log, 'CloudTrailToSlack', 'SlackRequestsRefused', { FunctionName: 'f' })).toBe(1);
  });

  it('does not let everyone mute', async () => {
    await press(firstMessages()[0] as PostedMessage, muteAction('rule 1h'), { user: { id: 'U0000BOB' } });
    expect(world.slack.ephemerals).toEqual([expect.stringContaining('mute_allowed_users')]);
    expect(firstMessages()).toHaveLength(1);
  });

  it('announces a mute, and then posts none of ten more alerts, which reach the topic', async () => {
    const before = await world.cloud.published(TOPIC);
    expect((await press(firstMessages()[0] as PostedMessage, muteAction('same 1h'))).answer).toEqual(OK);
    expect(firstMessages()[1]?.text).toMatch(/^🔕 Muted: rule user-created for CreateUser by jane/);
    const posted = world.slack.messages.length;
    const { log, answer } = await alert(10);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.slack.messages).toHaveLength(posted);
    expect([before.length, (await world.cloud.published(TOPIC)).length]).toEqual([1, 10]);
    const own = (name: string) => sumIn(log, 'CloudTrailToSlack', name, { FunctionName: 'f' });
    expect(['AlertsSuppressed', 'AlertsDelivered', 'AlertsDuplicate'].map(own)).toEqual([10, 10, 10]);
  });

  it('reports the ten when the mute has ended, once', async () => {
    await job(HOUR - 60_000);
    expect(firstMessages()).toHaveLength(2);
    for (let times = 0; times < 2; times++) await job(HOUR + 120_000);
    expect(
      firstMessages()
        .slice(2)
        .map(({ text }) => text),
    ).toEqual(['🔔 The mute has ended: rule user-created for CreateUser by jane. It suppressed 10 alerts']);
    expect(JSON.stringify(firstMessages()[2]?.blocks)).toContain('`user-created` 10');
  });

  it('posts alerts again afterwards', async () => {
    const posted = world.slack.messages.length;
    await alert(1, HOUR + 120_000);
    expect(world.slack.messages.length).toBeGreaterThan(posted);
  });

  it('ends a mute when someone presses Unmute', async () => {
    const later = 2 * HOUR;
    await press(firstMessages()[0] as PostedMessage, muteAction('rule 30d'), {}, later);
    const announcement = firstMessages().at(-1) as PostedMessage;
    const id = elementOf(announcement, 'unmute')?.value;
    await press(announcement, unmuteAction(id), { user: { id: 'U0000BOB' } }, later + 1_000);
    expect(announcement.text).toMatch(/^🔔 Unmuted: all alerts of rule user-created/);
    expect(elementOf(announcement, 'unmute')).toBeUndefined();
    const { log } = await alert(1, later + 2_000);
    expect(sumIn(log, 'CloudTrailToSlack', 'AlertsSuppressed', { FunctionName: 'f' })).toBe(0);
    expect(log).not.toContain(SECRET);
  });
});
