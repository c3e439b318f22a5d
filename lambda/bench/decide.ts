// Measures the time from the bytes of gzip log files to decisions, compared with gunzip and JSON.parse (the floor) and with
// gunzip alone.

import { gunzipSync } from 'node:zlib';
import { readLogFile, readLogFileParts } from '../src/core/log-files/read-log-file.ts';
import type { CloudTrailRecord } from '../src/core/records/record.ts';
import type { RuleSet } from '../src/core/rules/rule-set.ts';
import { fastest, ratioOf, sum, type Times, timeRounds } from './rounds.ts';
import { rulesOf, type Scenario } from './scenarios.ts';

export interface DecideResult {
  readonly name: string;
  readonly records: number;
  /** Records that the reader parsed. */
  readonly candidates: number;
  readonly alerts: number;
  /** The fastest rounds, in milliseconds. */
  readonly ms: Readonly<Record<Contender, number>>;
  /** How many times faster than gunzip and JSON.parse: in one thread, and with gunzip outside the main thread. */
  readonly timesFloor: number;
  readonly timesFloorAside: number;
  /** The time of gunzip alone as a share of our time; above 1 if our code is faster. */
  readonly shareOfGunzip: number;
  /** The same for processor time, in one thread. */
  readonly cpuTimesFloor: number;
  readonly cpuShareOfGunzip: number;
}

type Contender = 'floor' | 'gunzip' | 'ours' | 'aside';

/** Measures one scenario on some log files. */
export async function measureDecide(
  { name, ruleSet }: Scenario,
  files: readonly Buffer[],
  rounds: number,
): Promise<DecideResult> {
  const times: Times<Contender> = await timeRounds(
    {
      floor: () => files.map((file) => JSON.parse(gunzipSync(file).toString())),
      gunzip: () => files.map((file) => gunzipSync(file)),
      ours: () => readAndDecide(files, ruleSet),
      aside: () => readAndDecideAside(files, ruleSet),
    },
    rounds,
  );
  const read = files.map((file) => readLogFile(file, ruleSet.filter));
  return {
    name,
    records: sum(read.map(({ recordsRead }) => recordsRead)),
    candidates: sum(read.map(({ candidates }) => candidates.length)),
    alerts: readAndDecide(files, ruleSet),
    ms: {
      floor: fastest(times.floor),
      gunzip: fastest(times.gunzip),
      ours: fastest(times.ours),
      aside: fastest(times.aside),
    },
    timesFloor: ratioOf(times, 'floor', 'ours'),
    timesFloorAside: ratioOf(times, 'floor', 'aside'),
    shareOfGunzip: ratioOf(times, 'gunzip', 'ours'),
    cpuTimesFloor: ratioOf(times, 'floor', 'ours', 'cpuMs'),
    cpuShareOfGunzip: ratioOf(times, 'gunzip', 'ours', 'cpuMs'),
  };
}

/** The processor time of 1,000 rules as a multiple of that of 10 rules. */
export interface GrowthResult {
  /** From gzip bytes to decisions. */
  readonly endToEnd: number;
  /** Decisions alone, on all records, already parsed. */
  readonly decisionsOnly: number;
}

/** Measures 10 and 1,000 rules in the same rounds. */
export async function measureGrowth(files: readonly Buffer[], rounds: number): Promise<GrowthResult> {
  const [few, many] = [rulesOf(10), rulesOf(1000)];
  const records = files.flatMap((file) => JSON.parse(gunzipSync(file).toString()).Records as CloudTrailRecord[]);
  const endToEnd = await timeRounds(
    { few: () => readAndDecide(files, few), many: () => readAndDecide(files, many) },
    rounds,
  );
  const decisions = await timeRounds(
    { few: () => repeat(() => decideAll(records, few)), many: () => repeat(() => decideAll(records, many)) },
    rounds,
  );
  return {
    endToEnd: ratioOf(endToEnd, 'many', 'few', 'cpuMs'),
    decisionsOnly: ratioOf(decisions, 'many', 'few', 'cpuMs'),
  };
}

// A single run is too fast to measure.
function repeat(run: () => unknown): void {
  for (let times = 0; times < 10; times++) run();
}

/** Decides on parsed records and returns the number of alerts. */
export function decideAll(records: readonly CloudTrailRecord[], ruleSet: RuleSet): number {
  let alerts = 0;
  for (const record of records) if (ruleSet.decide(record).outcome === 'alert') alerts++;
  return alerts;
}

function readAndDecide(files: readonly Buffer[], ruleSet: RuleSet): number {
  return sum(files.map((file) => decideAll(readLogFile(file, ruleSet.filter).candidates, ruleSet)));
}

// The next file is decompressed while the current one is decided.
async function readAndDecideAside(files: readonly Buffer[], ruleSet: RuleSet): Promise<number> {
  const alerts = files.map(async (file) => {
    let found = 0;
    for await (const part of readLogFileParts(file, ruleSet.filter)) found += decideAll(part.candidates, ruleSet);
    return found;
  });
  return sum(await Promise.all(alerts));
}
