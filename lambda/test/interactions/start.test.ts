// How an instance of the function behind the buttons starts: with the real adapters, in front of moto.

import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCountedMoto } from '../servers/counted-moto.ts';
import { startFaultyAws } from '../servers/faulty-aws.ts';
import { startSlack } from '../servers/slack.ts';
import { createStateTable } from '../servers/state-table.ts';
import { useServer } from '../servers/use-server.ts';
import { aMessage } from './interactions-world.ts';
import { CHANNEL, formOf, httpEvent, listAction, pressPayload, SECRET, signedEvent } from './presses.ts';

const SETTINGS = {
  function_name: 'f',
  dynamodb_table_name: 'state',
  slack_signing_secret_reference: '/f/slack-signing-secret',
};

const moto = useCountedMoto();
beforeAll(async () => {
  process.env.AWS_REGION = 'us-east-1';
  await createStateTable('state');
  const secret = { Name: '/f/slack-signing-secret', Value: SECRET, Type: 'SecureString' } as const;
  await new SSMClient({}).send(new PutParameterCommand(secret));
});
beforeEach(() => {
  vi.resetModules();
  moto.calls.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function start(changes: Readonly<Record<string, unknown>> = {}) {
  process.env.INTERACTIONS = JSON.stringify({ ...SETTINGS, ...changes });
  const { handler } = await import('../../src/interactions.ts');
  return handler;
}

const signed = () => signedEvent(formOf({ type: 'view_closed' }), { nowMs: Date.now() });

describe('an instance of the function behind the buttons', () => {
  it('has read the secret and is connected to the table before its first request', async () => {
    const handler = await start();
    expect(moto.calls.get('GetItem')).toBe(1);
    expect(await handler(signed())).toEqual({ statusCode: 200, body: '' });
    expect(await handler(httpEvent('x', {}))).toEqual({ statusCode: 401, body: '' });
    expect(moto.calls.get('GetItem')).toBe(1);
  });

  it.each([
    ['table', { dynamodb_table_name: 'gone' }, 200],
    ['secret', { slack_signing_secret_reference: '/gone' }, 500],
  ])('starts although the %s is not available', async (_, changes, statusCode) => {
    const handler = await start(changes);
    expect(await handler(signed())).toEqual({ statusCode, body: '' });
  });

  it('does not start with settings that lack something, and names it', async () => {
    await expect(start({ function_name: '' })).rejects.toThrow('INTERACTIONS: function_name is missing');
  });
});

describe('an instance of the function behind the buttons that was frozen', () => {
  const aws = useServer(() => startFaultyAws(moto.url));
  const slack = useServer(() => startSlack({ channels: [CHANNEL] }));
  const slackProxy = useServer(() => startFaultyAws(new URL(slack.apiUrl).origin));

  it.each(['reset', 'silence'] as const)(
    'responds as usual if the connections that it had end in a %s',
    async (how) => {
      vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
      vi.stubEnv('SLACK_API_URL', slackProxy.url);
      slack.reset();
      const handler = await start();
      const response_url = `${slackProxy.url}${new URL(slack.responseUrl({ channel: CHANNEL, ts: '1' })).pathname}`;
      const press = () =>
        handler(
          signedEvent(formOf(pressPayload(aMessage(), listAction(`slack:${CHANNEL}`), { response_url })), {
            nowMs: Date.now(),
          }),
        );
      expect(await press()).toEqual({ statusCode: 200, body: '' });
      for (const proxy of [aws, slackProxy]) proxy.forgetConnections(how);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 });
      const startedMs = performance.now();
      expect(await press()).toEqual({ statusCode: 200, body: '' });
      expect(performance.now() - startedMs).toBeLessThan(800);
      expect(slack.ephemerals).toHaveLength(2);
    },
  );
});
