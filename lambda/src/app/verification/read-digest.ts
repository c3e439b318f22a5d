// Reads and verifies one digest. In: where it is. Out: what was found there. Rejects with a `PortError` if that cannot be found out now.

import { type Digest, type Location, parseDigest } from '../../core/digests/digest.ts';
import { type DigestName, parseDigestName } from '../../core/digests/digest-key.ts';
import type { PublicKey } from '../../core/digests/public-keys.ts';
import { type DigestFault, type FoundDigest, rangeOf, verifyDigest } from '../../core/digests/verify-digest.ts';
import { decompress, isGzip } from '../../core/log-files/decompress.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import { isPermanent } from '../ports.ts';
import { isTooLarge } from './content.ts';
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
  | { readonly kind: 'invalid'; readonly name: DigestName; readonly fault: DigestFault | 'too-large' }
  | { readonly kind: 'missing'; readonly name: DigestName }
  /** CloudTrail does not list the public keys of its region for this account. */
  | { readonly kind: 'refused'; readonly name: DigestName; readonly reason: string }
  /** The key is not that of a digest. */
  | { readonly kind: 'other' };

/** About 40,000 log files. What is larger does not fit into a small function; CloudTrail is not known to write such digests. */
const DIGEST_BYTES_MAX = 16 * 1024 * 1024;

/** Reads and verifies a digest. */
export async function readDigest(location: Location, verification: Verification): Promise<DigestFound> {
  const name = parseDigestName(location.key);
  if (name === null) return { kind: 'other' };
  try {
    const stored = await verification.digests.read(location);
    if (stored === null) return { kind: 'missing', name };
    const { bytes, signature, generatedAt } = stored;
    const found = { ...location, content: unzipped(bytes), signature, generatedAt, isBucketKnown: true };
    return await verify(found, name, verification);
  } catch (error) {
    // Otherwise an attacker could hide a digest behind a large object.
    if (isTooLarge(error)) return { kind: 'invalid', name, fault: 'too-large' };
    throw error;
  }
}

async function verify(found: FoundDigest, name: DigestName, verification: Verification): Promise<DigestFound> {
  let keys: readonly PublicKey[];
  try {
    keys = await keysFor(found, name, verification);
  } catch (error) {
    if (isPermanent(error)) return { kind: 'refused', name, reason: error.message };
    throw error;
  }
  const { digest, contentSha256, fault, isProven } = verifyDigest(found, keys);
  if (!isProven || digest === null || contentSha256 === null)
    return { kind: 'invalid', name, fault: fault ?? 'format' };
  const location = { bucket: found.bucket, key: found.key };
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

// The host of a call contains the region, and everyone who can write into the bucket can choose the name of an object.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;

// Without a signature there is nothing that a key could prove.
async function keysFor(found: FoundDigest, { region }: DigestName, { keys }: Verification) {
  const digest = found.content && parseDigest(found.content);
  const range = digest && rangeOf(digest, found);
  return range && found.signature !== null && REGION.test(region) ? keys(region, range, digest.fingerprint) : [];
}
