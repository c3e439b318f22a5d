// How the PagerDuty notifier handles faults, and that it never reveals the integration key.

import { expect, it } from 'vitest';
import { createPagerDuty, PAGERDUTY_URLS } from '../../src/adapters/http/pagerduty.ts';
import { useServer } from '../servers/use-server.ts';
import { startWebhook } from '../servers/webhook.ts';
import { faultOf } from './fault-of.ts';
import { impatient } from './impatient.ts';

const server = useServer(startWebhook);
const EVENT = { event_action: 'trigger', dedup_key: 'thread', payload: { summary: 'Größe 東京' } };

/** A notifier with these keys, one for each time that the key is read. */
function withKeys(...keys: string[]) {
  const readRoutingKey = async () => keys.shift() ?? 'no more keys';
  return impatient(createPagerDuty({ url: server.url, readRoutingKey }));
}

it('adds the integration key to the event, which cannot replace it', async () => {
  await withKeys('the-key').post({ ...EVENT, routing_key: 'forged' }, null);
  expect(JSON.parse(server.posts.at(-1)?.body ?? '')).toEqual({ ...EVENT, routing_key: 'the-key' });
});

it.each([400, 401, 403, 404])('reads the key again, once, when PagerDuty returns %i', async (status) => {
  server.misbehave({ kind: 'status', status });
  await withKeys('old', 'new').post(EVENT, null);
  expect(JSON.parse(server.posts.at(-1)?.body ?? '')).toMatchObject({ routing_key: 'new' });
  server.misbehave({ kind: 'status', status }, 2);
  const before = server.requests();
  expect(await faultOf(withKeys('old', 'new').post(EVENT, null))).toMatchObject({
    kind: 'permanent',
    code: `http_${status}`,
  });
  expect(server.requests()).toBe(before + 2);
});

it.each([
  [429, { 'retry-after': '120' }, 120_000],
  [500, {}, undefined],
  [503, {}, undefined],
])('is transient with status %i %o', async (status, headers, retryAfterMs) => {
  server.misbehave({ kind: 'status', status, headers });
  const fault = await faultOf(withKeys('the-key').post(EVENT, null));
  expect(fault).toMatchObject({ kind: 'transient', code: `http_${status}`, retryAfterMs });
});

it.each([{ kind: 'status', status: 400 } as const, { kind: 'reset' } as const, { kind: 'silence' } as const])(
  'does not reveal the key after %o, and names PagerDuty',
  async (fault) => {
    server.misbehave(fault, 2);
    const { message, stack, cause } = await faultOf(withKeys('secret-key', 'secret-key').post(EVENT, null));
    expect(message).toMatch(/^PagerDuty /);
    expect(`${message} ${stack}`).not.toContain('secret');
    expect(cause).toBeUndefined();
  },
);

it('knows the address of each service region', () => {
  expect(PAGERDUTY_URLS).toEqual({
    us: 'https://events.pagerduty.com/v2/enqueue',
    eu: 'https://events.eu.pagerduty.com/v2/enqueue',
  });
});
