// Follows the link of a digest to the one before it, where that is not the one that was read before. In: a link. Out: findings.

import { PortError } from '../../app/ports.ts';
import { isSame, type Link } from '../../core/digests/chain.ts';
import type { Digest, Location, PreviousDigest } from '../../core/digests/digest.ts';
import { parseDigestName } from '../../core/digests/digest-key.ts';
import { DIGEST_FAULTS } from '../../core/digests/fault-text.ts';
import { sha256 } from '../../core/digests/signature.ts';
import type { ChainReport } from './chain-report.ts';
import { findDigest } from './read-digest.ts';
import type { Storage } from './storage.ts';

/** Reports what is wrong with the link of the digest at `key`, if anything. `sinceMs`: where the requested time begins. */
export async function followLink(
  storage: Storage,
  link: Exclude<Link, { kind: 'linked' | 'restarted' | 'uncovered' }>,
  { key, digest }: { readonly key: string; readonly digest: Digest },
  sinceMs: number,
  chain: ChainReport,
): Promise<void> {
  const { previous } = link;
  const location = storage.locate(previous, key, digest.location);
  const object = location ? storage.show(location) : `s3://${previous.bucket}/${previous.key}`;
  if (link.kind === 'broken') return chain.invalid(object, DIGEST_FAULTS.link);
  const found = location && (await readPrevious(storage, location));
  if (typeof found === 'string') return chain.beginsHere(object, found);
  if (found !== null) return isSame(previous, found) ? undefined : chain.invalid(object, DIGEST_FAULTS.link);
  if (link.kind === 'missing') return chain.missing(object, link);
  beginning(object, previous, sinceMs, chain);
}

// Digests before the requested time are not read, and old ones may have expired.
function beginning(object: string, { key }: PreviousDigest, sinceMs: number, chain: ChainReport): void {
  if (sinceMs === Number.NEGATIVE_INFINITY)
    chain.beginsHere(object, 'the oldest digest refers to this one, which is not here');
  else if ((parseDigestName(key)?.endMs ?? sinceMs) >= sinceMs) chain.missingBefore(object);
}

// A chain can go on in another folder or bucket. A string says why that cannot be read.
async function readPrevious(storage: Storage, location: Location): Promise<{ contentSha256: string } | null | string> {
  try {
    const found = await findDigest(storage, location);
    return found && { contentSha256: sha256(found.content ?? new Uint8Array()) };
  } catch (error) {
    if (error instanceof PortError) return `the chain goes on there, but the digest cannot be read: ${error.message}`;
    throw error;
  }
}
