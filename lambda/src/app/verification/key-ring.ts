// The public keys of CloudTrail, kept for hours. In: a region, a range of time and a fingerprint. Out: keys.

import { DAY_MS, HOUR_MS } from '../../core/digests/day.ts';
import { type PublicKey, type Range, readPublicKeys } from '../../core/digests/public-keys.ts';
import { type Clock, isPermanent, PortError } from '../ports.ts';
import type { ListPublicKeys } from './verification-port.ts';

/**
 * The keys of a region that may have signed a digest of a range of time. They are listed again after some hours, and if they lack
 * `fingerprint`: CloudTrail changes its keys. Rejects with a `PortError` if they cannot be listed: a permanent one if CloudTrail refuses the
 * account in that region, which is asked again after some minutes.
 */
export type KeyRing = (region: string, range: Range, fingerprint: string) => Promise<readonly PublicKey[]>;

interface Listed {
  readonly fromMs: number;
  readonly atMs: number;
  readonly keys: readonly PublicKey[];
}

const KEPT_MS = 6 * HOUR_MS;
/** A fingerprint that does not exist must not cause a call for each digest. */
const LISTED_AGAIN_MS = 5 * 60 * 1000;
// A walk goes back seven days.
const BEFORE_MS = 8 * DAY_MS;

/** A key ring that has no keys yet. */
export function createKeyRing(list: ListPublicKeys, clock: Pick<Clock, 'nowMs'>): KeyRing {
  const listed = new Map<string, Listed>();
  const refused = new Map<string, { readonly atMs: number; readonly error: PortError }>();
  return async (region, range, fingerprint) => {
    const nowMs = clock.nowMs();
    const known = listed.get(region);
    if (known && isEnough(known, range, fingerprint, nowMs)) return known.keys;
    const refusal = refused.get(region);
    if (refusal && nowMs - refusal.atMs < LISTED_AGAIN_MS) throw refusal.error;
    const fromMs = Math.min(range.fromMs, nowMs) - BEFORE_MS;
    try {
      const found = { fromMs, atMs: nowMs, keys: await keysIn(list, { region, fromMs, untilMs: nowMs }) };
      listed.set(region, found);
      return found.keys;
    } catch (error) {
      if (isPermanent(error)) refused.set(region, { atMs: nowMs, error });
      throw error;
    }
  };
}

function isEnough({ fromMs, atMs, keys }: Listed, range: Range, fingerprint: string, nowMs: number): boolean {
  if (fromMs > range.fromMs || nowMs - atMs > KEPT_MS) return false;
  return nowMs - atMs < LISTED_AGAIN_MS || keys.some((key) => key.fingerprint === fingerprint);
}

async function keysIn(list: ListPublicKeys, query: Parameters<ListPublicKeys>[0]): Promise<readonly PublicKey[]> {
  const keys = readPublicKeys(await list(query));
  if (keys !== null) return keys;
  throw new PortError(
    'transient',
    'unexpected_answer',
    `CloudTrail in ${query.region} did not answer with public keys`,
  );
}
