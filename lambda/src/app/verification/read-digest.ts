// Reads and verifies one digest. In: where it is. Out: what was found there. Rejects with a `PortError` if that cannot be told now.

import { type Digest, type Location, parseDigest } from '../../core/digests/digest.ts';
import { type DigestName, parseDigestName } from '../../core/digests/digest-key.ts';
import { type DigestFault, type FoundDigest, rangeOf, verifyDigest } from '../../core/digests/verify-digest.ts';
import { decompress, isGzip } from '../../core/log-files/decompress.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import type { Verification } from './verification.ts';

/** A digest that CloudTrail signed. */
export interface ProvenDigest {
  readonly location: Location;
  readonly name: DigestName;
  readonly digest: Digest;
  readonly sha256: string;
}

/** What is at a location. */
export type DigestFound =
  | { readonly kind: 'proven'; readonly proven: ProvenDigest }
  | { readonly kind: 'invalid'; readonly name: DigestName; readonly fault: DigestFault }
  | { readonly kind: 'missing'; readonly name: DigestName }
  /** The key is not that of a digest. */
  | { readonly kind: 'other' };

/** About 40,000 log files. What is larger does not fit into a small function; CloudTrail is not known to write such digests. */
export const DIGEST_BYTES_MAX = 16 * 1024 * 1024;

/** Reads and verifies a digest. Throws `LogFileError` with `too_large` if it has more than 16 MB. */
export async function readDigest(location: Location, verification: Verification): Promise<DigestFound> {
  const name = parseDigestName(location.key);
  if (name === null) return { kind: 'other' };
  const stored = await verification.digests.read(location);
  if (stored === null) return { kind: 'missing', name };
  const { bytes, signature, generatedAt } = stored;
  const content = unzipped(bytes);
  const found: FoundDigest = { ...location, content, signature, generatedAt, isBucketKnown: true };
  const { digest, contentSha256, fault, isProven } = verifyDigest(found, await keysFor(found, name, verification));
  if (!isProven || digest === null || contentSha256 === null)
    return { kind: 'invalid', name, fault: fault ?? 'format' };
  return { kind: 'proven', proven: { location, name, digest, sha256: contentSha256 } };
}

function unzipped(bytes: Uint8Array): Uint8Array | null {
  if (!isGzip(bytes)) return null;
  try {
    return decompress(bytes, DIGEST_BYTES_MAX);
  } catch (error) {
    if (error instanceof LogFileError && error.code !== 'too_large') return null;
    throw error;
  }
}

// Without a signature there is nothing that a key could prove.
async function keysFor(found: FoundDigest, { region }: DigestName, { keys }: Verification) {
  const digest = found.content && parseDigest(found.content);
  const range = digest && rangeOf(digest, found);
  return range && found.signature !== null ? keys(region, range, digest.fingerprint) : [];
}
