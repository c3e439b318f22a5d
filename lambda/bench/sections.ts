// The sections of the benchmark. Each measures one thing and returns its results.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench-options.ts';
import { type CallsResult, countCalls } from './calls.ts';
import { type CompileResult, measureCompile } from './compile.ts';
import { type CorrelateResult, measureCorrelate } from './correlate.ts';
import { type CorrelationCallsResult, countCorrelationCalls } from './correlation-calls.ts';
import { type CorrelationsResult, measureCorrelations } from './correlations.ts';
import { type CostsResult, costsOf } from './costs.ts';
import { type DecideResult, type GrowthResult, measureDecide, measureGrowth } from './decide.ts';
import { type LatencyResult, measureLatency } from './latency.ts';
import { makeLogFiles, readLogFiles } from './load.ts';
import { type MemoryResult, measureMemory } from './memory.ts';
import { measurePage, type PageResult } from './page.ts';
import { measurePython, type PythonResult } from './python.ts';
import { measureReplay, type ReplayResult } from './replay.ts';
import { scenarios } from './scenarios.ts';
import { measureStartUp, type StartUpResult } from './start-up.ts';
import { measureVerify, type VerifyResult } from './verify.ts';

/** The results, by section. */
export interface Results {
  decide?: readonly DecideResult[];
  growth?: GrowthResult;
  correlate?: readonly CorrelateResult[];
  replay?: readonly ReplayResult[];
  verify?: VerifyResult;
  page?: PageResult;
  correlations?: readonly CorrelationsResult[];
  compile?: CompileResult;
  startUp?: readonly StartUpResult[];
  latency?: readonly LatencyResult[] | null;
  memory?: readonly MemoryResult[];
  calls?: readonly CallsResult[];
  correlationCalls?: readonly CorrelationCallsResult[];
  size?: { readonly packageMb: number };
  python?: PythonResult | null;
  costs?: readonly CostsResult[] | null;
}

export type SectionName = keyof Results;

type Sections = {
  readonly [Name in SectionName]-?: (bench: Bench, before: Results) => Promise<NonNullable<Results[Name]> | null>;
};

export const SECTIONS: Sections = {
  decide: measureAll,
  growth: (bench) => measureGrowth(logFiles(bench, 0.01), bench.rounds),
  correlate: ({ rounds }) => measureCorrelate(rounds),
  replay: measureReplay,
  verify: measureVerify,
  page: measurePage,
  correlations: measureCorrelations,
  compile: ({ folder, rounds }) => measureCompile(folder, rounds),
  startUp: ({ folder, fixtures, rounds }) =>
    measureStartUp(folder, makeLogFiles(fixtures, 100, 0)[0] as Buffer, rounds),
  latency: measureLatency,
  memory: ({ folder, fixtures }) => measureMemory(folder, fixtures),
  calls: ({ fixtures }) => countCalls(fixtures),
  correlationCalls: () => countCorrelationCalls(),
  size: async ({ fixtures }) => ({ packageMb: statSync(join(fixtures, '../../../dist/lambda.zip')).size / 1e6 }),
  python: (bench) => measurePython(bench.folder, makeLogFiles(bench.fixtures, 1000, 0.01)[0] as Buffer),
  costs: async (_bench, before) => costsOf(before),
};

async function measureAll(bench: Bench): Promise<DecideResult[]> {
  const results: DecideResult[] = [];
  for (const scenario of scenarios()) {
    results.push(await measureDecide(scenario, logFiles(bench, scenario.hitRate), bench.rounds));
  }
  return results;
}

function logFiles({ files, fixtures, events }: Bench, hitRate: number): Buffer[] {
  return files === undefined ? makeLogFiles(fixtures, events, hitRate) : readLogFiles(files);
}
