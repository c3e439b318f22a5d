// The log files of a location for a command. In: the location as an argument. Out: its log files in lots.

import type { BucketLister } from '../../adapters/aws/s3-listing.ts';
import { awsProblem, NEEDS_BUCKET } from '../aws-problem.ts';
import { isLogFileName } from '../inputs/find-inputs.ts';
import { type LogFileSelection, listLogFiles } from './list-log-files.ts';
import { parseS3Location } from './s3-location.ts';

/** The log files of a location, in lots. Throws a `CliError` if it cannot be listed. */
export async function* inBucket(path: string, lister: BucketLister, selection: LogFileSelection) {
  try {
    for await (const lot of listLogFiles(lister, parseS3Location(path), selection))
      yield lot.filter(({ key }) => isLogFileName(key));
  } catch (error) {
    throw awsProblem(error, NEEDS_BUCKET);
  }
}
