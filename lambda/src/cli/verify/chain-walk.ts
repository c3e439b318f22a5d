// Verifies the digests of one chain as they come, oldest first. In: digests that were read. Out: findings and counts.
// A copy in a directory has no metadata, so the signature of a digest comes from the next one; the last one stays unsigned.

import { parseDigest } from '../../core/digests/digest.ts';
import type { DigestName } from '../../core/digests/digest-key.ts';
import { createDigestCheck } from './digest-check.ts';
import type { ReadDigest } from './read-digest.ts';
import type { Storage } from './storage.ts';
import type { Unlisted } from './unlisted.ts';
import type { Verification } from './verification.ts';

export interface ChainWalk {
  add(digest: ReadDigest): Promise<void>;
  finish(): Promise<void>;
}

/** Begins a chain, of the account and region that a name contains. */
export function createChainWalk(
  storage: Storage,
  name: DigestName,
  unlisted: Unlisted,
  verification: Verification,
): ChainWalk {
  const check = createDigestCheck(storage, name, unlisted, verification);
  let waiting: ReadDigest | null = null;
  return {
    async add(digest) {
      const before = waiting;
      waiting = digest;
      if (before !== null) await check.add(before, signatureIn(digest, before));
    },
    async finish() {
      if (waiting !== null) await check.add(waiting, undefined);
      const last = check.last();
      if (last !== null && !name.isBackfill) verification.chainEnded({ ...name, ...last });
    },
  };
}

// A signature proves its digest wherever it comes from.
function signatureIn({ found }: ReadDigest, { key }: ReadDigest): string | undefined {
  const previous = found?.content && parseDigest(found.content)?.previous;
  if (!previous || previous.signature === '') return undefined;
  return key.endsWith(previous.key.slice(previous.key.lastIndexOf('/'))) ? previous.signature : undefined;
}
