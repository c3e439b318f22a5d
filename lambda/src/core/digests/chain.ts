// How a digest is linked to the one before it. In: the digests of one chain, oldest first, and what became of each.
// Out: for each digest the state of its link. Never trusts a digest that is not valid.

import type { Digest, PreviousDigest } from './digest.ts';

/** A digest that was read, valid or not. */
export interface SeenDigest {
  /** Null if the bucket is not known, as in a downloaded copy. */
  readonly bucket: string | null;
  readonly key: string;
  /** Null if its content cannot be trusted. */
  readonly digest: Digest | null;
  readonly contentSha256: string | null;
}

/** The time that no valid digest covers. */
export interface Uncovered {
  readonly fromMs: number;
  readonly untilMs: number;
  /** How many digests are missing. */
  readonly hours: number;
}

/** The link of a digest to the one before it. */
export type Link =
  /** It follows the digest before it, or is the first of a trail. */
  | { readonly kind: 'linked' }
  /** Nothing was read before it, and it refers to a digest. */
  | { readonly kind: 'elsewhere'; readonly previous: PreviousDigest }
  /** The digest before it has another content than the one that it refers to. */
  | { readonly kind: 'broken'; readonly previous: PreviousDigest }
  /**
   * It refers to a digest that was not read. `hours`: how many digests are missing, as far as the uncovered time shows; at
   * least 1.
   */
  | ({ readonly kind: 'missing'; readonly previous: PreviousDigest } & Uncovered)
  /** The digest before it is not valid, and before that one, digests are missing. */
  | ({ readonly kind: 'uncovered' } & Uncovered)
  /** A new chain begins: logging or validation was stopped and started, or all digests between were removed. */
  | { readonly kind: 'restarted'; readonly fromMs: number; readonly untilMs: number };

/** The digest before, as far as the next one is compared with it. */
interface LastDigest extends Omit<SeenDigest, 'digest'> {
  /** When it ends; null if its content cannot be trusted. */
  readonly endMs: number | null;
}

/** What is known about a chain after a digest, as plain data. */
export interface ChainState {
  readonly last: LastDigest | null;
  /** The time up to which valid digests cover the chain; null if there are none yet. */
  readonly coveredMs: number | null;
  /** How many invalid digests were read since then. */
  readonly invalid: number;
}

/** Follows one chain. Keeps one digest only, so a chain can have any length. */
export interface Chain {
  /** Adds the next digest, in order of time, and returns its link; null if it is not valid itself. */
  add(seen: SeenDigest): Link | null;
  /** What a chain continues with. */
  state(): ChainState;
}

const HOUR_MS = 60 * 60 * 1000;
const BEGINNING: ChainState = { last: null, coveredMs: null, invalid: 0 };

/** Begins a chain, or continues one. */
export function createChain(from: ChainState = BEGINNING): Chain {
  let state = from;
  return {
    add(seen) {
      const link = seen.digest === null ? null : linkOf(seen.digest, state);
      state = after(seen, state);
      return link;
    },
    state: () => state,
  };
}

function after({ digest, bucket, key, contentSha256 }: SeenDigest, { coveredMs, invalid }: ChainState): ChainState {
  const last = { bucket, key, contentSha256, endMs: digest?.endMs ?? null };
  if (digest === null) return { last, coveredMs, invalid: invalid + 1 };
  return { last, coveredMs: Math.max(coveredMs ?? digest.endMs, digest.endMs), invalid: 0 };
}

function linkOf(digest: Digest, { last, coveredMs, invalid }: ChainState): Link {
  const { previous, startMs } = digest;
  if (last === null) return previous === null ? { kind: 'linked' } : { kind: 'elsewhere', previous };
  if (previous === null) return { kind: 'restarted', fromMs: coveredMs ?? last.endMs ?? startMs, untilMs: startMs };
  const isLast = isNamed(previous, last);
  if (isLast && last.endMs !== null && !isSame(previous, last)) return { kind: 'broken', previous };
  const fromMs = coveredMs ?? startMs - HOUR_MS;
  const hours = Math.round((startMs - fromMs) / HOUR_MS) - invalid;
  if (!isLast) return { kind: 'missing', previous, hours: Math.max(hours, 1), fromMs, untilMs: startMs };
  if (invalid > 0 && hours > 0) return { kind: 'uncovered', hours, fromMs, untilMs: startMs };
  return { kind: 'linked' };
}

// The names in one chain are unique. What is before them is not the same in a copy.
function isNamed(previous: PreviousDigest, { bucket, key }: LastDigest): boolean {
  return (bucket === null || bucket === previous.bucket) && nameOf(key) === nameOf(previous.key);
}

const nameOf = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** Whether a digest has the content that a later digest refers to. */
export function isSame(previous: PreviousDigest, { contentSha256 }: Pick<SeenDigest, 'contentSha256'>): boolean {
  return previous.sha256 === null || previous.sha256 === contentSha256;
}
