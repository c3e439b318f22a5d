// The command `verify`: verifies CloudTrail's digests and the log files that they list, in buckets or copies of them.

import { createListPublicKeys } from '../../adapters/aws/cloudtrail-keys.ts';
import { createDigestStore } from '../../adapters/aws/s3-digests.ts';
import { type BucketLister, createBucketLister } from '../../adapters/aws/s3-listing.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import { announce, askToContinue } from '../s3/announce.ts';
import { isS3Location } from '../s3/s3-location.ts';
import type { Terminal } from '../terminal.ts';
import { createRate, timeLeft } from '../time-left.ts';
import { parseTimes } from '../time-option.ts';
import { createBucket } from './bucket.ts';
import { type Checkpoint, NO_CHECKPOINT, openCheckpoint } from './checkpoint/checkpoint.ts';
import { identityOf } from './checkpoint/content.ts';
import { createDirectory } from './directory.ts';
import { jsonPrinter, textPrinter } from './print-report.ts';
import { keysInFiles, keysOfCloudTrail } from './public-keys.ts';
import { type Report, type Row, sumOf } from './report.ts';
import { type VerifyLimits, verifyStorages } from './verify-storage.ts';

export interface VerifyOptions {
  readonly publicKeys: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly format: 'text' | 'json';
  /** The file that says what is finished. */
  readonly checkpoint?: string;
  readonly yes?: boolean;
}

const PROGRESS_EVERY_MS = 200;
// Reading from S3 is waiting; reading from a disk is not.
const READS = { bucket: 32, directory: 8 };

// A person waits for the result: calls may take longer than those of the function, and are retried more.
const PATIENT = { timeoutMs: 20_000, maxAttempts: 5 };

/** Verifies what is below the paths. A fault makes the exit code 1. */
export async function verify(paths: readonly string[], options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const times = parseTimes(options);
  const [lister, objects] = [createBucketLister(PATIENT), createDigestStore(PATIENT)];
  const storages = paths.map((path) =>
    isS3Location(path) ? createBucket(path, lister, objects) : createDirectory(path),
  );
  const endpoint = process.env.AWS_ENDPOINT_URL_CLOUDTRAIL ?? process.env.AWS_ENDPOINT_URL;
  const keys =
    options.publicKeys.length > 0
      ? keysInFiles(options.publicKeys)
      : keysOfCloudTrail(createListPublicKeys({ endpoint }), Date.now());
  const printer = options.format === 'json' ? jsonPrinter(terminal) : textPrinter(terminal);
  const reads = paths.some(isS3Location) ? READS.bucket : READS.directory;
  const selection = { ...times, accounts: options.account, regions: options.region };
  const checkpoint = openCheckpointOf(paths, selection, options, terminal);
  const files = await announceReading(paths.filter(isS3Location), lister, selection, terminal);
  await askToContinue(options.yes === true || files === 0);
  const extras = { progress: progressOn(terminal, files, checkpoint), checkpoint };
  const report = await verifyStorages(storages, keys, { ...selection, reads }, printer.finding, extras);
  terminal.progress('');
  refuseNothing(
    report,
    paths,
    Object.values(selection)
      .flat()
      .some((value) => value !== undefined),
  );
  printer.report(report);
  await terminal.flush();
  checkpoint.remove();
  return report.faults === 0 ? EXIT.fine : EXIT.findings;
}

function openCheckpointOf(
  paths: readonly string[],
  selection: VerifyLimits,
  { checkpoint: path, publicKeys }: VerifyOptions,
  terminal: Terminal,
): Checkpoint {
  if (path === undefined) return NO_CHECKPOINT;
  const checkpoint = openCheckpoint(path, identityOf(paths, selection, publicKeys));
  const { digests, digestsUnsigned, logFiles } = sumOf(checkpoint.rows);
  const verified = `${countOf(digests + digestsUnsigned, 'digest')} and ${countOf(logFiles, 'log file')}`;
  if (checkpoint.rows.length > 0) terminal.err(`continues after ${verified}`);
  return checkpoint;
}

// Returns the number of files, which is about what verification reads: it follows the digests instead of this list.
async function announceReading(
  buckets: readonly string[],
  lister: BucketLister,
  { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY, accounts = [], regions = [] }: VerifyLimits,
  terminal: Terminal,
): Promise<number> {
  const acceptsKind = (kind: string) => kind.startsWith('CloudTrail');
  const counts = await announce(buckets, lister, { sinceMs, untilMs, accounts, regions, acceptsKind }, terminal);
  return counts.reduce((sum, count) => sum + count, 0);
}

function filesOf(rows: readonly Row[]): number {
  const { digests, digestsUnsigned, logFiles } = sumOf(rows);
  return digests + digestsUnsigned + logFiles;
}

// Copies on disk are not counted before they are read.
function progressOn(terminal: Terminal, files: number, checkpoint: Checkpoint): (report: Report) => void {
  const rate = createRate();
  const before = filesOf(checkpoint.rows);
  let shownMs = performance.now();
  return (report) => {
    const nowMs = performance.now();
    if (nowMs - shownMs < PROGRESS_EVERY_MS) return;
    shownMs = nowMs;
    const { digests, logFiles } = sumOf(report.rows());
    const done = filesOf(report.rows());
    const perMs = rate(done - before, nowMs);
    const soFar = `${countOf(digests, 'digest')}, ${countOf(logFiles, 'log file')}`;
    terminal.progress(files === 0 || perMs === null ? soFar : `${soFar}, ${timeLeft(files - done, perMs)}`);
  };
}

// A run that verified nothing must not look like one without faults.
function refuseNothing(report: Report, paths: readonly string[], isLimited: boolean): void {
  if (report.rows().length > 0) return;
  const where = isLimited ? ' of what you selected' : '';
  throw new CliError(
    escaped`${paths.join(', ')}: there are no digests${where}. Digests are in folders named CloudTrail-Digest; a trail writes them if log file validation is on. Keep the names of the folders in a copy`,
  );
}
