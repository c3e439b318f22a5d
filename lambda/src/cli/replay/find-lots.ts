// The inputs of a replay in lots, so that the memory does not depend on how much a bucket contains. In: the arguments and options of the
// command. Out: first what is on disk, then what is in buckets, day by day.

import { type BucketLister, createBucketLister } from '../../adapters/aws/s3-listing.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { findInputs, type Input, type InputProblem } from '../inputs/find-inputs.ts';
import { announce, askToContinue } from '../s3/announce.ts';
import { inBucket } from '../s3/in-bucket.ts';
import type { LogFileSelection } from '../s3/list-log-files.ts';
import { isS3Location, parseS3Location } from '../s3/s3-location.ts';
import type { Terminal } from '../terminal.ts';
import { parseTimes } from '../time-option.ts';

export interface LotOptions {
  readonly since?: string;
  readonly until?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly yes?: boolean;
}

export interface Lots {
  readonly lots: AsyncIterable<readonly Input[]>;
  readonly problems: InputProblem[];
  /** How many inputs there are in all lots. */
  readonly files: number;
}

// Workers start for each lot, so small days are read together.
const LOT_MIN = 5_000;

/**
 * Finds the inputs. For buckets it says what reading costs, and asks before it begins. Throws a `CliError` if the user does not
 * agree, if an option does not fit, or if a bucket cannot be listed.
 */
export async function findLots(paths: readonly string[], options: LotOptions, terminal: Terminal): Promise<Lots> {
  const selection = selectionOf(options);
  const buckets = paths.filter(isS3Location);
  const { inputs, problems } = findInputs(paths.filter((path) => !isS3Location(path)));
  const found = [...problems];
  if (buckets.length === 0) {
    refuseUnused(options);
    return { lots: lotsOf([inputs]), problems: found, files: inputs.length };
  }
  const lister = createBucketLister({ maxAttempts: 8, timeoutMs: 20_000 });
  const counts = await announce(buckets, lister, selection, terminal);
  const empty = buckets.filter((_, place) => counts[place] === 0);
  found.push(...empty.map((path) => ({ path, reason: 'there is no log file below this location' })));
  await askToContinue(options.yes === true);
  const files = counts.reduce((sum, count) => sum + count, inputs.length);
  return { lots: lotsOf([inputs], inBuckets(buckets, lister, selection)), problems: found, files };
}

function selectionOf({ account = [], region = [], ...times }: LotOptions): LogFileSelection {
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = parseTimes(times);
  return {
    sinceMs,
    untilMs,
    accounts: account,
    regions: region,
    acceptsKind: (kind) => kind.startsWith('CloudTrail') && kind !== 'CloudTrail-Digest',
  };
}

function refuseUnused({ since, until, account = [], region = [] }: LotOptions): void {
  if ([since, until, ...account, ...region].every((value) => value === undefined)) return;
  throw new CliError('--since, --until, --account and --region need a location such as s3://bucket/prefix', EXIT.usage);
}

async function* inBuckets(paths: readonly string[], lister: BucketLister, selection: LogFileSelection) {
  for (const path of paths) {
    const { bucket } = parseS3Location(path);
    let inputs: Input[] = [];
    for await (const lot of inBucket(path, lister, selection)) {
      for (const { key } of lot) inputs.push({ path: `s3://${bucket}/${key}`, found: true });
      if (inputs.length < LOT_MIN) continue;
      yield inputs;
      inputs = [];
    }
    yield inputs;
  }
}

async function* lotsOf(...sources: readonly (Iterable<readonly Input[]> | AsyncIterable<readonly Input[]>)[]) {
  for (const source of sources) for await (const lot of source) if (lot.length > 0) yield lot;
}
