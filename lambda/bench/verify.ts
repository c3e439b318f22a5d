// The command `verify` on a copy of a bucket with 200,000 records, as a whole process, compared with `replay` on the same files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Buckets, createSigningKey, publicKeyList, writeTrail } from '../test/digests/trail-world.ts';
import { writeCopy } from '../test/digests/write-copy.ts';
import type { Bench } from './bench-options.ts';
import { makeLogFiles } from './load.ts';
import { median, type ProcessRun, runNode } from './rounds.ts';

export interface VerifyResult {
  readonly logFiles: number;
  /** Medians, in seconds. */
  readonly seconds: number;
  readonly replaySeconds: number;
  /** Medians of the rounds' ratios: time, and processor time over all threads. */
  readonly ofReplay: number;
  readonly cpuOfReplay: number;
}

const RECORDS = 200_000;
const FILES_PER_HOUR = 10;

/** Runs both commands in turns. `folder` contains `bin` and `build`. */
export async function measureVerify({ folder, fixtures, rounds }: Bench): Promise<VerifyResult> {
  const copy = join(folder, 'verified');
  const { logFiles, keysFile } = writeTrailCopy(copy, fixtures);
  const command = join(folder, 'bin/cloudtrail-to-slack.mjs');
  const pairs: [ProcessRun, ProcessRun][] = [];
  for (let round = -1; round < rounds; round++) {
    const verify = await runNode(folder, [command, 'verify', copy, '--public-keys', keysFile, '--format', 'json']);
    const pair: [ProcessRun, ProcessRun] = [
      verify,
      await runNode(folder, [command, 'replay', copy, '--format', 'json']),
    ];
    if (round >= 0) pairs.push(pair); // The first round fills the file cache.
  }
  const { total } = JSON.parse(pairs[0]?.[0].stdout.trim().split('\n').at(-1) ?? '{}');
  if (total?.logFiles !== logFiles) throw new Error(`verify read ${total?.logFiles} of ${logFiles} log files`);
  return {
    logFiles,
    seconds: median(pairs.map(([verify]) => verify.wallMs)) / 1000,
    replaySeconds: median(pairs.map(([, replay]) => replay.wallMs)) / 1000,
    ofReplay: median(pairs.map(([verify, replay]) => verify.wallMs / replay.wallMs)),
    cpuOfReplay: median(pairs.map(([verify, replay]) => verify.cpuMs / replay.cpuMs)),
  };
}

// The digest of a last hour without log files has the signature of the one before, which a copy does not.
function writeTrailCopy(copy: string, fixtures: string): { logFiles: number; keysFile: string } {
  const files = makeLogFiles(fixtures, RECORDS, 0.01, { share: 'recorded' });
  const hours = Math.ceil(files.length / FILES_PER_HOUR);
  const key = createSigningKey('us-east-1');
  const buckets = new Buckets();
  writeTrail(buckets, {
    key,
    hours: hours + 1,
    filesPerHour: (hour) => Math.max(0, Math.min(FILES_PER_HOUR, files.length - hour * FILES_PER_HOUR)),
    recordsOf: (hour, index) =>
      JSON.parse(gunzipSync(files[hour * FILES_PER_HOUR + index] as Buffer).toString('utf8')).Records,
  });
  writeCopy(buckets, copy);
  const keysFolder = `${copy}-keys`;
  mkdirSync(keysFolder);
  const keysFile = join(keysFolder, 'keys.json');
  writeFileSync(keysFile, JSON.stringify(publicKeyList([key])));
  return { logFiles: files.length, keysFile };
}
