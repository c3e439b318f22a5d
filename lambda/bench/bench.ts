// Measures the way from a gzip log file to decisions against the floor that everyone accepts (gunzip and JSON.parse) and
// against gunzip alone: all of them in the same rounds, one after the other, so that a busy machine slows all alike.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readLogFile, readLogFileParts } from '../src/core/log-files/read-log-file.ts';
import type { RuleSet } from '../src/core/rules/rule-set.ts';
import { makeLogFiles, readLogFiles } from './load.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

declare const FIXTURES: string;

interface Result {
  readonly name: string;
  readonly records: number;
  readonly candidates: number;
  readonly alerts: number;
  /** Medians, in milliseconds. */
  readonly ms: Readonly<Record<Contender, number>>;
  /** How many times faster than gunzip and JSON.parse; medians of the rounds' ratios. */
  readonly timesFloor: number;
  readonly timesFloorAside: number;
  /** The time of gunzip alone as a share of ours; above 1 if ours is even quicker. */
  readonly shareOfGunzip: number;
}

type Contender = 'floor' | 'gunzip' | 'inOneThread' | 'unpackedAside';

/** Runs all scenarios and prints a table, or JSON. */
export async function runBench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '11' },
      events: { type: 'string', default: '20000' },
      files: { type: 'string' },
    },
  });
  const results: Result[] = [];
  for (const scenario of SCENARIOS) {
    const files = values.files
      ? readLogFiles(values.files)
      : makeLogFiles(FIXTURES, Number(values.events), scenario.hitRate);
    results.push(await measure(scenario, files, Number(values.rounds)));
    if (!values.json) printRow(results.length === 1, results.at(-1) as Result);
  }
  if (values.json)
    console.log(JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, results }));
}

async function measure({ name, ruleSet }: Scenario, files: readonly Buffer[], rounds: number): Promise<Result> {
  const contenders: Record<Contender, () => unknown> = {
    floor: () => files.map((file) => JSON.parse(gunzipSync(file).toString())),
    gunzip: () => files.map((file) => gunzipSync(file)),
    inOneThread: () => files.map((file) => decideAll(readLogFile(file, ruleSet.filter).candidates, ruleSet)),
    unpackedAside: () => decideAside(files, ruleSet),
  };
  const times: Record<Contender, number[]> = { floor: [], gunzip: [], inOneThread: [], unpackedAside: [] };
  for (let round = -2; round < rounds; round++) {
    for (const [contender, run] of Object.entries(contenders) as [Contender, () => unknown][]) {
      const started = performance.now();
      await run();
      if (round >= 0) times[contender].push(performance.now() - started);
    }
  }
  const ratio = (one: Contender, other: Contender) =>
    median(times[one].map((ms, round) => ms / (times[other][round] ?? 0)));
  const read = files.map((file) => readLogFile(file, ruleSet.filter));
  return {
    name,
    records: sum(read.map(({ recordsRead }) => recordsRead)),
    candidates: sum(read.map(({ candidates }) => candidates.length)),
    alerts: sum(read.map(({ candidates }) => decideAll(candidates, ruleSet))),
    ms: {
      floor: median(times.floor),
      gunzip: median(times.gunzip),
      inOneThread: median(times.inOneThread),
      unpackedAside: median(times.unpackedAside),
    },
    timesFloor: ratio('floor', 'inOneThread'),
    timesFloorAside: ratio('floor', 'unpackedAside'),
    shareOfGunzip: ratio('gunzip', 'inOneThread'),
  };
}

// As the pipeline does it: the next file is unpacked while the one at hand is decided.
async function decideAside(files: readonly Buffer[], ruleSet: RuleSet): Promise<number> {
  const reading = files.map((file) => readLogFileParts(file, ruleSet.filter));
  const alerts = reading.map(async (parts) => {
    let found = 0;
    for await (const part of parts) found += decideAll(part.candidates, ruleSet);
    return found;
  });
  return sum(await Promise.all(alerts));
}

function decideAll(records: readonly Parameters<RuleSet['decide']>[0][], ruleSet: RuleSet): number {
  let alerts = 0;
  for (const record of records) if (ruleSet.decide(record).outcome === 'alert') alerts++;
  return alerts;
}

function printRow(first: boolean, { name, records, candidates, alerts, ms, ...ratios }: Result): void {
  const cells = [name.padEnd(32), records, candidates, alerts, ...Object.values(ms).map((time) => time.toFixed(1))];
  if (first) {
    console.log(
      [
        'scenario'.padEnd(32),
        'records',
        'parsed',
        'alerts',
        'floor',
        'gunzip',
        'ours',
        'aside',
        'x floor',
        'x aside',
        'of gunzip',
      ].join('\t'),
    );
  }
  const figures = [ratios.timesFloor, ratios.timesFloorAside, ratios.shareOfGunzip].map((figure) => figure.toFixed(2));
  console.log([...cells, ...figures].join('\t'));
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
