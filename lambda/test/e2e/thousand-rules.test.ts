// A thousand rules exceed the limit of environment variables, so the function reads them from the state table.

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { type LocalSlack, startSlack } from '../servers/slack.ts';
import { buildCloud } from './cloud.ts';
import { invoke } from './deployed-function.ts';
import { BUCKET, keyOf, message, REGION, record } from './events.ts';
import { applyModule, type Deployment, HAS_OFFLINE_PROVIDERS, packageFile } from './terraform-deployment.ts';

const TOKEN = 'xoxb-thousand';
// Different expressions, because gzip would make similar ones fit.
const RULES = Array.from({ length: 1_000 }, (_, i) => ({
  name: `rule-${i}`,
  expression: `eventName == 'Event${i}' and requestParameters.key${(i * 7919) % 1000} != 'value${(i * 104729) % 10007}'`,
}));
const VARIABLES = {
  cloudtrail_logs_s3_bucket_name: BUCKET,
  default_slack_channel_id: 'C0123456789',
  rules: RULES,
  push_access_denied_cloudwatch_metrics: false,
};

function deployByHand(): Deployment {
  const settings = {
    ...VARIABLES,
    slack_bot_token_reference: '/cloudtrail-to-slack/slack-bot-token',
    dynamodb_table_name: 'cloudtrail-to-slack-state',
  };
  return {
    zip: packageFile(),
    environment: { SETTINGS_TABLE: 'cloudtrail-to-slack-state', SETTINGS_KEY: 'settings#1' },
    stateTable: 'cloudtrail-to-slack-state',
    items: [{ id: { S: 'settings#1' }, settings: { S: gzipSync(JSON.stringify(settings)).toString('base64') } }],
    parameters: [{ name: '/cloudtrail-to-slack/slack-bot-token', value: TOKEN }],
    topics: [],
  };
}

function describeThousandRules(name: string, deploy: () => Deployment): void {
  describe(name, () => {
    let moto: Moto;
    let slack: LocalSlack;
    let deployment: Deployment;
    beforeAll(async () => {
      moto = await useMoto();
      process.env.AWS_REGION = REGION;
      slack = await startSlack({ tokens: [TOKEN], channels: ['C0123456789'] });
    });
    afterAll(async () => {
      await slack?.close();
      deployment?.remove?.();
    });

    it('reads its rules from the table, passes its self-check, and alerts by the last rule', async () => {
      deployment = deploy();
      expect(Object.keys(deployment.environment).toSorted()).toEqual(['SETTINGS_KEY', 'SETTINGS_TABLE']);
      const cloud = await buildCloud(moto, deployment, BUCKET);
      const records = [record({ eventName: 'Event999' }), record({ eventName: 'Event1000' })];
      await cloud.putLogFile(keyOf('one'), gzipSync(JSON.stringify({ Records: records })));
      const environment = { ...moto.environment, AWS_REGION: REGION, SLACK_API_URL: slack.apiUrl };
      const payloads = [{ selfCheck: true }, { Records: [message('m1', keyOf('one'))] }];
      const [checked, answered] = await invoke(deployment, environment, payloads);
      expect(checked?.answer).toMatchObject({ ok: true, rules: 1_009 });
      expect(answered?.answer).toEqual({ batchItemFailures: [] });
      expect(slack.messages.filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
      expect(JSON.stringify(slack.messages)).toContain('rule-999');
    });
  });
}

describeThousandRules('the function with a thousand handwritten rules', deployByHand);
// Applying is safe only with providers that create nothing, as for examples/complete.
if (HAS_OFFLINE_PROVIDERS)
  describeThousandRules('the function with a thousand rules as Terraform deploys them', () =>
    applyModule({ ...VARIABLES, slack_bot_token: TOKEN }),
  );
