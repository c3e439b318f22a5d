// Where `verify` finds digests and log files: a bucket, or a directory with a copy of it.

import type { Location } from '../../core/digests/digest.ts';

/** An object, with what its metadata contains. */
interface StoredObject {
  readonly bytes: Uint8Array;
  /** The signature of a digest in hex; null if it has none. Undefined in a copy, which has no metadata. */
  readonly signature: string | null | undefined;
  /** When a backfill digest was generated. */
  readonly generatedAt?: string | undefined;
}

/** Objects by bucket and key. In a directory, keys are absolute paths, and the bucket is not known. */
export interface Storage {
  /** The bucket; null for a directory. */
  readonly bucket: string | null;
  /** The folder to verify, as a key that ends with `/`, or empty. */
  readonly prefix: string;
  /** The folders directly in a folder, as keys that end with `/`. */
  folders(prefix: string): Promise<readonly string[]>;
  /** The keys below a folder, sorted, from the key `after` on. */
  keys(prefix: string, after?: string): AsyncIterable<string>;
  /** An object; null if there is none. Rejects with a `PortError` if it cannot be read. */
  read(location: Location): Promise<StoredObject | null>;
  /**
   * Where an object is that a digest refers to. `found` is the key of the digest here, `origin` where CloudTrail delivered
   * it. Null if it is outside the storage.
   */
  locate(target: Location, found: string, origin: Location): Location | null;
  /** How to show a location. */
  show(location: Location): string;
}

const DIGESTS = 'CloudTrail-Digest';
// A bucket can contain other data, too. CloudTrail writes to `<prefix>/AWSLogs/<organization>/<account>/CloudTrail-Digest/<region>/`.
const IN_LOGS = /^(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?(?:\d{12}\/)?$/;
const MAX_DEPTH = 8;

/** Which folders are wanted. An empty list accepts everything; so does a folder that does not say what it contains. */
export interface FolderSelection {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** The folders that contain the digests of one wanted account and region, below the prefix of a storage. */
export async function* digestFolders(storage: Storage, selection: FolderSelection): AsyncGenerator<string> {
  for await (const folder of foldersIn(storage, selection, storage.prefix, 0))
    if (isSelected(folder, selection)) yield folder;
}

async function* foldersIn(
  storage: Storage,
  selection: FolderSelection,
  prefix: string,
  depth: number,
): AsyncGenerator<string> {
  const parts = prefix.split('/');
  const at = parts.lastIndexOf(DIGESTS);
  // The prefix itself may be below the folder of a region.
  if (at >= 0 && parts.length - at > 2) return yield prefix;
  const folders = await storage.folders(prefix);
  if (at >= 0) return yield* folders;
  const digests = folders.filter((folder) => folder.endsWith(`/${DIGESTS}/`) || folder === `${DIGESTS}/`);
  for (const folder of digests.length > 0 ? digests : folders.filter((name) => mayContain(prefix, name))) {
    if (depth < MAX_DEPTH && isSelected(folder, selection)) yield* foldersIn(storage, selection, folder, depth + 1);
  }
}

const ACCOUNT = /(?:^|\/)(\d{12})\/(?:CloudTrail-Digest\/|$)/;
const REGION = /(?:^|\/)CloudTrail-Digest\/([^/]+)\//;

function isSelected(folder: string, { accounts, regions }: FolderSelection): boolean {
  const accepts = (wanted: readonly string[], value: string | undefined) =>
    wanted.length === 0 || value === undefined || wanted.includes(value);
  return accepts(accounts, ACCOUNT.exec(folder)?.[1]) && accepts(regions, REGION.exec(folder)?.[1]);
}

// Below `AWSLogs`, only organizations and accounts matter: the log files of other services are there, too.
function mayContain(prefix: string, folder: string): boolean {
  return IN_LOGS.test(prefix) ? IN_LOGS.test(folder) : true;
}
