// What the heartbeat learns of an account from its digests.

import { expect, it } from 'vitest';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { HOUR_MS } from '../digests/trail-world.ts';
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
