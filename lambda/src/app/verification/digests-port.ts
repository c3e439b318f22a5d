// Where digests come from, and the public keys that prove them.

import type { Location } from '../../core/digests/digest.ts';

/** A digest as it is stored. */
interface StoredDigest {
  /** Usually gzipped. */
  readonly bytes: Uint8Array;
  /** `x-amz-meta-signature`; null if it has none. */
  readonly signature: string | null;
  /** `x-amz-meta-backfill-generation-timestamp`. */
  readonly generatedAt: string | undefined;
}

export interface DigestStore {
  /** Reads a digest; null if the bucket has no such object. */
  read(location: Location): Promise<StoredDigest | null>;
}

/**
 * Lists the public keys of a region that were valid at some time of a range, in milliseconds since the epoch: the answers of
 * `cloudtrail:ListPublicKeys`.
 */
export type ListKeys = (query: {
  readonly region: string;
  readonly fromMs: number;
  readonly untilMs: number;
}) => Promise<readonly unknown[]>;
