// Compares a log file with what a digest lists. In: the bytes of the object and the listed hash. Out: whether it is the same.
// Never keeps the whole content of a large file in memory, and never throws on damaged data.

import { createHash, webcrypto } from 'node:crypto';
import { createGunzip, gunzip } from 'node:zlib';
import { gunzipOptions, release } from '../log-files/decompress.ts';

/** Why a log file is not the one that was delivered. */
export type LogFileFault =
  /** Its content has another hash. */
  | 'hash'
  /** It is not gzip, is incomplete, or has data after the end of the compressed stream. */
  | 'format';

const RAW_IN_ONE_PIECE = 32 * 1024 * 1024;

/** Compares the uncompressed content of a log file with its SHA-256 in hex. Null if it is the same. */
export async function logFileFault(bytes: Uint8Array, listedSha256: string): Promise<LogFileFault | null> {
  const found = (await hashInOnePiece(bytes)) ?? (await hashInChunks(bytes));
  if (found === 'format') return 'format';
  return found === listedSha256 ? null : 'hash';
}

// Usual files are decompressed and hashed in one piece, both outside the main thread, which is several times faster than a stream.
// Undefined if the content is too large for that.
async function hashInOnePiece(bytes: Uint8Array): Promise<string | undefined> {
  const found = await decompressInOnePiece(bytes);
  if (typeof found === 'string') return found === 'ERR_BUFFER_TOO_LARGE' ? undefined : 'format';
  if (!isOneStream(bytes, found.consumed, found.content.length)) return 'format';
  const hash = await webcrypto.subtle.digest('SHA-256', found.content);
  release(found.content);
  return Buffer.from(hash).toString('hex');
}

interface Decompressed {
  readonly content: Buffer<ArrayBuffer>;
  /** How many compressed bytes it was. */
  readonly consumed: number;
}

// Or the code of an error.
function decompressInOnePiece(bytes: Uint8Array): Promise<Decompressed | string> {
  const options = { ...gunzipOptions(bytes, RAW_IN_ONE_PIECE), info: true };
  return new Promise((resolve) => {
    gunzip(bytes, options, (error: NodeJS.ErrnoException | null, result) => {
      if (error) return resolve(error.code ?? error.message);
      const { buffer, engine } = result as unknown as { buffer: Buffer<ArrayBuffer>; engine: { bytesWritten: number } };
      resolve({ content: buffer, consumed: engine.bytesWritten });
    });
  });
}

async function hashInChunks(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  const stream = createGunzip({ chunkSize: 1024 * 1024 });
  stream.end(bytes);
  let length = 0;
  try {
    for await (const chunk of stream) {
      hash.update(chunk);
      length += chunk.length;
    }
  } catch {
    return 'format';
  }
  return isOneStream(bytes, stream.bytesWritten, length) ? hash.digest('hex') : 'format';
}

// CloudTrail writes one gzip member, which ends with the size of its content (RFC 1952, 2.3.1). Other readers may stop at its
// end, or read on.
function isOneStream(bytes: Uint8Array, consumed: number, length: number): boolean {
  if (consumed !== bytes.length) return false;
  const size = Buffer.from(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).readUInt32LE();
  return size === length % 2 ** 32;
}
