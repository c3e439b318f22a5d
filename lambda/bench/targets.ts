// The targets, and whether the results meet them. Work in one thread is compared by processor time, which other work on the
// machine does not increase. On an idle machine, processor time and duration are the same.

import { ONE_RULE_EACH } from './correlations.ts';
import type { DecideResult } from './decide.ts';
import { AS_RECORDED } from './replay.ts';
import { FALLBACK, PACKS, scenarioName } from './scenarios.ts';
import type { Results } from './sections.ts';
import { ONE_LOG_FILE } from './start-up.ts';

export interface Target {
  readonly what: string;
  readonly value: number;
  readonly sign: '>=' | '<=';
  readonly bound: number;
}

/** Every target that has a result. */
export function targetsOf(results: Results): Target[] {
  const { decide, growth, replay, verify, page, correlations, compile, startUp, latency, memory, calls, size, python } =
    results;
  const targets: Target[] = [];
  const add = (what: string, value: number | undefined, sign: Target['sign'], bound: number): void => {
    if (value !== undefined) targets.push({ what, value, sign, bound });
  };
  for (const rules of [10, 1000]) {
    const result = find(decide, scenarioName(rules, 0.01));
    add(`${rules} rules, 1 % hits: times faster than gunzip and JSON.parse`, result?.cpuTimesFloor, '>=', 2);
    add(`${rules} rules, 1 % hits: as a share of the speed of gunzip`, result?.cpuShareOfGunzip, '>=', 0.6);
  }
  add(`${PACKS}: times faster than gunzip and JSON.parse`, find(decide, PACKS)?.cpuTimesFloor, '>=', 1.5);
  add('fallback: as a share of the speed of the floor', find(decide, FALLBACK)?.cpuTimesFloor, '>=', 0.9);
  add('1,000 rules against 10: time from gzip to decisions', growth?.endToEnd, '<=', 1.3);
  add('1,000 rules against 10: time of decisions alone', growth?.decisionsOnly, '<=', 1.3);
  const asRecorded = replay?.find(({ name }) => name === AS_RECORDED);
  add('replay of 200,000 records on two or more cores: time as a share of the floor', asRecorded?.ofFloor, '<=', 0.35);
  add('replay of 200,000 records: processor time as a share of the floor', asRecorded?.cpuOfFloor, '<=', 0.6);
  add('verify of 200,000 records: time as a share of replay', verify?.ofReplay, '<=', 1);
  add('page of 100,000 alerts: first paint, milliseconds', page?.paintMs ?? undefined, '<=', 2_500);
  add('page of 100,000 alerts: another plot, milliseconds', page?.redrawMs ?? undefined, '<=', 1_000);
  add('page of 100,000 alerts: processor time as a share of replay --format json', page?.cpuOfJson, '<=', 1.5);
  add(
    'replay of 200,000 records with 20 correlations: times the same without them, processor time',
    correlations?.find(({ name }) => name === ONE_RULE_EACH)?.cpuTimes,
    '<=',
    1.3,
  );
  add('rule set of core and threats: share of the time without the build', compile?.share, '<=', 0.3);
  const firstFile = startUp?.find(({ name }) => name === ONE_LOG_FILE);
  add(
    'first log file of a new instance, as deployed: times the empty handler',
    firstFile?.deployedTimesEmpty,
    '<=',
    1.3,
  );
  add('first log file of a new instance, processor time: times the empty handler', firstFile?.cpuTimesEmpty, '<=', 1.3);
  for (const { files, alertsPerFile, timesChain } of latency ?? []) {
    if (files === 1) continue;
    add(
      `ten files with ${alertsPerFile} alerts each: waiting, as a multiple of the longest chain`,
      timesChain,
      '<=',
      1.5,
    );
  }
  const quiet = calls?.find(({ alerts }) => alerts === 0);
  add('calls to the state table without alerts', quiet?.dynamodb, '<=', 0);
  add('calls to CloudWatch without denied calls', quiet?.cloudwatch, '<=', 0);
  add('size of the package, in MB', size?.packageMb, '<=', 0.5);
  for (const { rawMb, peakMb } of memory ?? []) add(`memory for a raw file of ${rawMb} MB, in MB`, peakMb, '<=', 256);
  add('109 rules: times faster than the way of the predecessor', python?.timesPython, '>=', 100);
  return targets;
}

export function isMet({ value, sign, bound }: Target): boolean {
  return sign === '>=' ? value >= bound : value <= bound;
}

function find(results: readonly DecideResult[] | undefined, name: string): DecideResult | undefined {
  return results?.find((result) => result.name === name);
}
