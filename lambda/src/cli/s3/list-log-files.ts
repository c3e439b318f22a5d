// Lists the objects that a trail wrote below a location: walks the folders, many at the same time, leaves out those that cannot contain
// wanted objects, and returns the objects day by day. Holds the keys of one day in memory.

import pLimit from 'p-limit';
import type { BucketLister, ListedObject, ListingPage } from '../../adapters/aws/s3-listing.ts';
import { arrivalMs } from '../../core/sources/arrival.ts';
import { CliError } from '../cli-error.ts';
import { dayOf, type LogFolder, logFolderOf } from './log-folder.ts';
import type { S3Location } from './s3-location.ts';

/** Which objects are wanted. An empty list accepts everything; so does a folder that does not say what it contains. */
export interface LogFileSelection {
  /** Milliseconds since 1970. A log file belongs to the time in its name, or else to the time at which it was written. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Whether folders with this name, such as `CloudTrail`, are wanted. */
  readonly acceptsKind: (kind: string) => boolean;
}

// S3 accepts 5,500 requests a second for a prefix; this many keep a laptop busy.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
const CONCURRENT_REQUESTS = 16;

// About 250 bytes each. The trail of the largest organizations writes fewer files a day.
const LOT_MAX = 2_000_000;

/**
 * The wanted objects in lots: first those outside the folders of days, then one lot for each day, in order. Within a lot, objects
 * are in the order in which they arrived. Each is listed once. Rejects with a `PortError` if a request fails permanently, and with
 * a `CliError` if a lot has more than `lotMax` objects.
 */
export async function* listLogFiles(
  lister: BucketLister,
  { bucket, prefix }: S3Location,
  selection: LogFileSelection,
  lotMax = LOT_MAX,
): AsyncGenerator<readonly ListedObject[]> {
  const limit = pLimit(CONCURRENT_REQUESTS);
  const list: ListPages = (folder, recursive) => listAll(lister, bucket, folder, recursive, limit);
  const isWanted = createFilter(selection);
  const { days, loose } = await findDays(list, prefix, selection, lotOf(prefix, isWanted, lotMax));
  if (loose.objects.length > 0) yield inOrder(loose.objects);
  for (const day of [...days.keys()].sort((one, other) => one - other)) {
    const lot = lotOf(new Date(day).toISOString().slice(0, 10), isWanted, lotMax);
    await Promise.all((days.get(day) ?? []).map(async (folder) => lot.add((await list(folder, true)).objects)));
    if (lot.objects.length > 0) yield inOrder(lot.objects);
  }
}

interface Lot {
  readonly objects: ListedObject[];
  add(objects: readonly ListedObject[]): void;
}

function lotOf(what: string, isWanted: (object: ListedObject) => boolean, max: number): Lot {
  const objects: ListedObject[] = [];
  return {
    objects,
    add(more) {
      for (const object of more) if (isWanted(object)) objects.push(object);
      if (objects.length <= max) return;
      throw new CliError(`${what}: has more than ${max} objects; use a longer prefix, --account or --region`);
    },
  };
}

type ListPages = (folder: string, recursive: boolean) => Promise<Folder>;

interface Folder {
  readonly objects: readonly ListedObject[];
  readonly folders: readonly string[];
}

async function listAll(
  lister: BucketLister,
  bucket: string,
  prefix: string,
  recursive: boolean,
  limit: ReturnType<typeof pLimit>,
): Promise<Folder> {
  const objects: ListedObject[] = [];
  const folders: string[] = [];
  let next: string | null = null;
  do {
    const from: string | null = next;
    const page: ListingPage = await limit(() => lister.list(bucket, prefix, { recursive, next: from }));
    objects.push(...page.objects);
    folders.push(...page.folders);
    next = page.next;
  } while (next !== null);
  return { objects, folders };
}

interface Found {
  /** The folders of each day, by its first millisecond. */
  readonly days: Map<number, string[]>;
  /** What is in no folder of a day. */
  readonly loose: Lot;
}

async function findDays(list: ListPages, prefix: string, selection: LogFileSelection, loose: Lot): Promise<Found> {
  const days: Found['days'] = new Map();
  const visit = async (folder: string): Promise<void> => {
    const day = dayOf(folder);
    if (day !== null) {
      days.set(day, [...(days.get(day) ?? []), folder]);
      return;
    }
    const { objects, folders } = await list(folder, false);
    loose.add(objects);
    await Promise.all(folders.filter((name) => mayContain(logFolderOf(name), selection)).map(visit));
  };
  await visit(prefix);
  return { days, loose };
}

function mayContain(
  folder: LogFolder,
  { sinceMs, untilMs, accounts, regions, acceptsKind }: LogFileSelection,
): boolean {
  const accepts = (wanted: readonly string[], value: string | null) =>
    wanted.length === 0 || value === null || wanted.includes(value);
  const { account, kind, region, time } = folder;
  return (
    accepts(accounts, account) &&
    (kind === null || acceptsKind(kind)) &&
    accepts(regions, region) &&
    (time === null || (time.lastMs >= sinceMs && time.firstMs <= untilMs))
  );
}

function createFilter(selection: LogFileSelection): (object: ListedObject) => boolean {
  return (object) => {
    const ms = timeOf(object);
    const isFile = !object.key.endsWith('/'); // Consoles create empty objects as folders.
    return (
      isFile && ms >= selection.sinceMs && ms <= selection.untilMs && mayContain(logFolderOf(object.key), selection)
    );
  };
}

const timeOf = ({ key, writtenMs }: ListedObject) => arrivalMs(key) ?? writtenMs;

function inOrder(objects: readonly ListedObject[]): readonly ListedObject[] {
  return objects.toSorted((one, other) => timeOf(one) - timeOf(other) || (one.key < other.key ? -1 : 1));
}
