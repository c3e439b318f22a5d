// The content that a reader passes on while it reads: each byte once, however a file is read.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_FILE_LIMITS } from '../../src/core/log-files/limits.ts';
import { readLogFileParts } from '../../src/core/log-files/read-log-file.ts';

const ALL = { alternatives: null } as never;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function hashWhileReading(bytes: Uint8Array, wholeBytes = LOG_FILE_LIMITS.wholeBytes) {
  const hash = createHash('sha256');
  const onContent = (content: Uint8Array) => void hash.update(content);
  for await (const _part of readLogFileParts(bytes, ALL, { ...LOG_FILE_LIMITS, wholeBytes }, onContent));
  return hash.digest('hex');
}

const contentOf = (texts: readonly string[]) =>
  Buffer.from(JSON.stringify({ Records: texts.map((text) => ({ eventName: text })) }));

describe('the content of a log file', () => {
  it('has the same hash whether it is read as a whole or in chunks, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (texts) => {
        const content = contentOf(texts);
        const files = [gzipSync(content), content];
        const hashes = await Promise.all(files.flatMap((file) => [hashWhileReading(file), hashWhileReading(file, 1)]));
        expect(hashes).toEqual(Array(4).fill(sha256(content)));
      }),
      { numRuns: 50 },
    );
  });

  it('that declares less than it has is passed on once', async () => {
    const content = contentOf(Array.from({ length: 2_000 }, (_, index) => `event ${index}`));
    const file = gzipSync(content);
    file.writeUInt32LE(10, file.length - 4); // The size in the trailer.
    await expect(hashWhileReading(file, content.length - 1)).rejects.toThrow();
    const members = Buffer.concat([gzipSync(content), gzipSync(Buffer.from(' '))]);
    expect(await hashWhileReading(members, content.length - 1)).toBe(
      sha256(Buffer.concat([content, Buffer.from(' ')])),
    );
  });
});
