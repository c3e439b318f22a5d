// The command line on a folder of 200,000 records, of which one in a hundred is as recorded and one more feeds correlations: with
// 20 correlations, and the same without them, as a whole process in turns.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench-options.ts';
import { OBSERVED_NAMES } from './load.ts';
import { writeLoad } from './replay.ts';
import { median, type ProcessRun, runNode } from './rounds.ts';
import { ownRules } from './scenarios.ts';

export interface CorrelationsResult {
  readonly name: string;
  readonly records: number;
  readonly alerts: number;
  /** Medians, in seconds. */
  readonly seconds: number;
  readonly secondsWithout: number;
  /** Medians of the rounds' ratios: time, and processor time over all threads. */
  readonly times: number;
  readonly cpuTimes: number;
}

/** Each event feeds one correlation. */
export const ONE_RULE_EACH = '1 %, each feeds one rule';
const EVERY_RULE = '1 %, each feeds 20 rules';

const RECORDS = 200_000;

/** Runs both in turns for each set of correlations. `folder` contains `bin` and `build`. */
export async function measureCorrelations({ folder, fixtures, rounds }: Bench): Promise<CorrelationsResult[]> {
  const load = writeLoad(join(folder, 'observed'), fixtures, 'observed');
  const without = replayWith(folder, load, 'without', []);
  const results: CorrelationsResult[] = [];
  for (const [name, rules] of [
    [ONE_RULE_EACH, OBSERVED_NAMES.map((event, index) => correlation(index, `eventName == '${event}'`))],
    [EVERY_RULE, OBSERVED_NAMES.map((_, index) => correlation(index, "eventName.startsWith('ReadThing')"))],
  ] as const) {
    const pairs: [ProcessRun, ProcessRun][] = [];
    for (let round = -1; round < rounds; round++) {
      const pair: [ProcessRun, ProcessRun] = [
        await runNode(folder, replayWith(folder, load, 'with', rules)),
        await runNode(folder, without),
      ];
      if (round >= 0) pairs.push(pair); // The first round fills the file cache.
    }
    results.push({ name, ...summaryOf(pairs) });
  }
  return results;
}

function replayWith(folder: string, load: string, name: string, correlations: readonly object[]): string[] {
  const settings = join(folder, `${name}-correlations.json`);
  const rules = [...ownRules(100).map((expression) => ({ expression })), ...correlations];
  writeFileSync(settings, JSON.stringify({ rules }));
  return [join(folder, 'bin/cloudtrail-to-slack.mjs'), 'replay', load, '--settings', settings, '--format', 'json'];
}

// The types in turns.
function correlation(index: number, expression: string): object {
  const name = `correlation-${index}`;
  const group_by = ['userIdentity.arn'];
  const types = [
    { type: 'event_count', group_by, timespan: '10m', gte: 20 },
    { type: 'value_count', group_by, field: 'sourceIPAddress', timespan: '1h', gte: 10 },
    { type: 'first_seen', group_by: ['userIdentity.arn', 'awsRegion'], timespan: '30d' },
    { type: 'event_count', group_by: ['sourceIPAddress', 'eventName'], timespan: '5m', gte: 50 },
  ];
  return { name, expression, correlation: types[index % types.length] };
}

function summaryOf(pairs: readonly [ProcessRun, ProcessRun][]): Omit<CorrelationsResult, 'name'> {
  const alerts = pairs[0]?.[0].stdout.trim() ?? '';
  return {
    records: RECORDS,
    alerts: alerts === '' ? 0 : alerts.split('\n').length,
    seconds: median(pairs.map(([ours]) => ours.wallMs)) / 1000,
    secondsWithout: median(pairs.map(([, without]) => without.wallMs)) / 1000,
    times: median(pairs.map(([ours, without]) => ours.wallMs / without.wallMs)),
    cpuTimes: median(pairs.map(([ours, without]) => ours.cpuMs / without.cpuMs)),
  };
}
