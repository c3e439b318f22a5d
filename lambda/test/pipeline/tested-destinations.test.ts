// `{"testDestinations": true}`: the function as Lambda calls it sends one test message to each destination, and returns what each answered.

import { gzipSync } from 'node:zlib';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useMoto } from '../servers/shared.ts';
import { startSlack } from '../servers/slack.ts';
import { useServer } from '../servers/use-server.ts';
import { startWebhook } from '../servers/webhook.ts';

const TOKEN = 'xoxb-token-of-the-destination-test';
const [CHANNEL, ONCALL, MISSING] = ['C0DEFAULT01', 'C0ONCALL001', 'C0MISSING01'];
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:gone';
const SETTINGS = {
  function_name: 'f',
  slack_bot_token_reference: '/tested/token',
  slack_signing_secret_reference: '/tested/signing-secret',
  default_slack_channel_id: CHANNEL,
  // Nothing listens there: a test needs no state.
  dynamodb_table_name: 'no-such-table',
  destinations: {
    oncall: { type: 'slack', channel_id: ONCALL },
    missing: { type: 'slack', channel_id: MISSING },
    email: { type: 'sns', topic_arn: TOPIC },
    tickets: { type: 'webhook', url_reference: '/tested/url' },
  },
  // The test goes to every destination, whatever its routes are.
  routes: [{ severities: ['low'], destinations: ['oncall'], digest: 'daily' }],
};

const slack = useServer(() => startSlack({ tokens: [TOKEN], channels: [CHANNEL, ONCALL] }));
const webhook = useServer(startWebhook);

beforeAll(async () => {
  await useMoto();
  const ssm = new SSMClient({});
  await ssm.send(new PutParameterCommand({ Name: '/tested/token', Value: TOKEN, Type: 'SecureString' }));
  await ssm.send(new PutParameterCommand({ Name: '/tested/url', Value: webhook.url, Type: 'SecureString' }));
  process.env.SLACK_API_URL = slack.apiUrl;
});
beforeEach(() => slack.reset());
afterEach(() => {
  vi.restoreAllMocks();
});

async function invoke(payload: object, remainingMs = 30_000): Promise<unknown> {
  process.env.SETTINGS = gzipSync(JSON.stringify(SETTINGS)).toString('base64');
  vi.resetModules();
  const { handler } = await import('../../src/handler.ts');
  return handler(payload, {
    getRemainingTimeInMillis: () => remainingMs,
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:live',
  });
}

describe('a test of the destinations', () => {
  it('sends a message to each, and returns which were delivered and why the others were not', async () => {
    expect(await invoke({ testDestinations: true })).toEqual({
      delivered: [`slack:${CHANNEL}`, `slack:${ONCALL}`, 'https:/tested/url'],
      failed: {
        [`slack:${MISSING}`]: 'Slack returned channel_not_found',
        [`sns:${TOPIC}`]: expect.stringMatching(/NotFound/),
      },
    });
    expect(slack.messages.map(({ channel, threadTs }) => [channel, threadTs])).toEqual([
      [CHANNEL, null],
      [ONCALL, null],
    ]);
    expect(slack.messages[0]?.text).toContain('cloudtrail-to-slack sent a test message in 123456789012');
  });

  it('says in the message that it is a test, in which function and on whose request', async () => {
    await invoke({ testDestinations: [`slack:${ONCALL}`, 'https:/tested/url'] });
    expect(slack.messages).toHaveLength(1);
    const [message] = slack.messages;
    expect(JSON.stringify(message?.attachments)).toContain('Someone invoked the function to test its destinations');
    expect(JSON.stringify(message)).not.toContain('console.aws.amazon.com');
    // To try the buttons, too.
    expect(message?.blocks.at(-1)).toMatchObject({ type: 'actions' });
    expect(JSON.parse(webhook.posts.at(-1)?.body ?? '')).toMatchObject({ rule: 'destination-test', severity: 'info' });
  });

  it.each([
    [
      'an id that does not exist',
      ['slack:C0TYPO00001', `slack:${CHANNEL}`],
      /not \["slack:C0TYPO00001"\]\. Ids: .*slack:C0ONCALL001/,
    ],
    ['another value', 'all', /must be true or a list of ids of destinations, not \["all"\]/],
  ])('with %s fails, and sends nothing', async (_, testDestinations, expected) => {
    await expect(invoke({ testDestinations })).rejects.toThrow(expected);
    expect(slack.calls).toEqual([]);
  });

  it('tries again while a service is busy', async () => {
    slack.misbehave({ kind: 'status', status: 503 }, { times: 2 });
    const tested = { testDestinations: [`slack:${CHANNEL}`] };
    expect(await invoke(tested)).toEqual({ delivered: [`slack:${CHANNEL}`], failed: {} });
  });
});
