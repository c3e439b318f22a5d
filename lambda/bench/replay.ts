// The command line on a folder of 200,000 records, with the default rules and 100 more, as a whole process, compared with a
// script that only decompresses and parses the same files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench-options.ts';
import { type LoadOptions, makeLogFiles } from './load.ts';
import { median, type ProcessRun, runNode } from './rounds.ts';
import { ownRules } from './scenarios.ts';

export interface ReplayResult {
  readonly name: string;
  readonly records: number;
  readonly alerts: number;
  /** Medians, in seconds. */
  readonly seconds: number;
  readonly floorSeconds: number;
  /** Medians of the rounds' ratios: time, and processor time over all threads. */
  readonly ofFloor: number;
  readonly cpuOfFloor: number;
}

const RECORDS = 200_000;

/** The load in which one record in a hundred is unchanged, so that some of those match. */
export const AS_RECORDED = '1 % as recorded';

const SHARES: Readonly<Record<string, Required<LoadOptions>['share']>> = {
  [AS_RECORDED]: 'recorded',
  '1 % hits': 'matching',
};

/** Runs both programs in turns on each load. `folder` contains `bin`, `build` and `parse-all.mjs`. */
export async function measureReplay({ folder, fixtures, files, rounds }: Bench): Promise<ReplayResult[]> {
  const loads =
    files === undefined
      ? Object.entries(SHARES).map(([name, share]) => [name, writeLoad(join(folder, name), fixtures, share)] as const)
      : [[AS_RECORDED, files] as const];
  const results: ReplayResult[] = [];
  for (const [name, load] of loads) results.push({ name, ...(await measureLoad(folder, load, rounds)) });
  return results;
}

async function measureLoad(folder: string, load: string, rounds: number): Promise<Omit<ReplayResult, 'name'>> {
  const settings = join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ rules: ownRules(100).map((expression) => ({ expression })) }));
  const replay = [
    join(folder, 'bin/cloudtrail-to-slack.mjs'),
    'replay',
    load,
    '--settings',
    settings,
    '--format',
    'json',
  ];
  const pairs: [ProcessRun, ProcessRun][] = [];
  for (let round = -1; round < rounds; round++) {
    const floor = await runNode(folder, [join(folder, 'parse-all.mjs'), load]);
    const pair: [ProcessRun, ProcessRun] = [await runNode(folder, replay), floor];
    if (round >= 0) pairs.push(pair); // The first round fills the file cache.
  }
  return {
    records: Number(pairs[0]?.[1].stdout),
    alerts: pairs[0]?.[0].stdout.trim().split('\n').length ?? 0,
    seconds: median(pairs.map(([ours]) => ours.wallMs)) / 1000,
    floorSeconds: median(pairs.map(([, floor]) => floor.wallMs)) / 1000,
    ofFloor: median(pairs.map(([ours, floor]) => ours.wallMs / floor.wallMs)),
    cpuOfFloor: median(pairs.map(([ours, floor]) => ours.cpuMs / floor.cpuMs)),
  };
}

/** Writes log files of 200,000 records, of which a share of 1 % is special. Returns the folder. */
export function writeLoad(load: string, fixtures: string, share: Required<LoadOptions>['share']): string {
  const day = join(load, 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01');
  mkdirSync(day, { recursive: true });
  for (const [index, file] of makeLogFiles(fixtures, RECORDS, 0.01, { share }).entries()) {
    const serial = String(index).padStart(16, '0');
    writeFileSync(join(day, `111122223333_CloudTrail_us-east-1_20260101T0000Z_${serial}.json.gz`), file);
  }
  return load;
}
