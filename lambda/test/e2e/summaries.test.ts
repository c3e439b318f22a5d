// Scheduled summaries from the outside: the package, its state table in moto, a local Slack and a topic, and a clock that is moved to
// the next day. Imports nothing from the sources. Runs with handwritten settings, and with those that Terraform writes.

import { beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, keyOf, message, PRODUCTION, REGION, record } from './events.ts';
import { applyModule, type Deployment } from './terraform-deployment.ts';
import { deployments, handwritten, TOKEN, useWorld } from './world.ts';

const CHANNEL = 'C0123456789';
const TOPIC = `arn:aws:sns:${REGION}:123456789012:security`;
const JOB = { cloudtrailToSlack: { job: 'summaries' } };
// What S3 sends when a notification is configured.
const NOTHING = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET };
const DAY_MS = 24 * 3600 * 1000;

const VARIABLES = {
  cloudtrail_logs_s3_bucket_name: BUCKET,
  use_default_rules: false,
  account_names: { [PRODUCTION]: 'production' },
  rules: [
    { name: 'user-created', expression: "eventName == 'CreateUser'", severity: 'low' },
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'critical' },
  ],
  destinations: {
    team: { type: 'slack', channel_id: CHANNEL },
    email: { type: 'sns', topic_arn: TOPIC },
  },
  routes: [{ digest: 'daily', digest_at: '08:00', digest_zone: 'Europe/Berlin', destinations: ['team', 'email'] }],
};

// Email alone, which receives everything.
const WITHOUT_TEAM = { ...VARIABLES, destinations: { email: VARIABLES.destinations.email }, routes: [] };

type Deploy = (variables: Pick<typeof VARIABLES, 'routes'> & { readonly destinations: object }) => Promise<Deployment>;

const deployByHand: Deploy = async (variables) => handwritten(variables, { topics: ['security'] });
const deployWithTerraform: Deploy = async (variables) => ({
  // A token without a destination of Slack is an error in the plan.
  ...(await applyModule({ ...variables, ...('team' in variables.destinations && { slack_bot_token: TOKEN }) })),
  topics: ['security'],
});
const DEPLOYMENTS = deployments(
  { name: 'the package with a daily summary and handwritten settings', deploy: deployByHand },
  { name: 'the module with a daily summary as Terraform deploys it', deploy: deployWithTerraform },
);

describe.each(DEPLOYMENTS)('$name', ({ deploy }) => {
  const world = useWorld([CHANNEL], () => deploy(VARIABLES));
  const run = (payloads: readonly unknown[], aheadMs = 0, of?: Deployment) =>
    world.invoke(payloads, { aheadMs, ...(of && { of }) });
  const filesOf = (...names: string[]) => names.map((name) => ({ Records: [message(name, keyOf(name))] }));

  beforeAll(async () => {
    const deleted = {
      eventName: 'DeleteTrail',
      eventSource: 'cloudtrail.amazonaws.com',
      requestParameters: { name: 'main' },
    };
    await world.putLogFile('one', record({}), record({}), record({}, PRODUCTION, 'sam'));
    await world.putLogFile('two', record({}), record(deleted, PRODUCTION, 'tim'));
  });

  it('passes its self-check, unless the time zone does not exist', async () => {
    const [checked] = await run([{ selfCheck: true }]);
    expect(checked?.answer).toMatchObject({ ok: true, rules: 2 });
    const routes = VARIABLES.routes.map((route) => ({ ...route, digest_zone: 'Europe/Nowhere' }));
    const nowhere = await deployByHand({ ...VARIABLES, routes });
    const [refused] = await run([{ selfCheck: true }], 0, nowhere);
    expect(refused?.error).toContain('routes.0.digest_zone: is not a time zone');
  });

  it('posts only the critical alert, and collects the others', async () => {
    const answers = [...(await run(filesOf('one'))), ...(await run([...filesOf('two', 'one'), JOB]))];
    expect(answers.map(({ answer, error }) => error ?? answer)).toEqual([
      ...Array(3).fill({ batchItemFailures: [] }),
      null,
    ]);
    expect(world.firstMessages().map(({ text }) => text)).toEqual([expect.stringContaining('tim ')]);
    await world.cloud.published('security');
  });

  it('sends one message to each destination on the next day, and none after that', async () => {
    const before = world.slack.messages.length;
    const [sent] = await run([JOB, JOB], DAY_MS);
    expect(sent?.error).toBeUndefined();
    expect(sent?.log).toContain('"event":"summary_sent"');
    await run([JOB], DAY_MS);
    await run([JOB], 3 * DAY_MS);
    const [summary, ...more] = world.slack.messages.slice(before);
    expect(more).toEqual([]);
    expect(summary?.text).toMatch(/^🔵 Daily summary until \d{4}-\d\d-\d\d 08:00 Europe\/Berlin: 4 alerts$/);
    const text = JSON.stringify(summary);
    expect(text).toContain('*3×* `user-created` *jane* in *production*');
    expect(text).toContain('*1×* `user-created` *sam* in *production*');
    const published = (await world.cloud.published('security')).map(({ Message }) => JSON.parse(String(Message)));
    expect(published).toMatchObject([{ kind: 'scheduled-summary', total: 4, schedule: 'daily' }]);
    expect(published[0].alerts).toMatchObject([
      { rule: 'user-created', actor: 'jane', account: PRODUCTION, count: 3 },
      { rule: 'user-created', actor: 'sam', account: PRODUCTION, count: 1 },
    ]);
  });

  it('counts nothing again when all log files are delivered again', async () => {
    const before = world.slack.messages.length;
    await run(filesOf('one', 'two'), DAY_MS);
    await run([JOB], 2 * DAY_MS);
    expect(world.slack.messages).toHaveLength(before);
  });

  it('sends what was collected when the routes and a destination are removed, without the job', async () => {
    await world.putLogFile('three', record({}), record({}));
    await run(filesOf('three'));
    const before = world.slack.messages.length;
    const without = await deploy(WITHOUT_TEAM);
    expect(without.stateTable).toBe(world.deployment.stateTable);
    await world.cloud.published('security');
    await run([NOTHING, NOTHING], 0, without);
    const published = (await world.cloud.published('security')).map(({ Message }) => JSON.parse(String(Message)));
    const places = published.map(({ kind, total, collected_for: place = 'own' }) => [kind, total, place].join(' '));
    expect(places.toSorted()).toEqual(['scheduled-summary 2 own', `scheduled-summary 2 slack:${CHANNEL}`]);
    expect(world.slack.messages).toHaveLength(before);
    await run([NOTHING, NOTHING], 2 * DAY_MS, without);
    expect(await world.cloud.published('security')).toEqual([]);
    without.remove?.();
  });
});
