// Correlates: observations in, notices of what correlations found in them out. Correlations that feed others come first. Never
// rejects: the items of observations that could not be settled are retried, and nothing is lost.

import type { Observation } from '../../core/correlation/observation.ts';
import { planUnits, type Unit } from '../../core/correlation/unit.ts';
import type { CorrelationRule } from '../../core/rules/rule-set.ts';
import { noticeOfFinding } from '../../core/threads/make-notice.ts';
import type { BacklogEntry, Invocation, Observed } from '../invocation.ts';
import { retryReasonOf } from '../outcome.ts';
import { noteUnsettled } from '../tally.ts';
import { levelsOf } from './levels.ts';
import { type Settlement, settleUnits } from './settle-units.ts';

// The rest of the time is for deliveries.
const TIME_SHARE = 0.6;

/** Finds the notices of some observations. Each belongs to the tally of the item that its observation came from. */
export async function correlate(
  observed: readonly Observed[],
  invocation: Invocation,
): Promise<readonly BacklogEntry[]> {
  if (observed.length === 0) return [];
  const { pipeline, delivery } = invocation;
  const nowMs = pipeline.clock.nowMs();
  const limitMs = nowMs + TIME_SHARE * (delivery.deadlineMs - nowMs);
  const entries: BacklogEntry[] = [];
  const sources = new Map(observed.map((one) => [one.observation, one]));
  for (const level of levelsOf(pipeline.ruleSet.correlations)) {
    const rules = new Map(level.map((rule) => [rule.definition, rule]));
    const ofLevel = [...sources.keys()].filter(({ definition }) => rules.has(definition));
    const settlement = await settleUnits(unitsOf(ofLevel, rules), invocation, limitMs);
    reportUnsettled(settlement, sources, invocation);
    for (const finding of settlement.findings) {
      const source = sources.get(finding.observation);
      const rule = rules.get(finding.observation.definition)?.rule;
      if (source === undefined || rule === undefined) continue;
      const { record, origin, tally } = source;
      if (rule.generate !== false) entries.push({ notice: noticeOfFinding(finding, record, origin, rule), tally });
      for (const observation of pipeline.ruleSet.observeFinding(finding)) {
        sources.set(observation, { observation, record, origin, tally });
      }
    }
  }
  invocation.counters.correlated += entries.length;
  return entries;
}

function unitsOf(observations: readonly Observation[], rules: ReadonlyMap<string, CorrelationRule>): readonly Unit[] {
  return planUnits(observations, new Map([...rules].map(([definition, { correlation }]) => [definition, correlation])));
}

// An event that several items contain is in a unit only once, but all of them must be tried again.
function reportUnsettled(
  { unsettled }: Settlement,
  sources: ReadonlyMap<Observation, Observed>,
  { counters, pipeline }: Invocation,
): void {
  if (unsettled.length === 0) return;
  const errors = new Map(
    unsettled.flatMap(({ unit, error }) => unit.observations.map((one) => [eventOf(one), error] as const)),
  );
  for (const [observation, { tally }] of sources) {
    const error = errors.get(eventOf(observation));
    if (error === undefined) continue;
    counters.observationsRetried++;
    noteUnsettled(tally, { cause: String(error), why: retryReasonOf(error) });
  }
  for (const error of new Set([...errors.values()].map(String))) {
    pipeline.log.error('correlation_unsettled', { error, effect: EFFECT });
  }
}

const eventOf = ({ definition, group, eventId }: Observation) => JSON.stringify([definition, eventId, ...group]);

const EFFECT = 'alerts of single events are delivered; log files with events that feed correlations are retried';
