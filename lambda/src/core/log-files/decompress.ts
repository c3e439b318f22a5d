// Decompresses the bytes of an S3 object. Recognizes gzip by its first two bytes, regardless of the key's suffix.
// In: an object's bytes and a limit. Out: raw bytes, or a `LogFileError` that describes the problem.
// Never returns more than the limit, so a decompression bomb cannot fill the memory.

import { createGunzip, gunzip, gunzipSync, type ZlibOptions } from 'node:zlib';
import { LogFileError } from './log-file.ts';

/** Whether bytes begin with the gzip magic number (RFC 1952, 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The raw size that a file declares: the size in the trailer of its last gzip member, limited to the highest ratio that
 * deflate can reach (1,032 to 1). Only a hint: the trailer is modulo 4 GB, and its author can write any number.
 */
export function rawSizeHint(bytes: Uint8Array): number {
  if (!isGzip(bytes) || bytes.length < 18) return bytes.length;
  const trailer = Buffer.from(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).readUInt32LE();
  return Math.min(trailer, bytes.length * 1032);
}

/** Raw bytes of gzip (all members) or plain bytes. Throws `LogFileError` if there are more than `maxRawBytes`. */
export function decompress(bytes: Uint8Array, maxRawBytes: number): Buffer {
  if (!isGzip(bytes)) return plainBytes(bytes, maxRawBytes);
  try {
    return gunzipSync(bytes, gunzipOptions(bytes, maxRawBytes));
  } catch (error) {
    throw gunzipError(error, maxRawBytes);
  }
}

/** Like `decompress`, but decompresses gzip outside the main thread. */
export async function decompressAside(bytes: Uint8Array, maxRawBytes: number): Promise<Buffer> {
  if (!isGzip(bytes)) return plainBytes(bytes, maxRawBytes);
  return new Promise((resolve, reject) => {
    gunzip(bytes, gunzipOptions(bytes, maxRawBytes), (error, raw) => {
      if (error) reject(gunzipError(error, maxRawBytes));
      else resolve(raw);
    });
  });
}

/** Raw bytes in chunks, so that memory never contains all of them. Throws `LogFileError` like `decompress`. */
export async function* decompressInChunks(bytes: Uint8Array, maxRawBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of isGzip(bytes) ? gunzipChunks(bytes, maxRawBytes) : plainChunks(bytes)) {
    total += chunk.length;
    if (total > maxRawBytes) throw tooLarge(maxRawBytes);
    yield chunk;
  }
}

/**
 * Frees the bytes of a file that was read. Otherwise V8 collects garbage again and again on account of these bytes, which
 * are outside of its heap, and each file needs new memory from the system: a seventh of the processor time of `replay`. Small ones may
 * share their memory with others, so they are left to V8.
 */
export function release(bytes: Uint8Array): void {
  if (bytes.length < CHUNK_BYTES) return;
  // What is transferred to a closed port is freed. `ArrayBuffer.prototype.transfer` exists only in Node.js 21 and later.
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.postMessage(null, [bytes.buffer as ArrayBuffer]);
}

const CHUNK_BYTES = 1024 * 1024;

async function* gunzipChunks(bytes: Uint8Array, maxRawBytes: number): AsyncGenerator<Buffer> {
  const stream = createGunzip({ chunkSize: CHUNK_BYTES });
  stream.end(bytes);
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw gunzipError(error, maxRawBytes);
  }
}

function* plainChunks(bytes: Uint8Array): Generator<Buffer> {
  const whole = plainBytes(bytes, Number.POSITIVE_INFINITY);
  for (let at = 0; at < whole.length; at += CHUNK_BYTES) yield whole.subarray(at, at + CHUNK_BYTES);
}

function plainBytes(bytes: Uint8Array, maxRawBytes: number): Buffer {
  if (bytes.length > maxRawBytes) throw tooLarge(maxRawBytes);
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (/^(?:\xef\xbb\xbf)?[ \t\r\n]*[[{]/.test(raw.toString('latin1', 0, 1024))) return raw;
  throw new LogFileError('not_gzip', `neither gzip nor JSON: ${raw.length} bytes that begin with ${firstBytes(raw)}`);
}

function firstBytes(raw: Buffer): string {
  return raw.length === 0 ? 'nothing' : (raw.subarray(0, 4).toString('hex').match(/../g) ?? []).join(' ');
}

/**
 * Options of zlib. With one output buffer of the right size, Node.js does not have to concatenate thousands of small ones. Sizes are
 * powers of two, so that the memory of one file fits the next, which is a little larger or smaller: otherwise each file needs new memory
 * from the system.
 */
export function gunzipOptions(bytes: Uint8Array, maxRawBytes: number): ZlibOptions {
  const size = 2 ** Math.ceil(Math.log2(rawSizeHint(bytes) + 64));
  const chunkSize = Math.max(16 * 1024, Math.min(size, maxRawBytes, 64 * CHUNK_BYTES));
  return { chunkSize, maxOutputLength: maxRawBytes };
}

function gunzipError(error: unknown, maxRawBytes: number): LogFileError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxRawBytes, error);
  if (code === 'Z_BUF_ERROR')
    return new LogFileError('truncated_gzip', 'the gzip data ends too early', { cause: error });
  return new LogFileError('not_gzip', `the gzip data is damaged: ${(error as Error).message}`, { cause: error });
}

function tooLarge(maxRawBytes: number, cause?: unknown): LogFileError {
  return new LogFileError('too_large', `decompresses to more than ${maxRawBytes} bytes`, { cause });
}
