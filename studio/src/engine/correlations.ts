// Finds the alerts of correlations, as the function does. In: the events that feed correlations. Out: alerts with their intervals.

import { runHistory } from '../../../lambda/src/cli/history/run-history.ts';
import type { CloudTrailRecord } from '../../../lambda/src/core/records/record.ts';
import { createSlackRenderer } from '../../../lambda/src/core/render/slack.ts';
import { titleOf } from '../../../lambda/src/core/render/title.ts';
import type { RuleSet } from '../../../lambda/src/core/rules/rule-set.ts';
import type { CorrelationAlert } from '../protocol.ts';
import { pause } from './pause.ts';
import type { RuleBook } from './rule-book.ts';

/** More events than these take a browser too long. */
export const MOST_CORRELATED = 100_000;
const MOST_SHOWN = 1_000;
const BATCH = 200;

/** Runs the history of some events, the earliest first. Stops early, with an error, if `isOutdated`. */
export async function correlate(
  events: readonly number[],
  recordAt: (id: number) => CloudTrailRecord,
  { ruleSet, settings }: RuleBook,
  isOutdated: () => boolean,
): Promise<readonly CorrelationAlert[]> {
  const { alerts } = await runHistory(batches(events, recordAt, isOutdated), observing(ruleSet), settings);
  const renderer = createSlackRenderer(settings);
  return alerts.slice(0, MOST_SHOWN).flatMap(({ notice, more }) => {
    const { rule, correlation } = notice.alert;
    if (correlation === undefined) return [];
    const { group, count, startMs, endMs } = correlation;
    return [
      {
        ...{ rule: rule.name, severity: rule.severity, title: titleOf(notice, settings), group: group.join(', ') },
        ...{ count, more, startMs, endMs, message: renderer.message(notice, 1) },
      },
    ];
  });
}

async function* batches(
  events: readonly number[],
  recordAt: (id: number) => CloudTrailRecord,
  isOutdated: () => boolean,
): AsyncGenerator<readonly CloudTrailRecord[]> {
  for (let at = 0; at < events.length; at += BATCH) {
    await pause();
    if (isOutdated()) throw new OutdatedError();
    yield events.slice(at, at + BATCH).map(recordAt);
  }
}

/** The rules changed in the meantime. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
}

// Alerts of single events are known already.
function observing(ruleSet: RuleSet): RuleSet {
  return {
    ...ruleSet,
    decide(record) {
      const decision = ruleSet.decide(record);
      return decision.outcome === 'alert' ? { ...decision, outcome: 'observed', rule: null, rules: [] } : decision;
    },
  };
}
