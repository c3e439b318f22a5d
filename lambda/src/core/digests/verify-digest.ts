// Verifies one digest. In: a digest as it was found, and public keys of its region. Out: the digest, and what is wrong with it.

import { type Digest, type Location, parseDigest } from './digest.ts';
import { parseDigestName } from './digest-key.ts';
import { isValidIn, keyObject, type PublicKey, signingRange } from './public-keys.ts';
import { isSignatureOf, sha256, signedText } from './signature.ts';

/** A digest as it was found in a bucket, or in a copy of it. */
export interface FoundDigest extends Location {
  /** Decompressed; null if the object is not gzip. */
  readonly content: Uint8Array | null;
  /**
   * `x-amz-meta-signature` in hex. Undefined if there is no metadata, as in a downloaded copy, and no later digest contains
   * it; null if the object should have it and does not.
   */
  readonly signature: string | null | undefined;
  /** `x-amz-meta-backfill-generation-timestamp` of a backfill digest. */
  readonly generatedAt?: string | undefined;
  /** Whether the bucket is known. It is not for a downloaded copy. */
  readonly isBucketKnown: boolean;
}

/** Why a digest is not valid. */
export type DigestFault =
  /** Neither gzip nor a digest in JSON. */
  | 'format'
  /** Its content belongs to another bucket or key. */
  | 'moved'
  /** It has no signature, or names another algorithm. */
  | 'no-signature'
  /** CloudTrail has no such key. */
  | 'key-unknown'
  /** CloudTrail had that key at another time. */
  | 'key-expired'
  /** The signature is not that of the content. */
  | 'signature';

export interface VerifiedDigest {
  /** Null if it cannot be parsed. Its fields can be trusted only if `isProven`. */
  readonly digest: Digest | null;
  readonly fault: DigestFault | null;
  /** Whether CloudTrail's signature is verified. False without a fault if there is no signature in a copy. */
  readonly isProven: boolean;
  /** SHA-256 of the content, in hex; null if there is no content. */
  readonly contentSha256: string | null;
}

/** Verifies format, location and signature of a digest. */
export function verifyDigest(found: FoundDigest, keys: readonly PublicKey[]): VerifiedDigest {
  const { content, signature } = found;
  const digest = content === null ? null : parseDigest(content);
  const contentSha256 = content === null ? null : sha256(content);
  const result = (fault: DigestFault | null, isProven = false) => ({ digest, fault, isProven, contentSha256 });
  if (digest === null || contentSha256 === null) return result('format');
  if (!isAt(digest.location, found)) return result('moved');
  if (signature === null || (digest.algorithm ?? ALGORITHM) !== ALGORITHM) return result('no-signature');
  if (signature === undefined) return result(null);
  const fault = signatureFault(signedText(digest, contentSha256), signature, keyOf(digest, found, keys));
  return result(fault, fault === null);
}

const ALGORITHM = 'SHA256withRSA';

type FoundKey = PublicKey | 'key-unknown' | 'key-expired' | 'format';

function signatureFault(text: string, signature: string, key: FoundKey): DigestFault | null {
  if (typeof key === 'string') return key;
  const object = keyObject(key);
  if (object === null) return 'key-unknown';
  return isSignatureOf(text, signature, object) ? null : 'signature';
}

function keyOf(digest: Digest, found: FoundDigest, keys: readonly PublicKey[]): FoundKey {
  const range = rangeOf(digest, found);
  if (range === null) return 'format';
  const known = keys.filter(({ fingerprint }) => fingerprint === digest.fingerprint);
  return known.find((key) => isValidIn(key, range)) ?? (known.length > 0 ? 'key-expired' : 'key-unknown');
}

/** When a digest was signed; null if it is a backfill digest whose metadata does not say so. */
export function rangeOf(digest: Digest, { key, generatedAt, isBucketKnown }: FoundDigest) {
  if (parseDigestName(key)?.isBackfill !== true) return signingRange(digest);
  const generatedMs = Date.parse(generatedAt ?? '');
  if (!Number.isNaN(generatedMs)) return signingRange(digest, generatedMs);
  // A downloaded copy has no metadata. A backfill digest is generated after its hour.
  return isBucketKnown ? null : { fromMs: digest.startMs, untilMs: Number.POSITIVE_INFINITY };
}

function isAt(origin: Location, { bucket, key, isBucketKnown }: FoundDigest): boolean {
  return isBucketKnown ? origin.bucket === bucket && origin.key === key : isCopyOf(key, origin.key);
}

// A copy can begin anywhere in the bucket, so only what both have can be compared: the path from `AWSLogs` on, or less.
function isCopyOf(path: string, key: string): boolean {
  const [copied, original] = [path, key].map((text) => text.slice(text.lastIndexOf('AWSLogs/')));
  if (path.includes('AWSLogs/')) return copied === original;
  return `/${key}`.endsWith(`/${path.slice(path.lastIndexOf('CloudTrail-Digest/'))}`);
}
