// Makes observations. In: a record and what it feeds, or a finding of a correlation that feeds others. Out: an observation for
// each correlation and group. Never throws.

import type { Finding } from '../correlation/finding.ts';
import { groupKey, nameOf } from '../correlation/keys.ts';
import type { Observation, ObservedDetail } from '../correlation/observation.ts';
import type { CompiledValue } from '../language/rule-expression.ts';
import { accountOf } from '../records/account.ts';
import { withinDepth } from '../records/depth.ts';
import { eventMsOf } from '../records/event-time.ts';
import { failureOf } from '../records/failure.ts';
import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { recordIdOf } from '../records/record-id.ts';
import { resourceOf } from '../records/resource.ts';
import type { Feed, InnerFeed } from './compile-correlations.ts';
import type { RuleFailure } from './rule.ts';

/** The observations of one record, and how many are missing because it has no value for a group or field, or no time. */
export interface Observed {
  readonly observations: readonly Observation[];
  readonly withoutGroup: number;
}

/** What a record that feeds nothing yields. */
export const NOTHING_OBSERVED: Observed = { observations: [], withoutGroup: 0 };

/** Observes a record for everything that it feeds. Adds a failure for each expression that cannot be evaluated. */
export function observeRecord(feeds: readonly Feed[], record: CloudTrailRecord, failures: RuleFailure[]): Observed {
  const timeMs = eventMsOf(record);
  // An event without a time has no place in any interval.
  if (timeMs === null) return { observations: [], withoutGroup: feeds.length };
  const event = { timeMs, eventId: idOf(record), detail: detailOf(record) };
  const observations = new Map<string, Observation>();
  let withoutGroup = 0;
  for (const { correlation: fed, feeder, group: groupBy, value: field } of feeds) {
    const values = valuesOf(field === null ? groupBy : [...groupBy, field], record, fed.rule.name, failures);
    if (values === null) withoutGroup++;
    if (!values) continue;
    const { name: correlation } = fed.rule;
    const group = values.slice(0, groupBy.length);
    const value = field === null ? null : (values.at(-1) ?? null);
    const observation = { correlation, definition: fed.definition, feeder, group, value, ...event };
    observations.set(identityOf(observation, fed.correlation.type), observation);
  }
  return { observations: [...observations.values()], withoutGroup };
}

// Two rules that an event matches feed a count with the same event; a temporal correlation distinguishes them.
function identityOf({ definition, feeder, group, value }: Observation, type: string): string {
  return JSON.stringify([definition, type.startsWith('temporal') ? feeder : null, group, value]);
}

// Null if a value is missing; undefined if one cannot be evaluated. Of a long value, its start and a hash.
function valuesOf(
  values: readonly CompiledValue[],
  record: CloudTrailRecord,
  ruleName: string,
  failures: RuleFailure[],
): readonly string[] | null | undefined {
  const texts: string[] = [];
  for (const value of values) {
    const text = value.evaluate(record);
    if (text === null) return null;
    if (typeof text !== 'string') {
      failures.push({ ruleName, expression: value.source, ignoreRule: false, code: text.code, message: text.message });
      return undefined;
    }
    texts.push(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… ${nameOf([text])}` : text);
  }
  return texts;
}

// The values of a group are stored with the thread of its alert, and an item of the state table has at most 400 KB.
const LONGEST_VALUE = 1_000;

// As in the id of a notice: a record without an id is identified by its content.
function idOf(record: CloudTrailRecord): string {
  return recordIdOf(record) || nameOf([JSON.stringify(withinDepth(record))]);
}

function detailOf(record: CloudTrailRecord): ObservedDetail {
  const failure = failureOf(record);
  return {
    eventName: textAt(record, 'eventName') ?? '',
    error: failure === null ? '' : (failure.code ?? failure.message ?? 'failed'),
    resource: resourceOf(record),
    region: textAt(record, 'awsRegion') ?? '',
    account: accountOf(record, null),
  };
}

/**
 * Observes a finding for the correlations that it feeds. The observation has the id of the alert's notice, and the time of its last
 * event. An event that only continues an alert feeds nothing.
 */
export function observeFinding(
  feeds: readonly InnerFeed[],
  { kind, observation, facts }: Finding,
): readonly Observation[] {
  if (kind === 'continued') return [];
  const { correlation: inner, group, detail } = observation;
  const eventId = `${groupKey(observation)}#${facts.startMs}`;
  const region = facts.events[0]?.region ?? detail.region;
  return feeds.map(({ correlation, feeder, group: places, value }) => ({
    ...{ correlation: correlation.rule.name, definition: correlation.definition, feeder },
    group: places.map((place) => group[place] ?? ''),
    value: value === null ? null : (group[value] ?? ''),
    ...{ timeMs: facts.lastMs, eventId },
    detail: { eventName: inner, error: '', resource: '', region, account: detail.account },
  }));
}
