// Locations such as s3://bucket/prefix. In: an argument. Out: the bucket and the prefix.

import { CliError, EXIT } from '../cli-error.ts';
import { escaped } from '../escaped.ts';

export interface S3Location {
  readonly bucket: string;
  /** May be empty, end in the middle of a name, or be a whole key. */
  readonly prefix: string;
}

/** Whether an argument names something in S3 instead of a path, even if it is not written as a location. */
export function isS3Location(argument: string): boolean {
  return /^(?:s3|arn|https?):/i.test(argument);
}

/** Parses a location. Throws a `CliError` if it is written in another way. */
export function parseS3Location(argument: string): S3Location {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?([\s\S]*)$/i.exec(argument) ?? [];
  if (bucket === '')
    throw new CliError(
      escaped`${argument}: is not a location in S3; write s3://BUCKET or s3://BUCKET/PREFIX`,
      EXIT.usage,
    );
  return { bucket, prefix };
}
