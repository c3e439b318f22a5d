// Builds a rule set: compiles and indexes rules, ignore rules and tracked events once, then decides on each record.
// In: definitions. Out: decisions. Deciding never throws, whatever the record. A rule that fails counts as not matching,
// and an ignore rule that fails does not ignore.

import type { LanguageEnvironment } from '../language/rule-expression.ts';
import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { ACCESS_DENIED_CONDITION } from './access-denied.ts';
import { type CompiledCorrelations, compileCorrelations, type Feed } from './compile-correlations.ts';
import { compileRules, evaluationFailure, type ReadyRule } from './compile-rules.ts';
import { type Alternatives, testOf, uniteAlternatives } from './necessary-conditions.ts';
import { NOTHING_OBSERVED, observeFinding, observeRecord } from './observe.ts';
import { comparePrecedence } from './precedence.ts';
import { alertsAlone, isCorrelation } from './resolve-correlations.ts';
import type { Decision, RuleDefinition, RuleFailure } from './rule.ts';
import { ruleEnvironment } from './rule-environment.ts';
import { indexRules } from './rule-index.ts';
import type { RuleSet, RuleSetDefinition } from './rule-set.ts';

/**
 * Compiles a rule set. Never throws: rules that do not compile are left out and reported in `failures`.
 * `Decision.accessDenied` is always false if the set does not count AccessDenied records.
 */
export function createRuleSet(definition: RuleSetDefinition): RuleSet {
  const environment = ruleEnvironment(definition.lists, definition.predicates);
  const compiled = compileRules(definition.rules.filter(hasExpression), environment, false, definition.conditions);
  const correlating = correlate(definition.rules, compiled.rules, environment);
  const used = compiled.rules.map((rule) => withRole(rule, correlating)).filter((rule) => rule !== null);
  const ignoring = compileRules(definition.ignoreRules, environment, true);
  const tracked = trackedEventRule(definition.eventsToTrack);
  const denied: Alternatives = definition.countAccessDenied ? [[ACCESS_DENIED_CONDITION]] : [];
  return {
    filter: uniteAlternatives([...used.map((rule) => rule.alternatives), tracked.alternatives, denied]),
    size: sizeOf(compiled.rules, correlating) + ignoring.rules.length + Math.min(1, definition.eventsToTrack.length),
    failures: [...compiled.failures, ...correlating.failures, ...ignoring.failures],
    correlations: correlating.correlations,
    decide: decider(indexRules(inPrecedence(used)), indexRules(ignoring.rules), tracked.find, testOf(denied)),
    observeFinding: (finding) =>
      observeFinding(correlating.innerFeeds.get(finding.observation.definition) ?? [], finding),
  };
}

function hasExpression({ correlation }: RuleDefinition): boolean {
  return correlation === undefined || correlation.rules === null;
}

/** A rule with what its matches mean: an alert, observations, or both. */
interface SetRule {
  readonly ready: ReadyRule;
  readonly alternatives: Alternatives;
  readonly alerts: boolean;
  readonly feeds: readonly Feed[];
}

const FEEDS_NOTHING: readonly Feed[] = [];

function correlate(
  rules: readonly RuleDefinition[],
  compiled: readonly ReadyRule[],
  environment: LanguageEnvironment,
): CompiledCorrelations {
  const working = new Set(compiled.map(({ definition }) => definition));
  const broken = new Set(rules.filter((rule) => hasExpression(rule) && !working.has(rule)));
  return compileCorrelations(rules, broken, environment);
}

// Null for a rule whose matches mean nothing, so that it costs nothing.
function withRole(ready: ReadyRule, { feeds: all }: CompiledCorrelations): SetRule | null {
  const { definition, alternatives } = ready;
  const alerts = alertsAlone(definition);
  const feeds = all.get(definition) ?? FEEDS_NOTHING;
  return alerts || feeds.length > 0 ? { ready, alternatives, alerts, feeds } : null;
}

function inPrecedence(rules: readonly SetRule[]): readonly SetRule[] {
  return rules.toSorted((one, other) => comparePrecedence(one.ready.definition, other.ready.definition));
}

type Candidates<Rule> = (record: CloudTrailRecord) => readonly Rule[];

const UNMATCHED: Decision = {
  outcome: 'unmatched',
  rule: null,
  rules: [],
  ignoreRule: null,
  accessDenied: false,
  ...NOTHING_OBSERVED,
  failures: [],
};

function decider(
  candidates: Candidates<SetRule>,
  ignoringCandidates: Candidates<ReadyRule>,
  findTracked: (record: CloudTrailRecord) => RuleDefinition | null,
  isDenied: (record: CloudTrailRecord) => boolean,
): (record: CloudTrailRecord) => Decision {
  return (record) => {
    const failures: RuleFailure[] = [];
    const rules: RuleDefinition[] = [];
    const feeds = addMatches(candidates(record), record, rules, failures);
    const tracked = findTracked(record);
    if (tracked !== null) rules.push(tracked);
    const [rule = null] = rules;
    const accessDenied = isDenied(record);
    if (rule === null && !accessDenied && feeds.length === 0)
      return failures.length === 0 ? UNMATCHED : { ...UNMATCHED, failures };
    const ignoreRule = firstMatch(ignoringCandidates(record), record, failures);
    const observes = ignoreRule === null && feeds.length > 0;
    const { observations, withoutGroup } = observes ? observeRecord(feeds, record, failures) : NOTHING_OBSERVED;
    const outcome = outcomeOf(rule !== null, ignoreRule !== null, observations.length > 0);
    return { outcome, rule, rules, ignoreRule, accessDenied, observations, withoutGroup, failures };
  };
}

function outcomeOf(alerts: boolean, isIgnored: boolean, isObserved: boolean): Decision['outcome'] {
  if (isIgnored) return 'ignored';
  if (alerts) return 'alert';
  return isObserved ? 'observed' : 'unmatched';
}

// Adds the rules that alert, and returns what the record feeds. Creates nothing for a record that feeds nothing.
function addMatches(
  candidates: readonly SetRule[],
  record: CloudTrailRecord,
  rules: RuleDefinition[],
  failures: RuleFailure[],
): readonly Feed[] {
  let feeds = FEEDS_NOTHING;
  for (const rule of candidates) {
    if (!matches(rule.ready, record, failures)) continue;
    if (rule.alerts) rules.push(rule.ready.definition);
    if (rule.feeds.length > 0) feeds = feeds.length === 0 ? rule.feeds : [...feeds, ...rule.feeds];
  }
  return feeds;
}

function firstMatch(
  rules: readonly ReadyRule[],
  record: CloudTrailRecord,
  failures: RuleFailure[],
): RuleDefinition | null {
  return rules.find((rule) => matches(rule, record, failures))?.definition ?? null;
}

function matches(rule: ReadyRule, record: CloudTrailRecord, failures: RuleFailure[]): boolean {
  if (!rule.isConcernedBy(record)) return false;
  const result = rule.evaluate(record);
  if (typeof result === 'boolean') return result;
  failures.push(evaluationFailure(rule, result));
  return false;
}

interface TrackedEvents {
  readonly alternatives: Alternatives;
  find(record: CloudTrailRecord): RuleDefinition | null;
}

// A lookup instead of an expression: the list can be longer than the limits of the language allow.
function trackedEventRule(eventNames: readonly string[]): TrackedEvents {
  if (eventNames.length === 0) return { alternatives: [], find: () => null };
  const names = new Set(eventNames);
  const definition: RuleDefinition = {
    name: 'tracked-event',
    expression: `eventName in ${JSON.stringify(eventNames)}`,
    severity: 'medium',
    description: 'The event is in the list of events to track.',
    pack: null,
    runbookUrl: null,
  };
  return {
    alternatives: [[{ path: 'eventName', test: 'equals', values: eventNames }]],
    find(record) {
      const name = textAt(record, 'eventName');
      return name !== undefined && names.has(name) ? definition : null;
    },
  };
}

// The variants of a pack's rule have one name; own rules may share theirs.
function sizeOf(compiled: readonly ReadyRule[], { correlations }: CompiledCorrelations): number {
  const single = compiled.map(({ definition }) => definition).filter((definition) => !isCorrelation(definition));
  const ofPacks = single.filter(({ pack }) => pack !== null);
  const names = new Set(ofPacks.map(({ pack, name }) => `${pack} ${name}`));
  return single.length - ofPacks.length + names.size + correlations.length;
}
