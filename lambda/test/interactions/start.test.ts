// How an instance of the function behind the buttons starts: with the real adapters, in front of moto.

import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCountedMoto } from '../servers/counted-moto.ts';
import { createStateTable } from '../servers/state-table.ts';
import { formOf, httpEvent, SECRET, signedEvent } from './presses.ts';

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
