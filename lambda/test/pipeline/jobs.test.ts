// What a schedule starts: it runs, what it delivers counts like everything else, and a failure makes the invocation fail.

import { describe, expect, it } from 'vitest';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { PortError } from '../../src/app/ports.ts';
import { createWorld } from './pipeline-world.ts';

const HEARTBEAT = { cloudtrailToSlack: { job: 'heartbeat' } };

describe('a job', () => {
  it.each(['transient', 'permanent'] as const)('that fails is retried, even after a %s fault', async (kind) => {
    const accounts = createMemoryDigestedAccounts();
    const all = async () => Promise.reject(new PortError(kind, 'Broken', 'the table is gone'));
    const world = createWorld();
    const heartbeat = { accounts: { ...accounts, all }, ignored: new Set<string>() };
    const { retries } = await world.invoke(HEARTBEAT, { heartbeat });
    expect(retries).toMatchObject([{ id: null, cause: 'Broken: the table is gone', why: 'failed' }]);
  });

  it('whose feature is off does nothing', async () => {
    const world = createWorld();
    const { source, retries, counters } = await world.invoke(HEARTBEAT);
    expect({ source, retries, read: counters.recordsRead }).toEqual({ source: 'job', retries: [], read: 0 });
  });

  it('with an unknown name is dropped', async () => {
    const { counters, retries } = await createWorld().invoke({ cloudtrailToSlack: { job: 'x' } });
    expect({ dropped: counters.itemsDropped, retries }).toEqual({ dropped: 1, retries: [] });
  });
});
