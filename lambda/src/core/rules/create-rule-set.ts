// Builds a rule set: compiles and indexes rules, ignore rules and tracked events once, then decides on each record.
// In: definitions. Out: decisions. Deciding never throws, whatever the record. A rule that fails counts as not matching,
// and an ignore rule that fails does not ignore.

import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { ACCESS_DENIED_CONDITION, countsAsAccessDenied } from './access-denied.ts';
import { compileRules, evaluationFailure, type ReadyRule } from './compile-rules.ts';
import { type Alternatives, uniteAlternatives } from './necessary-conditions.ts';
import { comparePrecedence } from './precedence.ts';
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
  const compiled = compileRules(definition.rules, environment, false);
  const ignoring = compileRules(definition.ignoreRules, environment, true);
  const tracked = trackedEventRule(definition.eventsToTrack);
  const isDenied = definition.countAccessDenied ? countsAsAccessDenied : () => false;
  return {
    filter: uniteAlternatives([
      ...compiled.rules.map((rule) => rule.alternatives),
      tracked.alternatives,
      definition.countAccessDenied ? [[ACCESS_DENIED_CONDITION]] : [],
    ]),
    size: countRules(compiled.rules) + ignoring.rules.length + Math.min(1, definition.eventsToTrack.length),
    failures: [...compiled.failures, ...ignoring.failures],
    decide: decider(indexRules(inPrecedence(compiled.rules)), indexRules(ignoring.rules), tracked.find, isDenied),
  };
}

function inPrecedence(rules: readonly ReadyRule[]): readonly ReadyRule[] {
  return rules.toSorted((one, other) => comparePrecedence(one.definition, other.definition));
}

type Candidates = (record: CloudTrailRecord) => readonly ReadyRule[];

const UNMATCHED: Decision = {
  outcome: 'unmatched',
  rule: null,
  rules: [],
  ignoreRule: null,
  accessDenied: false,
  failures: [],
};

function decider(
  candidates: Candidates,
  ignoringCandidates: Candidates,
  findTracked: (record: CloudTrailRecord) => RuleDefinition | null,
  isDenied: (record: CloudTrailRecord) => boolean,
): (record: CloudTrailRecord) => Decision {
  return (record) => {
    const failures: RuleFailure[] = [];
    const rules = allMatches(candidates(record), record, failures);
    const tracked = findTracked(record);
    if (tracked !== null) rules.push(tracked);
    const [rule = null] = rules;
    const accessDenied = isDenied(record);
    if (rule === null && !accessDenied) return failures.length === 0 ? UNMATCHED : { ...UNMATCHED, failures };
    const ignoreRule = firstMatch(ignoringCandidates(record), record, failures);
    const outcome = ignoreRule !== null ? 'ignored' : rule !== null ? 'alert' : 'unmatched';
    return { outcome, rule, rules, ignoreRule, accessDenied, failures };
  };
}

function allMatches(rules: readonly ReadyRule[], record: CloudTrailRecord, failures: RuleFailure[]): RuleDefinition[] {
  const found: RuleDefinition[] = [];
  for (const rule of rules) if (matches(rule, record, failures)) found.push(rule.definition);
  return found;
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
function countRules(rules: readonly { readonly definition: RuleDefinition }[]): number {
  const ofPacks = rules.filter(({ definition }) => definition.pack !== null);
  const names = new Set(ofPacks.map(({ definition }) => `${definition.pack} ${definition.name}`));
  return rules.length - ofPacks.length + names.size;
}
