// Notes for the heartbeat that a digest arrived. In: a verified digest. Out: nothing.

import type { Invocation } from '../invocation.ts';
import type { SeenDigest } from './digested-accounts-port.ts';

/** Notes a digest whose signature is verified. Rejects with a `PortError` if that cannot be stored. */
export async function noteDigest(digest: SeenDigest, { pipeline }: Invocation): Promise<void> {
  const { heartbeat, clock, log } = pipeline;
  if (heartbeat === undefined) return;
  if (await heartbeat.accounts.note(digest, clock.nowMs())) return;
  log.error('account_not_watched', {
    account: digest.accountId,
    effect: 'the list of accounts is full, so nothing reports if this account no longer sends digests',
  });
}
