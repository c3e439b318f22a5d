// Counts the calls to Slack and AWS for 10,000 records, on the memory ports of the real pipeline.

import { makeLogFiles } from './load.ts';
import { type Calls, createMemoryPipeline } from './memory-pipeline.ts';

export interface CallsResult {
  readonly hitRate: number;
  readonly alerts: number;
  readonly slack: number;
  readonly s3: number;
  readonly dynamodb: number;
  readonly cloudwatch: number;
  readonly byFunction: Calls;
}

const RECORDS = 10_000;
// A full batch of the queue: ten messages of one log file each.
const FILES = 10;

/** Runs one invocation at each hit rate. */
export async function countCalls(fixtures: string): Promise<CallsResult[]> {
  const results: CallsResult[] = [];
  for (const hitRate of [0, 0.01, 0.1, 1]) {
    const { calls, invoke } = createMemoryPipeline();
    const { counters } = await invoke(makeLogFiles(fixtures, RECORDS, hitRate, { perFile: RECORDS / FILES }));
    if (counters.recordsRead !== RECORDS) throw new Error(`not all records were read: ${JSON.stringify(counters)}`);
    results.push({ hitRate, alerts: counters.alerted, ...totals(calls), byFunction: calls });
  }
  return results;
}

function totals(calls: Calls) {
  const total = (port: string) =>
    Object.entries(calls).reduce((sum, [name, count]) => sum + (name.startsWith(`${port}.`) ? count : 0), 0);
  return { slack: total('slack'), s3: total('s3'), dynamodb: total('dynamodb'), cloudwatch: total('cloudwatch') };
}
