// Verifies the digests of one chain as they come, oldest first. In: digests that were read. Out: findings and counts.
// A copy in a directory has no metadata, so the signature of a digest comes from the next one; the last one stays unsigned.

import { parseDigest } from '../../core/digests/digest.ts';
import { createDigestCheck, type DigestCheckState } from './digest-check.ts';
import type { ReadDigest } from './read-digest.ts';
import type { Folder } from './verification.ts';

export interface ChainWalk {
  add(digest: ReadDigest): Promise<void>;
  finish(): Promise<void>;
  state(): ChainWalkState;
}

/** What a chain continues with. */
export interface ChainWalkState {
  /** The key of the last digest, which is not verified yet. */
  readonly waiting: string;
  readonly checked: DigestCheckState;
}

/** Begins a chain with its first digest, or continues it with the one that waited. `checked` is what was verified before. */
export function createChainWalk(folder: Folder, first: ReadDigest, checked?: DigestCheckState): ChainWalk {
  const { name } = first;
  const check = createDigestCheck(folder, name, checked);
  let waiting = first;
  return {
    async add(digest) {
      const before = waiting;
      waiting = digest;
      await check.add(before, signatureIn(digest, before));
    },
    async finish() {
      await check.add(waiting, undefined);
      const last = check.last();
      const { accountId, region, isBackfill } = name;
      if (last !== null && !isBackfill) folder.verification.chainEnded({ accountId, region, ...last });
    },
    state: () => ({ waiting: waiting.key, checked: check.state() }),
  };
}

// A signature proves its digest wherever it comes from.
function signatureIn({ found }: ReadDigest, { key }: ReadDigest): string | undefined {
  const previous = found?.content && parseDigest(found.content)?.previous;
  if (!previous || previous.signature === '') return undefined;
  return key.endsWith(previous.key.slice(previous.key.lastIndexOf('/'))) ? previous.signature : undefined;
}
