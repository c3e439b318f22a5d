// Reads a digest from a storage. In: its key. Out: what was found there, or that it cannot be read.

import { PortError } from '../../app/ports.ts';
import type { Location } from '../../core/digests/digest.ts';
import type { DigestName } from '../../core/digests/digest-key.ts';
import type { FoundDigest } from '../../core/digests/verify-digest.ts';
import { decompressAside, isGzip } from '../../core/log-files/decompress.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import type { Storage } from './storage.ts';

// A digest of ten thousand log files has about 5 MB. Several are read ahead.
const DIGEST_BYTES = 32 * 1024 * 1024;

/** A digest with its place in the storage; `found` is null if it cannot be read. */
export interface ReadDigest {
  readonly key: string;
  readonly name: DigestName;
  readonly found: FoundDigest | null;
  /** Why it cannot be read. */
  readonly reason: string | null;
}

/** Reads a digest. Never rejects because of the state of one object. */
export async function readDigest(
  storage: Storage,
  { key, name }: { readonly key: string; readonly name: DigestName },
): Promise<ReadDigest> {
  try {
    const found = await findDigest(storage, { bucket: storage.bucket ?? '', key });
    return { key, name, found, reason: found === null ? 'it was removed while the command ran' : null };
  } catch (error) {
    if (error instanceof PortError) return { key, name, found: null, reason: error.message };
    throw error;
  }
}

/** Reads what is at a location; null if there is nothing. Rejects with a `PortError` if it cannot be read. */
export async function findDigest(storage: Storage, location: Location): Promise<FoundDigest | null> {
  const object = await storage.read(location);
  if (object === null) return null;
  const { bytes, signature, generatedAt } = object;
  const content = await unzipped(bytes);
  return { ...location, content, signature, generatedAt, isBucketKnown: storage.bucket !== null };
}

async function unzipped(bytes: Uint8Array): Promise<Uint8Array | null> {
  if (!isGzip(bytes)) return null;
  try {
    return await decompressAside(bytes, DIGEST_BYTES);
  } catch (error) {
    if (error instanceof LogFileError) return null;
    throw error;
  }
}
