// The part of `node:zlib` that the core uses, for browsers: gunzip by the browser's own `DecompressionStream`. In: gzip bytes and a
// limit. Out: the same bytes and error codes as in Node.js.

import { Buffer, type Bytes } from './buffer.ts';

interface GunzipOptions {
  readonly maxOutputLength?: number;
}

type Done = (error: Error | null, raw: Bytes) => void;

const HEAD = [0x1f, 0x8b, 0x08] as const;
const CHUNK_BYTES = 1024 * 1024;

class GunzipError extends Error {
  override readonly name = 'GunzipError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Decompresses all members of gzip bytes. */
export function gunzip(bytes: Uint8Array, { maxOutputLength }: GunzipOptions, done: Done): void {
  collect(bytes, maxOutputLength ?? Number.POSITIVE_INFINITY).then(
    (raw) => done(null, raw),
    (error: Error) => done(error, Buffer.alloc(0)),
  );
}

/** As in Node.js: bytes in, chunks out. */
export function createGunzip() {
  let bytes = new Uint8Array();
  return {
    end(all: Uint8Array<ArrayBuffer>) {
      bytes = all;
    },
    [Symbol.asyncIterator]: () => chunksOf(bytes),
  };
}

/** The browser decompresses only asynchronously. */
export function gunzipSync(): never {
  throw new GunzipError('ERR_NOT_SUPPORTED', 'gzip cannot be decompressed here');
}

async function collect(bytes: Uint8Array, most: number): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of chunksOf(bytes)) {
    total += chunk.length;
    if (total > most) throw new GunzipError('ERR_BUFFER_TOO_LARGE', `more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// The browser decompresses only one member: https://compression.spec.whatwg.org/#decompress-and-enqueue-a-chunk. Where another
// follows, its head is searched for.
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Bytes> {
  for (let start = 0; start < bytes.length; ) {
    const member = await firstMember(bytes.subarray(start));
    yield* member.chunks;
    start += member.length;
  }
}

interface Member {
  readonly chunks: AsyncIterable<Bytes> | Iterable<Bytes>;
  readonly length: number;
}

async function firstMember(bytes: Uint8Array): Promise<Member> {
  const heads = headsIn(bytes);
  if (heads.length === 0) return { chunks: member(bytes), length: bytes.length };
  let cause: unknown;
  for (const end of [...heads, bytes.length]) {
    try {
      const chunks: Bytes[] = [];
      for await (const chunk of member(bytes.subarray(0, end))) chunks.push(chunk);
      return { chunks, length: end };
    } catch (error) {
      cause = error;
    }
  }
  throw cause;
}

function headsIn(bytes: Uint8Array): number[] {
  const heads: number[] = [];
  for (let at = bytes.indexOf(HEAD[0], 1); at >= 0; at = bytes.indexOf(HEAD[0], at + 1)) {
    if (bytes[at + 1] === HEAD[1] && bytes[at + 2] === HEAD[2]) heads.push(at);
  }
  return heads;
}

async function* member(bytes: Uint8Array): AsyncGenerator<Bytes> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (let at = 0; at < value.length; at += CHUNK_BYTES) yield Buffer.from(value.subarray(at, at + CHUNK_BYTES));
    }
  } catch (cause) {
    throw new GunzipError(codeOf(cause), (cause as Error).message, { cause });
  }
}

// Chromium: "Compressed input was truncated.", Firefox: "The input is incomplete", WebKit: "Extra bytes past the end" and others.
function codeOf(cause: unknown): string {
  return /truncat|incomplete|unexpected end/i.test(String(cause)) ? 'Z_BUF_ERROR' : 'Z_DATA_ERROR';
}
