// Says what it costs to read from buckets, and asks before the first file is read. In: locations and a selection. Out: how many files
// there are.

import { createInterface } from 'node:readline/promises';
import type { BucketLister } from '../../adapters/aws/s3-listing.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { Terminal } from '../terminal.ts';
import { describeCost, type ToRead } from './cost.ts';
import { inBucket } from './in-bucket.ts';
import type { LogFileSelection } from './list-log-files.ts';

/** Says what reading each location costs. Returns the number of files of each. Throws a `CliError` if one cannot be listed. */
export async function announce(
  paths: readonly string[],
  lister: BucketLister,
  selection: LogFileSelection,
  terminal: Terminal,
): Promise<readonly number[]> {
  const files: number[] = [];
  for (const path of paths) {
    const toRead = await measure(path, lister, selection);
    if (toRead.files > 0) terminal.err(escaped`${path}: ${describeCost(toRead)}`);
    files.push(toRead.files);
  }
  return files;
}

/** Asks a user at a terminal whether to continue, unless `yes`. Throws a `CliError` if not. */
export async function askToContinue(yes: boolean): Promise<void> {
  if (yes || (await confirm('Continue?', { input: process.stdin, output: process.stderr }))) return;
  throw new CliError('nothing was read; use --yes to skip the question', EXIT.findings);
}

/** Whether the answer begins with `y`. True without a question if there is no user at a terminal. */
export async function confirm(
  question: string,
  { input, output }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<boolean> {
  if (!input.isTTY || !output.isTTY) return true;
  const reader = createInterface({ input, output });
  try {
    return /^\s*y/i.test(await reader.question(`${question} [y/N] `));
  } finally {
    reader.close();
  }
}

async function measure(path: string, lister: BucketLister, selection: LogFileSelection): Promise<ToRead> {
  const total = { files: 0, bytes: 0, listRequests: 0 };
  const counting: BucketLister = {
    list: (...args) => {
      total.listRequests++;
      return lister.list(...args);
    },
  };
  for await (const lot of inBucket(path, counting, selection)) {
    total.files += lot.length;
    for (const { bytes } of lot) total.bytes += bytes;
  }
  return total;
}
