// Timing: contenders take turns in each round, so that a busy machine slows all of them equally. Compare only ratios of the
// same run.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The duration of one round, and its processor time in all threads. */
export interface Round {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export type Times<Contender extends string> = Readonly<Record<Contender, readonly Round[]>>;

const WARM_UP_ROUNDS = 2;

/** Times contenders in turns; the first two rounds only warm up. */
export async function timeRounds<Contender extends string>(
  contenders: Readonly<Record<Contender, () => unknown>>,
  rounds: number,
): Promise<Times<Contender>> {
  const names = Object.keys(contenders) as Contender[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Contender, Round[]>;
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const name of names) {
      const took = await timeOnce(contenders[name]);
      if (round >= 0) times[name].push(took);
    }
  }
  return times;
}

async function timeOnce(run: () => unknown): Promise<Round> {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(startedCpu);
  return { wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1000 };
}

/** One contender's fastest round as a multiple of another's: the rounds that other work on the machine slows least. */
export function ratioOf<Contender extends string>(
  times: Times<Contender>,
  one: Contender,
  other: Contender,
  what: keyof Round = 'wallMs',
): number {
  return fastest(times[one], what) / fastest(times[other], what);
}

export function fastest(times: readonly Round[], what: keyof Round = 'wallMs'): number {
  return Math.min(...times.map((round) => round[what]));
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A whole process: its duration, its processor time, its peak size and its output. */
export interface ProcessRun {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly stdout: string;
}

/** Runs a script with Node.js in a separate process; rejects with its error output if it fails. */
export async function runNode(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessRun> {
  const usageFile = join(folder, 'usage.json');
  const started = performance.now();
  const stdout = await outputOf(process.execPath, ['--import', join(folder, 'report-usage.mjs'), ...args], {
    ...env,
    USAGE_FILE: usageFile,
  });
  const wallMs = performance.now() - started;
  const { cpuMs, peakKb } = JSON.parse(readFileSync(usageFile, 'utf8')) as { cpuMs: number; peakKb: number };
  return { wallMs, cpuMs, peakMb: peakKb / 1024, stdout };
}

/** The output of a command; rejects with its error output if it fails. */
export function outputOf(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<string>((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${Buffer.concat(err)}`));
    });
  });
}
