// Measures the time to decide a burst: 100,000 events of one group in one bucket, the most that one decision has to take.

import type { Correlation, CorrelationType } from '../src/core/correlation/correlation.ts';
import { decideUnit } from '../src/core/correlation/decide-unit.ts';
import type { Observation } from '../src/core/correlation/observation.ts';
import { planUnits } from '../src/core/correlation/unit.ts';
import { fastest, timeRounds } from './rounds.ts';

export interface CorrelateResult {
  readonly type: CorrelationType;
  readonly gte: number;
  readonly events: number;
  /** Processor time of the fastest round, in milliseconds: sorting into units, and the decision. */
  readonly ms: number;
}

const EVENTS = 100_000;
const TIMESPAN_MS = 600_000;
const DEFINITION = 'v1';

/** Measures each type that stores buckets with a small and the largest threshold, and `first_seen`. */
export async function measureCorrelate(rounds: number): Promise<CorrelateResult[]> {
  const results: CorrelateResult[] = [];
  for (const [type, gte] of CASES) {
    const rule = ruleOf(type, gte);
    const events = Array.from({ length: EVENTS }, (_, index) => eventOf(index, rule));
    const times = await timeRounds({ ours: () => decide(events, rule) }, rounds);
    results.push({ type, gte, events: EVENTS, ms: fastest(times.ours, 'cpuMs') });
  }
  return results;
}

const CASES: readonly (readonly [CorrelationType, number])[] = [
  ['event_count', 20],
  ['event_count', 1_000],
  ['value_count', 20],
  ['value_count', 1_000],
  ['temporal', 2],
  ['temporal_ordered', 2],
  ['first_seen', 1],
];

function decide(events: readonly Observation[], rule: Correlation): void {
  for (const unit of planUnits(events, new Map([[DEFINITION, rule]]))) decideUnit(unit, new Map(), 0);
}

const ruleOf = (type: CorrelationType, gte: number): Correlation => ({
  ...{ type, gte, groupBy: ['userIdentity.arn'], aliases: {}, timespanMs: TIMESPAN_MS, learnMs: 0 },
  rules: type.startsWith('temporal') ? ['first', 'second'] : null,
  field: type === 'value_count' ? 'requestParameters.secretId' : null,
});

// Only the first of two rules matches, so that nothing fires and every event is part of the search.
const eventOf = (index: number, { rules }: Correlation): Observation => ({
  ...{ correlation: 'burst', definition: DEFINITION, feeder: rules?.[0] ?? 'burst', group: ['alice'] },
  value: `secret-${index}`,
  timeMs: 1_000_000 * TIMESPAN_MS + index * (TIMESPAN_MS / EVENTS),
  eventId: `7e11d4ef-31f4-4a3c-9d1c-${String(index).padStart(12, '0')}`,
  detail: { eventName: 'GetSecretValue', error: '', resource: '', region: 'eu-west-1', account: '111122223333' },
});
