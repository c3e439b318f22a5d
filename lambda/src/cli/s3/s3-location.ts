// Locations such as s3://bucket/prefix. In: an argument. Out: the bucket and the prefix.

import { CliError, EXIT } from '../cli-error.ts';

export interface S3Location {
  readonly bucket: string;
  /** May be empty, end in the middle of a name, or be a whole key. */
  readonly prefix: string;
}

/** Whether an argument names a location in S3. */
export function isS3Location(argument: string): boolean {
  return /^s3:\/\//i.test(argument);
}

/** Parses a location. Throws a `CliError` if it has no bucket. */
export function parseS3Location(argument: string): S3Location {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?([\s\S]*)$/i.exec(argument) ?? [];
  if (bucket === '') throw new CliError(`${argument}: names no bucket; write s3://BUCKET/PREFIX`, EXIT.usage);
  return { bucket, prefix };
}
