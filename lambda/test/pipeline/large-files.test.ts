// Large log files through the whole pipeline, in a process with the default memory of the function.

import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Counters } from '../../src/app/counters.ts';
import { buildProgram } from '../programs/build-program.ts';
import { aRecord, BUCKET, batchOf, keyOf } from './payloads.ts';
import { createWorld, deliveredEvents } from './pipeline-world.ts';

const FUNCTION_MIB = 256;
const MIB = 1024 * 1024;
const script = buildProgram(new URL('./run-large-files.ts', import.meta.url));

function run(rawMib: number, files: number, harmlessPerAlert: number) {
  const options = ['--max-old-space-size=200', script, String(rawMib), String(files), String(harmlessPerAlert)];
  const output = execFileSync(process.execPath, options, { encoding: 'utf8' });
  return JSON.parse(output) as { counters: Counters; posts: number; peakMib: number };
}

describe('large log files', () => {
  it.each([
    [1, 50, 100],
    [4, 50, 100],
    [4, 31, 0],
    [1, 50, 0],
    [2, 31, 3],
  ])('%i in a batch, %i MB of raw text each, fit into the memory of the function', (files, mib, harmless) => {
    const { counters, posts, peakMib } = run(mib, files, harmless);
    expect(counters).toMatchObject({ logFilesRead: files, failed: 0, broken: 0 });
    expect(counters.recordsRead).toBeGreaterThan(files * mib * 800);
    expect(counters.alerted).toBeGreaterThan(counters.recordsRead / (harmless + 2));
    expect(posts).toBeLessThan(40);
    expect(peakMib).toBeLessThan(FUNCTION_MIB);
  });
});

describe('a log file that decompresses to more than the limit', () => {
  it('is dropped and logged with its key, without an effect on its neighbours', { timeout: 120_000 }, async () => {
    const world = createWorld();
    const records = Array.from({ length: MIB / 1_000 }, () => ({ eventName: 'GetObject', padding: 'x'.repeat(1_000) }));
    const mebibyte = gzipSync(JSON.stringify(records).slice(1, -1).concat(','));
    world.putBytes('bomb', Buffer.concat([gzipSync('{"Records":['), ...Array.from({ length: 600 }, () => mebibyte)]));
    world.put('good', aRecord());
    const { retries, counters } = await world.invoke(batchOf('bomb', 'good'));
    expect(retries).toEqual([]);
    expect(counters).toMatchObject({ itemsDropped: 1, logFilesTooLarge: 1, delivered: 1 });
    const where = { bucket: BUCKET, key: keyOf('bomb') };
    const reason = expect.stringMatching('too_large');
    expect(world.logged('item_drop')[0]?.fields).toMatchObject({ ...where, reason });
    expect(deliveredEvents(world.channel())).toHaveLength(1);
  });
});
