// A verification that is interrupted, at any point, and continued reports what an uninterrupted one reports, and reads nothing again
// that was verified.

import { appendFileSync, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checkpoint, NO_CHECKPOINT, openCheckpoint } from '../../src/cli/verify/checkpoint/checkpoint.ts';
import { createDirectory } from '../../src/cli/verify/directory.ts';
import type { Finding } from '../../src/cli/verify/finding.ts';
import type { Storage } from '../../src/cli/verify/storage.ts';
import type { KeyRing } from '../../src/cli/verify/verification.ts';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { CASES, KEY, KEY_OF_IRELAND } from './broken-trails.ts';
import { keyRing, memoryStorage } from './memory-storage.ts';
import { Buckets, START_MS, writeTrail } from './trail-world.ts';
import { writeCopy } from './write-copy.ts';

const ALWAYS = { isDue: () => true, saved: () => {} };
const COMMAND = { inputs: 'a', selection: 'b', keys: 'c' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'interrupted-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = () => path.join(folder, `${files++}.checkpoint`);
const copyOf = (file: string): string => {
  const copy = newFile();
  copyFileSync(file, copy);
  if (existsSync(`${file}.findings`)) copyFileSync(`${file}.findings`, `${copy}.findings`);
  return copy;
};

interface World {
  readonly storages: () => readonly Storage[];
  readonly keys: KeyRing;
}

/** Opens a checkpoint that is saved after each note, and then calls `saved` with the number of log files that are verified. */
function saving(file: string, saved: (logFiles: number) => void = () => {}): Checkpoint {
  const checkpoint = openCheckpoint(file, COMMAND, ALWAYS);
  return {
    ...checkpoint,
    note(id, progress, findings, rows) {
      checkpoint.note(id, progress, findings, rows);
      saved(rows().reduce((sum, row) => sum + row.logFiles + row.logFilesAltered + row.logFilesMissing, 0));
    },
  };
}

/** The storages, which call `before` before each call. */
function watched(storages: readonly Storage[], before: (call: string) => void): readonly Storage[] {
  const turn = async (call: string): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    before(call);
  };
  return storages.map((storage) => ({
    ...storage,
    async folders(prefix) {
      await turn(`folders ${prefix}`);
      return storage.folders(prefix);
    },
    async *keys(prefix, after) {
      await turn(`keys ${prefix}`);
      yield* storage.keys(prefix, after);
    },
    async read(location) {
      await turn(`read ${location.key}`);
      return storage.read(location);
    },
  }));
}

/** What is reported: the findings, whose order depends on which folder is faster, and the counts. */
async function reported({ storages, keys }: World, checkpoint: Checkpoint, before: (call: string) => void = () => {}) {
  const findings: Finding[] = [];
  const limits = { sinceMs: START_MS, reads: 3 };
  const show = (finding: Finding) => void findings.push(finding);
  const report = await verifyStorages(watched(storages(), before), keys, limits, show, { checkpoint });
  return {
    findings: findings.map((finding) => JSON.stringify(finding)).sort(),
    rows: report.rows(),
    faults: report.faults,
  };
}

const isLogFile = (call: string) => call.startsWith('read ') && !call.includes('CloudTrail-Digest');

/** Every file that a run writes, with the number of log files that it had verified. */
async function interruptions(world: World): Promise<readonly { readonly file: string; readonly logFiles: number }[]> {
  const file = newFile();
  const written: { file: string; logFiles: number }[] = [];
  await reported(
    world,
    saving(file, (logFiles) => written.push({ file: copyOf(file), logFiles })),
  );
  return written;
}

// As an interruption does while the files are written.
function leaveHalfALine(file: string): void {
  if (existsSync(`${file}.findings`)) appendFileSync(`${file}.findings`, '{"level":"fault","co');
}

async function expectTheSameFromEach(world: World, step = 1): Promise<number> {
  const whole: string[] = [];
  const expected = await reported(world, NO_CHECKPOINT, (call) => void whole.push(call));
  const points = await interruptions(world);
  for (const { file, logFiles } of points.filter((_, index) => index % step === 0)) {
    leaveHalfALine(file);
    const calls: string[] = [];
    expect(await reported(world, saving(file), (call) => void calls.push(call))).toEqual(expected);
    expect(calls.filter(isLogFile)).toHaveLength(whole.filter(isLogFile).length - logFiles);
  }
  return points.length;
}

/** Three accounts, one in two regions, with two trails, over midnight, with faults and log files that no digest lists. */
function organization(): World {
  const buckets = new Buckets();
  const trail = { key: KEY, hours: 30, filesPerHour: (hour: number) => hour % 3 };
  writeTrail(buckets, trail);
  writeTrail(buckets, { ...trail, trail: 'other', hours: 12 });
  writeTrail(buckets, { ...trail, key: KEY_OF_IRELAND, region: 'eu-west-1', hours: 5 });
  const second = writeTrail(buckets, { ...trail, account: '222233334444' });
  for (const hour of [4, 5, 20]) buckets.remove({ bucket: 'logs', key: second[hour]?.key ?? '' });
  buckets.remove({ bucket: 'logs', key: second[7]?.logFiles[0] ?? '' });
  buckets.get('logs', second[8]?.logFiles[0] ?? '').bytes = Buffer.from('not a log file');
  for (const hour of [1, 8, 13, 25]) {
    const key = second[hour]?.logFiles[0] ?? '';
    buckets.put('logs', key.replace('_main0', '_added'), Buffer.from('added'));
  }
  const third = writeTrail(buckets, { ...trail, account: '333344445555', hours: 4 });
  buckets.get('logs', third[3]?.key ?? '').bytes = Buffer.from('not a digest');
  return { storages: () => [memoryStorage(buckets, 'logs')], keys: keyRing([KEY, KEY_OF_IRELAND]) };
}

describe('a verification that continues', () => {
  it.each(CASES)('reports the same after each digest, with $what', async ({ build }) => {
    const { buckets, keys, names = ['logs'] } = build();
    const storages = () => names.map((name) => memoryStorage(buckets, name));
    expect(await expectTheSameFromEach({ storages, keys: keyRing(keys) })).toBeGreaterThan(1);
  });

  it('reports the same after each digest of several accounts, regions and trails', async () => {
    expect(await expectTheSameFromEach(organization(), 2)).toBeGreaterThan(70);
  });

  it('reports the same after each digest of a copy, whose signatures are in the next digests', async () => {
    const buckets = new Buckets();
    const digests = writeTrail(buckets, { key: KEY, hours: 9 });
    buckets.remove({ bucket: 'logs', key: digests[3]?.key ?? '' });
    buckets.get('logs', digests[5]?.logFiles[0] ?? '').bytes = Buffer.from('not a log file');
    writeCopy(buckets, path.join(folder, 'copy'));
    const world = { storages: () => [createDirectory(path.join(folder, 'copy'))], keys: keyRing([KEY]) };
    expect(await expectTheSameFromEach(world)).toBe(9);
  });

  it('reports the same after an interruption at each call of the storage', async () => {
    const world = organization();
    const expected = await reported(world, NO_CHECKPOINT);
    let isInterrupted = true;
    let at = 0;
    for (; isInterrupted; at += 13) {
      const file = newFile();
      isInterrupted = await isInterruptedAt(at, world, file);
      expect(await reported(world, saving(file))).toEqual(expected);
    }
    expect(at).toBeGreaterThan(150);
  });

  it('has stopped everything when it reports a failure', async () => {
    const world = organization();
    for (let at = 0; at < 120; at += 7) {
      let [calls, hasEnded] = [0, false];
      const late: string[] = [];
      const failing = reported(world, NO_CHECKPOINT, (call) => {
        if (hasEnded) late.push(call);
        if (calls++ === at) throw new Error('down');
      });
      await expect(failing).rejects.toThrow();
      hasEnded = true;
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      expect(late).toEqual([]);
    }
  });

  it('reports the same after several interruptions', async () => {
    const world = organization();
    const expected = await reported(world, NO_CHECKPOINT);
    const points = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(points, async (ats) => {
        const file = newFile();
        for (const at of ats) {
          await isInterruptedAt(at, world, file);
          leaveHalfALine(file);
        }
        expect(await reported(world, saving(file))).toEqual(expected);
      }),
      // One run takes longer than a property may among the unit tests.
      { numRuns: 12, interruptAfterTimeLimit: 10_000 },
    );
  });

  it('reads of a digest again only what waits for the next one', async () => {
    const buckets = new Buckets();
    writeTrail(buckets, { key: KEY, hours: 6 });
    const world = { storages: () => [memoryStorage(buckets, 'logs')], keys: keyRing([KEY]) };
    for (const [index, { file }] of (await interruptions(world)).slice(0, 6).entries()) {
      const calls: string[] = [];
      await reported(world, saving(file), (call) => void calls.push(call));
      expect(calls.filter((call) => /^read .*CloudTrail-Digest/.test(call))).toHaveLength(6 - index);
    }
  });

  it('reads nothing at all of what was finished', async () => {
    const world = organization();
    const last = (await interruptions(world)).at(-1);
    const calls: string[] = [];
    await reported(world, saving(last?.file ?? ''), (call) => void calls.push(call));
    expect(calls.filter((call) => !call.startsWith('folders '))).toEqual([]);
  });

  it('is refused if a folder that it had started is gone', async () => {
    const file = newFile();
    await reported(organization(), saving(file));
    const buckets = new Buckets();
    writeTrail(buckets, { key: KEY, hours: 6 });
    const less = { storages: () => [memoryStorage(buckets, 'logs')], keys: keyRing([KEY]) };
    await expect(reported(less, saving(file))).rejects.toThrow(
      /the folder AWSLogs\/\d{12}\/CloudTrail-Digest\/[a-z0-9-]+\/ is no longer there. Delete the file to begin again/,
    );
  });

  it('is refused if its findings are not complete', async () => {
    const file = newFile();
    await reported(organization(), saving(file));
    rmSync(`${file}.findings`);
    await expect(reported(organization(), saving(file))).rejects.toThrow(
      `${file}.findings is not complete. Delete both files to begin again`,
    );
  });
});

/** Runs with a storage that fails at a call. */
async function isInterruptedAt(at: number, world: World, file: string): Promise<boolean> {
  let calls = 0;
  const run = reported(world, saving(file), () => {
    if (calls++ === at) throw new RangeError('interrupted');
  });
  return run.then(
    () => false,
    (error: unknown) => {
      expect(error).toEqual(new RangeError('interrupted'));
      return true;
    },
  );
}

describe('a checkpoint', () => {
  it('does not grow with the findings and the digests of what it has finished', async () => {
    const sizeAfter = async (hours: number): Promise<number> => {
      const buckets = new Buckets();
      const digests = writeTrail(buckets, { key: KEY, hours });
      for (const { logFiles } of digests) for (const key of logFiles) buckets.remove({ bucket: 'logs', key });
      const world = { storages: () => [memoryStorage(buckets, 'logs')], keys: keyRing([KEY]) };
      const sizes = (await interruptions(world)).map(({ file }) => statSync(file).size);
      expect(statSync(`${folder}/${files - 1}.checkpoint.findings`).size).toBeGreaterThan(300 * hours);
      return Math.max(...sizes);
    };
    expect(await sizeAfter(90)).toBeLessThan((await sizeAfter(30)) + 200);
  });

  it('is not saved more often than it is due', async () => {
    const file = newFile();
    const buckets = new Buckets();
    writeTrail(buckets, { key: KEY, hours: 6 });
    const world = { storages: () => [memoryStorage(buckets, 'logs')], keys: keyRing([KEY]) };
    await reported(world, openCheckpoint(file, COMMAND));
    const calls: string[] = [];
    await reported(world, saving(file), (call) => void calls.push(call));
    expect(calls.filter(isLogFile)).toHaveLength(12);
  });
});
