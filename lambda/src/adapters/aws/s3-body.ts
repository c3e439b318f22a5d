// The body of an S3 object as bytes. In: a stream, a limit, and the length if it is known. Out: one buffer, or a permanent
// fault `too_large`. Never reads more than the limit.

import { PortError } from '../../app/ports.ts';

/**
 * The largest object that is read: ten times the largest compressed log file that CloudTrail is known to deliver. Two of them fit into a
 * function of 256 MB, one that is read and one that is fetched ahead.
 */
export const OBJECT_MAX_BYTES = 50 * 1024 * 1024;

/** The body of a GetObject answer. */
export type Body = (AsyncIterable<Uint8Array> & { readonly destroy?: () => void }) | undefined;

/** Reads a body into one buffer of the right size: to collect chunks and to join them takes twice the memory. */
export async function readUpTo(
  maxBytes: number,
  body: Body,
  length: number | undefined,
  key: string,
): Promise<Uint8Array> {
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
