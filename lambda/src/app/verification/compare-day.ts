// Compares a day that has ended with its digests once more. In: a digest that was delivered after its end. Out: findings: log files and
// digests that were removed after they were read, and log files that no digest lists.

import { type Covered, cover } from '../../core/digests/coverage.ts';
import {
  DAY_MS,
  type Day,
  dayBefore,
  dayToCompare,
  digestFoldersOf,
  HOUR_MS,
  isOfDay,
  logFolderOf,
  mustBeListed,
} from '../../core/digests/day.ts';
import { chainOf, type DigestName, parseDigestName } from '../../core/digests/digest-key.ts';
import { type MarkState, nameOfObject } from '../../core/digests/reading-mark.ts';
import { arrivalMs } from '../../core/sources/arrival.ts';
import type { DayItem } from '../../core/sources/envelope.ts';
import { inLots } from '../in-lots.ts';
import { DONE, type Outcome } from '../outcome.ts';
import { PortError } from '../ports.ts';
import { requireTime } from '../wait.ts';
import { dayFinding, missingDigests } from './findings.ts';
import { type ProvenDigest, readDigest } from './read-digest.ts';
import { takeFindings, takeRefused } from './take-findings.ts';
import type { Verifying } from './verifying.ts';
import { KEPT_MS } from './write-marks.ts';

/** How many objects of a folder are compared, and how many missing ones are reported. */
export const DAY_MAX = { digests: 500, logFiles: 100_000, missing: 1_000 };

interface Comparing extends Verifying {
  readonly bucket: string;
  readonly name: DigestName;
}

/** Compares a day. Rejects with a `PortError` if something cannot be read or listed now. */
export async function compareDay({ bucket, key }: DayItem, verifying: Verifying): Promise<Outcome> {
  const name = parseDigestName(key);
  const day = name && dayToCompare(key, name.endMs);
  if (name === null || day === null) return DONE;
  const { log, clock } = verifying.invocation.pipeline;
  const leaveOut = (reason: string) => log.warn('day_not_compared', { bucket, folder: logFolderOf(day), reason });
  if (clock.nowMs() >= day.startMs + 2 * DAY_MS) {
    leaveOut(TOO_LATE);
    return DONE;
  }
  try {
    await compare(day, { ...verifying, bucket, name });
  } catch (error) {
    if (!(error instanceof PortError && LEFT_OUT.has(error.code))) throw error;
    leaveOut(error.message);
  }
  return DONE;
}

// S3 removes an object of a rule with one day at the midnight after the day after its creation.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
const TOO_LATE = 'a lifecycle rule may have removed log files of that day in the meantime';
// A digest lists what was delivered within its hour.
const LISTED_WITHIN_MS = 2 * HOUR_MS;
// The owner of the bucket can allow to read and not to list it.
const LEFT_OUT: ReadonlySet<string> = new Set(['AccessDenied', 'too_many']);

async function compare(day: Day, comparing: Comparing): Promise<void> {
  const { bucket, counters, invocation } = comparing;
  const { clock, log } = invocation.pipeline;
  const { digests, goneDigests, gone, unlisted } = await look(day, comparing);
  for (const key of await onlyRead(goneDigests, comparing))
    takeFindings(missingDigests({ bucket, key }, endBefore(key, digests)), comparing);
  const removed = report('LogFilesRemoved', await onlyRead(gone, comparing), day, comparing);
  // CloudTrail lists log files that it processed late in a backfill digest. So a day with such log files is compared again a day later.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
  const suspected = { bucket, key: logFolderOf(day), state: 'unlisted', sha256: '' } as const;
  if (unlisted.length > 0) await comparing.marks.write([suspected], clock.nowMs() + KEPT_MS);
  const earlier = dayBefore(day);
  const marks = await comparing.marks.read([{ bucket, key: logFolderOf(earlier) }], clock.nowMs());
  const forged = marks.size > 0 ? (await look(earlier, comparing)).unlisted : [];
  const count = report('LogFilesUnlisted', forged, earlier, comparing);
  log.info('day_compared', { bucket, folder: logFolderOf(day), removed, suspected: unlisted.length, unlisted: count });
  counters.daysCompared++;
  counters.filesRemoved += removed;
  counters.filesUnlisted += count;
}

/** What is in the folders of a day, next to its digests. */
async function look(day: Day, comparing: Comparing) {
  const { bucket } = comparing;
  const keys = new Set<string>();
  for (const folder of digestFoldersOf(day))
    for await (const key of keysIn(folder, DAY_MAX.digests, comparing)) keys.add(key);
  const digests = await open(
    [...keys].filter((key) => isAbout(key, day)),
    comparing,
  );
  const goneDigests = digests.flatMap(({ digest: { previous } }) =>
    previous?.bucket === bucket && isOfDay(previous.key, day) && !keys.has(previous.key) ? [previous.key] : [],
  );
  return { digests, goneDigests, ...(await lookAtFiles(digests, day, comparing)) };
}

async function lookAtFiles(digests: readonly ProvenDigest[], day: Day, comparing: Comparing) {
  const covered: Covered[] = [];
  const gone = new Set<string>();
  for (const { digest } of digests) {
    cover(covered, digest);
    for (const { bucket, key } of digest.logFiles) if (bucket === comparing.bucket && isOfDay(key, day)) gone.add(key);
  }
  const unlisted: string[] = [];
  const logFolder = logFolderOf(day);
  const folders = new Set([logFolder, ...[...gone].map((key) => key.slice(0, key.lastIndexOf('/') + 1))]);
  for (const folder of digests.length > 0 ? folders : []) {
    for await (const key of keysIn(folder, DAY_MAX.logFiles, comparing)) {
      const isListed = gone.delete(key);
      if (!isListed && folder === logFolder && mustBeListed(key, arrivalMs(key), day, covered)) unlisted.push(key);
    }
  }
  return { gone: [...gone], unlisted };
}

async function* keysIn(folder: string, max: number, { bucket, folders, invocation }: Comparing) {
  let count = 0;
  for (let next: string | null | undefined; next !== null; ) {
    requireTime(invocation.pipeline.clock, invocation.delivery.deadlineMs);
    const page = await folders.list(bucket, folder, { recursive: true, next: next ?? null });
    count += page.objects.length;
    if (count > max) throw new PortError('permanent', 'too_many', `more than ${max} objects in ${folder}`);
    yield* page.objects.map(({ key }) => key);
    next = page.next;
  }
}

// The folder of the next day has digests of the last hours.
function isAbout(key: string, { startMs }: Day): boolean {
  const name = parseDigestName(key);
  return name !== null && (name.isBackfill || name.endMs < startMs + DAY_MS + LISTED_WITHIN_MS);
}

// Nothing of the time before verification began is compared.
async function open(keys: readonly string[], comparing: Comparing): Promise<ProvenDigest[]> {
  const { bucket, invocation } = comparing;
  const { clock } = invocation.pipeline;
  const sinceMs = (await comparing.runningSinceMs()) ?? clock.nowMs();
  const digests: ProvenDigest[] = [];
  for (const key of keys) {
    requireTime(clock, invocation.delivery.deadlineMs);
    const found = await readDigest({ bucket, key }, comparing);
    if (found.kind === 'refused') takeRefused({ bucket, key }, found, comparing);
    if (found.kind === 'proven' && found.proven.digest.startMs >= sinceMs) digests.push(found.proven);
  }
  return digests;
}

// What was not read is not known to have been there: it will be read late, or reported as missing then.
async function onlyRead(keys: readonly string[], { bucket, marks: stored, invocation }: Comparing): Promise<string[]> {
  const { clock } = invocation.pipeline;
  const isRead = (state: MarkState | undefined) => state !== undefined && state !== 'missing';
  const read: string[] = [];
  for (const lot of inLots([...keys].sort(), DAY_MAX.missing)) {
    requireTime(clock, invocation.delivery.deadlineMs);
    const marks = await stored.read(
      lot.map((key) => ({ bucket, key })),
      clock.nowMs(),
    );
    read.push(...lot.filter((key) => isRead(marks.get(nameOfObject({ bucket, key }))?.state)));
    if (read.length >= DAY_MAX.missing) break;
  }
  return read.slice(0, DAY_MAX.missing);
}

// When the time ends that the digests before a missing one cover; undefined if there is none.
function endBefore(key: string, digests: readonly ProvenDigest[]): number | undefined {
  const name = parseDigestName(key);
  const ends = digests
    .filter((one) => name !== null && chainOf(one.name) === chainOf(name))
    .map(({ digest }) => digest.endMs)
    .filter((endMs) => endMs < (name?.endMs ?? 0));
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

// One finding for all, about the first.
function report(
  finding: 'LogFilesRemoved' | 'LogFilesUnlisted',
  keys: readonly string[],
  day: Day,
  comparing: Comparing,
): number {
  const { bucket, name } = comparing;
  const [key] = [...keys].sort();
  if (key !== undefined) takeFindings([dayFinding(finding, { bucket, key }, keys.length, day, name)], comparing);
  return keys.length;
}
