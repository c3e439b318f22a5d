// The body of an S3 object as bytes. In: an answer of S3, and limits. Out: one buffer, or a permanent fault `too_large`. Never reads
// more than the limit, nor for longer.

import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { PortError } from '../../app/ports.ts';
import { type AwsOptions, TIMEOUT_MS } from './client.ts';

/**
 * The largest object that is read: ten times the largest compressed log file that CloudTrail is known to deliver. Two of them fit into a
 * function of 256 MB, one that is read and one that is fetched ahead.
 */
export const OBJECT_MAX_BYTES = 50 * 1024 * 1024;

/** What a store limits. Larger objects are rejected without reading. */
export interface ObjectLimits extends AwsOptions {
  readonly maxBytes?: number;
}

// The time limit of a call ends with the first byte. An object that arrives byte by byte must not keep the others from being read.
const TIMEOUTS_MAX = 10;

type Body = (AsyncIterable<Uint8Array> & { readonly destroy?: (error?: Error) => void }) | undefined;

/** Reads the body of a GetObject answer. */
export function readObject(
  { Body, ContentLength }: GetObjectCommandOutput,
  key: string,
  { maxBytes = OBJECT_MAX_BYTES, timeoutMs = TIMEOUT_MS }: ObjectLimits,
): Promise<Uint8Array> {
  const body = Body as Body;
  const late = new DOMException(`${key} did not arrive in time`, 'TimeoutError');
  const timer = setTimeout(() => body?.destroy?.(late), TIMEOUTS_MAX * timeoutMs);
  return readUpTo(maxBytes, body, ContentLength, key).finally(() => clearTimeout(timer));
}

// Into one buffer of the right size: to collect chunks and to join them takes twice the memory.
async function readUpTo(maxBytes: number, body: Body, length: number | undefined, key: string): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if ((length ?? 0) > maxBytes) return refuse(body, `${key} has ${length} bytes; the limit is ${maxBytes}`);
  let bytes: Uint8Array = Buffer.allocUnsafeSlow(Math.min(length ?? FIRST_BYTES, maxBytes));
  let read = 0;
  for await (const chunk of body) {
    if (read + chunk.length > maxBytes)
      return refuse(body, `${key} has more than ${maxBytes} bytes, which is the limit`);
    if (read + chunk.length > bytes.length) bytes = grown(bytes, read, Math.min(2 * (read + chunk.length), maxBytes));
    bytes.set(chunk, read);
    read += chunk.length;
  }
  return bytes.subarray(0, read);
}

const FIRST_BYTES = 64 * 1024;

function grown(bytes: Uint8Array, used: number, size: number): Uint8Array {
  const larger = Buffer.allocUnsafeSlow(size);
  larger.set(bytes.subarray(0, used));
  return larger;
}

function refuse(body: Body, message: string): never {
  body?.destroy?.();
  throw new PortError('permanent', 'too_large', message);
}
