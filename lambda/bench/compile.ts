// What a new instance spends on the rules of the packs `core` and `threats`, each time in a new process: with what the build
// derives from their expressions, as in the package, and without.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveConditions } from '../../scripts/derive-conditions.ts';
import { median, runNode } from './rounds.ts';

export interface CompileResult {
  readonly definitions: number;
  /** Medians, in milliseconds of processor time. */
  readonly ms: number;
  readonly withoutDerivedMs: number;
  /** Median of the rounds' ratios. */
  readonly share: number;
}

/** What one process reports. */
export interface CompiledOnce {
  readonly definitions: number;
  readonly cpuMs: number;
}

/** Runs both in turns. `folder` contains `compile-once.mjs`. */
export async function measureCompile(folder: string, rounds: number): Promise<CompileResult> {
  const table = join(folder, 'derived-conditions.json');
  const nothing = join(folder, 'nothing-derived.json');
  writeFileSync(table, JSON.stringify(await deriveConditions()));
  writeFileSync(nothing, '{}');
  const pairs: [CompiledOnce, CompiledOnce][] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push([await compileOnce(folder, table), await compileOnce(folder, nothing)]);
  }
  return {
    definitions: pairs[0]?.[0].definitions ?? 0,
    ms: median(pairs.map(([late]) => late.cpuMs)),
    withoutDerivedMs: median(pairs.map(([, early]) => early.cpuMs)),
    share: median(pairs.map(([late, early]) => late.cpuMs / early.cpuMs)),
  };
}

async function compileOnce(folder: string, derived: string): Promise<CompiledOnce> {
  const { stdout } = await runNode(folder, [join(folder, 'compile-once.mjs'), derived]);
  return JSON.parse(stdout);
}
