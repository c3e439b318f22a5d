// What the heartbeat learns of an account from its digests.

import { expect, it } from 'vitest';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { HOUR_MS, type Written } from '../digests/trail-world.ts';
import { createVerificationWorld, LOGS } from './verification-world.ts';

it.each([
  ['its digests', {}, 1],
  // They may be about hours that are long past.
  ['none of its backfill digests', { backfillAfterMs: 3 * HOUR_MS }, 0],
])('the heartbeat knows an account by %s', async (_what, trail, known) => {
  const world = createVerificationWorld({ hours: 2, ...trail });
  const accounts = createMemoryDigestedAccounts();
  const heartbeat = { accounts, ignored: new Set<string>() };
  for (const { key } of world.digests) await world.invoke({ s3Bucket: LOGS, s3ObjectKey: [key] }, { heartbeat });
  expect(await accounts.all(world.clock.nowMs())).toHaveLength(known);
});

it('the heartbeat knows the account, the region and the end of a digest', async () => {
  const world = createVerificationWorld({ hours: 1 });
  const accounts = createMemoryDigestedAccounts();
  const { key, endMs } = world.digests[0] as Written;
  await world.invoke({ s3Bucket: LOGS, s3ObjectKey: [key] }, { heartbeat: { accounts, ignored: new Set() } });
  expect(await accounts.all(world.clock.nowMs())).toMatchObject([
    { accountId: '111122223333', newest: new Map([['us-east-1', endMs]]) },
  ]);
});
