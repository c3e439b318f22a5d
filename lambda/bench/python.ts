// Compiled rules compared with the predecessor's method (flatten each event, eval each rule again), on the same parsed records.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CloudTrailRecord } from '../src/core/records/record.ts';
import { decideAll } from './decide.ts';
import { median, outputOf } from './rounds.ts';
import { ownRules, rulesOf } from './scenarios.ts';

export interface PythonResult {
  readonly rules: number;
  /** Records per second. */
  readonly oursPerSecond: number;
  readonly pythonPerSecond: number;
  readonly timesPython: number;
  /** With the default rules only. */
  readonly pythonDefaultPerSecond: number;
}

const RULES = 109;
const RECORDS = 500;
const ROUNDS = 5;
// A single run of our code on so few records is too fast to measure.
const REPEATS = 200;

/** Measures both in turns; null if there is no Python. */
export async function measurePython(folder: string, logFile: Buffer): Promise<PythonResult | null> {
  if (spawnSync('python3', ['--version']).status !== 0) return null;
  const all = JSON.parse(gunzipSync(logFile).toString()).Records as CloudTrailRecord[];
  const records = all.slice(0, RECORDS);
  const input = join(folder, 'python-input.json');
  writeFileSync(input, JSON.stringify({ records, rules: ownRules(RULES - 9) }));
  const ruleSet = rulesOf(RULES);
  const defaultInput = join(folder, 'python-default-input.json');
  writeFileSync(defaultInput, JSON.stringify({ records, rules: [] }));
  const [ours, python, pythonDefault]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const answer = JSON.parse(await outputOf('python3', [join(folder, 'python-way.py'), input]));
    const started = performance.now();
    for (let repeat = 0; repeat < REPEATS; repeat++) decideAll(records, ruleSet);
    ours.push((RECORDS * REPEATS * 1000) / (performance.now() - started));
    python.push(RECORDS / answer.seconds);
    const { seconds } = JSON.parse(await outputOf('python3', [join(folder, 'python-way.py'), defaultInput]));
    pythonDefault.push(RECORDS / seconds);
    if (answer.matched !== decideAll(records, ruleSet)) throw new Error(`Python matched ${answer.matched} records`);
  }
  return {
    rules: RULES,
    oursPerSecond: Math.round(median(ours)),
    pythonPerSecond: Math.round(median(python)),
    pythonDefaultPerSecond: Math.round(median(pythonDefault)),
    timesPython: median(ours.map((rate, round) => rate / (python[round] ?? Number.NaN))),
  };
}
