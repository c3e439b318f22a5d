// Memory: the peak size of a process that sends a log file through the pipeline, by the raw size of the file.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeLogFileOf } from './load.ts';
import { runNode } from './rounds.ts';

export interface MemoryResult {
  readonly rawMb: number;
  readonly peakMb: number;
}

const RAW_MB = [1, 50, 200];

/** Runs the pipeline on one file of each size, each in a separate process. */
export async function measureMemory(folder: string, fixtures: string): Promise<MemoryResult[]> {
  const results: MemoryResult[] = [];
  for (const rawMb of RAW_MB) {
    const file = join(folder, `${rawMb}-mb.json.gz`);
    writeFileSync(file, makeLogFileOf(fixtures, rawMb * 1e6, 0.01));
    const { peakMb } = await runNode(folder, [join(folder, 'process-file.mjs'), file]);
    results.push({ rawMb, peakMb: Math.round(peakMb) });
  }
  return results;
}
