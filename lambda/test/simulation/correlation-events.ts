// Random correlations of every type, and random events for them: few groups and values, times around the boundaries of buckets and
// exactly a timespan apart. In: chance. Out: a rule set, and log files that contain the events in any order, some of them twice.

import type { Correlation, CorrelationType } from '../../src/core/correlation/correlation.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import type { RuleSet } from '../../src/core/rules/rule-set.ts';
import type { Chance } from './random.ts';

export interface CorrelationEvents {
  readonly ruleSet: RuleSet;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The records of each file. */
  readonly records: ReadonlyMap<string, readonly JsonObject[]>;
}

const START_MS = Date.UTC(2026, 0, 1);
const TIMESPANS_MS = [1_000, 64_000];

/** Makes rules and log files. */
export function createCorrelationEvents(chance: Chance): CorrelationEvents {
  const timespanMs = chance.pick(TIMESPANS_MS);
  // In short histories, no later event makes up for what was missed.
  const most = chance.pick([3, 8, 28]);
  const events = Array.from({ length: 2 + chance.below(most) }, (_, index) => anEvent(index, timespanMs, chance));
  const records = new Map<string, readonly JsonObject[]>();
  const files = new Map<string, Uint8Array>();
  for (let file = 1 + chance.below(Math.min(5, most)); file >= 0; file--) {
    const key = `AWSLogs/111111111111/CloudTrail/${file}.json.gz`;
    const some = Array.from({ length: 1 + chance.below(Math.min(12, most)) }, () => chance.pick(events));
    records.set(key, some);
    files.set(key, Buffer.from(JSON.stringify({ Records: some })));
  }
  return { ruleSet: aRuleSet(timespanMs, chance), files, records };
}

function anEvent(index: number, timespanMs: number, chance: Chance): JsonObject {
  const user = chance.pick(['alice', 'alice', 'bob']);
  const offsets = [-1, 0, 1, timespanMs / 2, timespanMs / 2 - 1, timespanMs / 64];
  const offsetMs = chance.hits(0.5) ? chance.pick(offsets) : chance.below(timespanMs);
  const timeMs = START_MS + (1 + chance.below(4)) * timespanMs + Math.round(offsetMs);
  return {
    eventID: `event-${index}`,
    eventName: chance.pick(['GetObject', 'GetObject', 'PutObject', 'ConsoleLogin']),
    eventTime: new Date(timeMs).toISOString(),
    eventSource: 's3.amazonaws.com',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111111111111',
    requestParameters: { key: chance.pick(['a', 'b', 'c', 'd', 'e']) },
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111111111111:user/${user}`, principalId: user },
  };
}

const NONE = { description: '', pack: null, runbookUrl: null, severity: 'medium' as const, expression: '' };
const FEEDERS = ['got', 'put', 'signed-in'];
const EXPRESSIONS = ["eventName == 'GetObject'", "eventName != 'GetObject'", "eventName == 'ConsoleLogin'"];

function aRuleSet(timespanMs: number, chance: Chance): RuleSet {
  const feeding = FEEDERS.map(
    (name, index): RuleDefinition => ({ ...NONE, name, expression: EXPRESSIONS[index] ?? '', generate: false }),
  );
  const gte = () => 1 + chance.below(4);
  const both = FEEDERS.slice(0, 2);
  const ordered = chance.hits(0.5) ? both : ['put', 'signed-in', 'got'];
  const correlated: RuleDefinition[] = [
    aRule('many', { type: 'event_count', timespanMs, gte: gte(), rules: chance.hits(0.5) ? both : null }),
    aRule('different', { type: 'value_count', timespanMs, gte: gte(), field: 'requestParameters.key' }),
    aRule('new', {
      ...{ type: 'first_seen', timespanMs, gte: 1, groupBy: ['userIdentity.arn', 'requestParameters.key'] },
      learnMs: chance.hits(0.5) ? timespanMs : 0,
    }),
    aRule('together', { type: 'temporal', timespanMs, gte: 2, rules: both }),
    aRule('in-order', { type: 'temporal_ordered', timespanMs, gte: ordered.length, rules: ordered }),
    aRule('outer', { type: 'temporal_ordered', timespanMs: 2 * timespanMs, gte: 2, rules: ['many', 'signed-in'] }),
  ];
  return createRuleSet({
    rules: [...feeding, ...correlated],
    ...{ ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: true },
  });
}

type Parts = Pick<Correlation, 'timespanMs' | 'gte'> & Partial<Correlation> & { readonly type: CorrelationType };

function aRule(name: string, parts: Parts): RuleDefinition {
  const correlation = { rules: null, groupBy: ['userIdentity.arn'], field: null, aliases: {}, learnMs: 0, ...parts };
  const expression = correlation.rules === null ? "eventName in ['GetObject', 'PutObject']" : '';
  return { ...NONE, name, expression, correlation };
}
