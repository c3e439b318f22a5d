// What it costs to read log files from S3. In: numbers of requests and bytes. Out: a sentence.
// https://aws.amazon.com/s3/pricing/, us-east-1, in dollars.

import { countOf } from '../numbers.ts';

const LIST_DOLLARS = 0.005 / 1_000;
const GET_DOLLARS = 0.0004 / 1_000;
// To the internet; reading in the region of the bucket is free.
const TRANSFER_DOLLARS_PER_GB = 0.09;

export interface ToRead {
  readonly files: number;
  readonly bytes: number;
  /** Requests to list the files once. */
  readonly listRequests: number;
}

/** What will be read and what it costs. The files are listed once to count them, and once to read them. */
export function describeCost({ files, bytes, listRequests }: ToRead): string {
  const requests = 2 * listRequests * LIST_DOLLARS + files * GET_DOLLARS;
  const gigabytes = bytes / 1e9;
  const transfer = gigabytes * TRANSFER_DOLLARS_PER_GB;
  const size = gigabytes < 0.1 ? `${(bytes / 1e6).toFixed(1)} MB` : `${gigabytes.toFixed(1)} GB`;
  return (
    `${countOf(files, 'log file')}, ${size}: ${dollars(requests)} for requests, and up to ${dollars(transfer)} ` +
    'for the transfer if you are outside the region of the bucket'
  );
}

function dollars(value: number): string {
  return value < 0.01 ? 'less than 0.01 dollars' : `about ${value.toFixed(2)} dollars`;
}
