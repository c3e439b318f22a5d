// A thousand rules exceed the limit of environment variables, so the function reads them from the state table.

import { describe, expect, it } from 'vitest';
import { BUCKET, keyOf, message, record } from './events.ts';
import { applyModule, type Deployment } from './terraform-deployment.ts';
import { deployments, handwritten, STATE_TABLE, TOKEN, useWorld } from './world.ts';

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
  const { SETTINGS: S = '' } = handwritten(VARIABLES).environment;
  return handwritten(VARIABLES, {
    environment: { SETTINGS_TABLE: STATE_TABLE, SETTINGS_KEY: 'settings#1' },
    items: [{ id: { S: 'settings#1' }, settings: { S } }],
  });
}

const DEPLOYMENTS = deployments(
  { name: 'the function with a thousand handwritten rules', deploy: deployByHand },
  {
    name: 'the function with a thousand rules as Terraform deploys them',
    deploy: () => applyModule({ ...VARIABLES, slack_bot_token: TOKEN }),
  },
);

describe.each(DEPLOYMENTS)('$name', ({ deploy }) => {
  const world = useWorld(['C0123456789'], deploy);

  it('reads its rules from the table, passes its self-check, and alerts by the last rule', async () => {
    expect(Object.keys(world.deployment.environment).toSorted()).toEqual(['SETTINGS_KEY', 'SETTINGS_TABLE']);
    await world.putLogFile('one', record({ eventName: 'Event999' }), record({ eventName: 'Event1000' }));
    const payloads = [{ selfCheck: true }, { Records: [message('m1', keyOf('one'))] }];
    const [checked, answered] = await world.invoke(payloads);
    expect(checked?.answer).toMatchObject({ ok: true, rules: 1_009 });
    expect(answered?.answer).toEqual({ batchItemFailures: [] });
    expect(world.firstMessages()).toHaveLength(1);
    expect(JSON.stringify(world.slack.messages)).toContain('rule-999');
  });
});
