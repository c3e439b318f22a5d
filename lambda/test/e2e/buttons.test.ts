// The buttons in Slack from the outside: both functions of the package against moto and a local Slack. An alert is posted, someone mutes
// it, ten more arrive, and when the mute has ended, the channel receives their number. Imports nothing from the sources.

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { type LocalSlack, type PostedMessage, startSlack } from '../servers/slack.ts';
import { buildCloud, type Cloud } from './cloud.ts';
import { type Invocation, invoke } from './deployed-function.ts';
import { BUCKET, keyOf, message, REGION, record } from './events.ts';
import { applyModule, type Deployment, HAS_OFFLINE_PROVIDERS, packageFile } from './terraform-deployment.ts';

const TOKEN = 'xoxb-buttons';
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

/** The same settings without Terraform, for machines whose providers could create real resources. */
function deployByHand(): Deployment {
  const { mute_allowed_users, ...variables } = VARIABLES;
  const shared = {
    function_name: 'f',
    dynamodb_table_name: 'state',
    slack_signing_secret_reference: '/f/slack-signing-secret',
  };
  const settings = { ...shared, ...variables, slack_bot_token_reference: '/f/slack-bot-token' };
  return {
    zip: packageFile(),
    environment: { SETTINGS: gzipSync(JSON.stringify(settings)).toString('base64') },
    buttonsEnvironment: { INTERACTIONS: JSON.stringify({ ...shared, mute_allowed_users }) },
    stateTable: 'state',
    items: [],
    parameters: [
      { name: '/f/slack-bot-token', value: TOKEN },
      { name: '/f/slack-signing-secret', value: SECRET },
    ],
    topics: [TOPIC],
  };
}

const deployWithTerraform = (): Deployment => {
  const secrets = { slack_bot_token: TOKEN, slack_signing_secret: SECRET };
  return { ...applyModule({ ...VARIABLES, ...secrets, function_name: 'f' }), topics: [TOPIC] };
};

function describeDeployment(name: string, deploy: () => Deployment): void {
  describe(name, () => {
    let moto: Moto;
    let slack: LocalSlack;
    let cloud: Cloud;
    let deployment: Deployment;
    let environment: Record<string, string>;

    beforeAll(async () => {
      moto = await useMoto();
      process.env.AWS_REGION = REGION;
      slack = await startSlack({ tokens: [TOKEN], channels: [CHANNEL] });
      deployment = deploy();
      cloud = await buildCloud(moto, deployment, BUCKET);
      environment = { ...moto.environment, AWS_REGION: REGION, SLACK_API_URL: slack.apiUrl };
    });
    afterAll(async () => {
      await slack?.close();
      deployment?.remove?.();
    });

    let files = 0;
    const alert = async (count: number, aheadMs = 0): Promise<Invocation> => {
      const key = keyOf(`file-${files++}`);
      await cloud.putLogFile(
        key,
        gzipSync(JSON.stringify({ Records: Array.from({ length: count }, () => record({})) })),
      );
      const twice = { Records: [message('m1', key), message('m2', key)] };
      return (await invoke(deployment, environment, [twice], { aheadMs }))[0] as Invocation;
    };
    const job = (aheadMs: number) =>
      invoke(deployment, environment, [{ cloudtrailToSlack: { job: 'mutes' } }], { aheadMs });
    const request = async (event: unknown, aheadMs = 0) => {
      const both = { zip: deployment.zip, environment: deployment.buttonsEnvironment ?? {} };
      const [result] = await invoke(both, environment, [event], { entry: 'interactions', aheadMs });
      return result as Invocation;
    };
    const press = (on: PostedMessage, action: object, more: object = {}, aheadMs = 0) => {
      const payload = pressPayload(on, action, { response_url: slack.responseUrl(on), ...more });
      return request(signedEvent(formOf(payload), { nowMs: Date.now() + aheadMs, base64: true }), aheadMs);
    };
    const firstMessages = () => slack.messages.filter(({ threadTs }) => threadTs === null);
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
      expect(slack.ephemerals).toEqual([expect.stringContaining('mute_allowed_users')]);
      expect(firstMessages()).toHaveLength(1);
    });

    it('announces a mute, and then posts none of ten more alerts, which reach the topic', async () => {
      const before = await cloud.published(TOPIC);
      expect((await press(firstMessages()[0] as PostedMessage, muteAction('same 1h'))).answer).toEqual(OK);
      expect(firstMessages()[1]?.text).toMatch(/^🔕 Muted: rule user-created for CreateUser by jane/);
      const posted = slack.messages.length;
      const { log, answer } = await alert(10);
      expect(answer).toEqual({ batchItemFailures: [] });
      expect(slack.messages).toHaveLength(posted);
      expect([before.length, (await cloud.published(TOPIC)).length]).toEqual([1, 10]);
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
      const posted = slack.messages.length;
      await alert(1, HOUR + 120_000);
      expect(slack.messages.length).toBeGreaterThan(posted);
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
}

describeDeployment('the package with handwritten settings', deployByHand);
if (HAS_OFFLINE_PROVIDERS) describeDeployment('the module as Terraform deploys it', deployWithTerraform);
