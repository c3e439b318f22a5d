// The findings of `check`. In: rules and problems with settings. Out: one finding per problem, in the order of the rules.

import { compileRule } from '../../core/language/compile-rule.ts';
import type { CompiledRule } from '../../core/language/rule-expression.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import type { KnownEvents } from '../event-names/known-events.ts';
import { misspelledNamesIn } from '../event-names/misspelled-events.ts';
import { type CheckedExpression, checkExpression } from './check-expression.ts';
import { correlationRemarks, type Remark } from './correlation-remarks.ts';
import type { PredicateSource, RuleSource, RuleSources } from './rule-sources.ts';
import { findShadowedRules } from './shadowed-rules.ts';
import { slownessOf } from './slowness.ts';

/** One problem and its rule. `rule` is null for a problem with other settings. */
export type Finding = {
  readonly file: string | null;
  readonly rule: string | null;
  readonly ignoreRule: boolean;
} & Remark;

/** Every finding: settings first, then predicates, then the rules in order. */
export function findingsOf(sources: RuleSources, events: KnownEvents): readonly Finding[] {
  const remarks = remarksOn(sources.rules, events);
  const ofSettings = [...sources.problems, ...trackedProblems(sources, events)];
  return [
    ...ofSettings.map(({ file, ...problem }) => ({ file, rule: null, ...ABOUT_SETTINGS, ...problem })),
    ...sources.predicates.flatMap((predicate) => predicateFindings(predicate, events)),
    ...sources.rules.flatMap((source) => {
      const { file, rule, ignoreRule } = source;
      return (remarks.get(source) ?? []).map((remark) => ({ file, rule: rule.name, ignoreRule, ...remark }));
    }),
  ];
}

const ABOUT_SETTINGS = { ignoreRule: false, hint: null, place: null };

/** The remarks on each rule: the problems in its expression in the order of their positions, then those of the rule as a whole. */
export function remarksOn(
  sources: readonly RuleSource[],
  events: KnownEvents,
): ReadonlyMap<RuleSource, readonly Remark[]> {
  const checked = sources.map((source) => checkRule(source, events));
  const shadows = findShadowedRules(checked);
  const ofCorrelations = remarksOnCorrelations(checked);
  return new Map(
    checked.map(({ source, compiled, problems }) => [
      source,
      [
        ...problems.map((problem) => remarkIn(source.rule.expression, problem)),
        ...(ofCorrelations.get(source.rule) ?? []),
        ...(compiled === null ? [] : slowRemarks(source, compiled)),
        ...shadowRemarks(source.rule, shadows.get(source)),
      ],
    ]),
  );
}

interface Checked extends CheckedExpression {
  readonly source: RuleSource;
}

function checkRule(source: RuleSource, events: KnownEvents): Checked {
  const { expression, correlation } = source.rule;
  // A correlation of other rules has no expression.
  if (correlation?.rules) return { source, compiled: null, problems: [] };
  return { source, ...checkExpression(expression, source.environment, events) };
}

function trackedProblems({ tracked }: RuleSources, events: KnownEvents): RuleSources['problems'] {
  return tracked.flatMap(({ file, names }) =>
    misspelledNamesIn(names, events).map(
      (message) =>
        ({ level: 'warning', code: 'unknown_event_name', file, message: `events_to_track: ${message}` }) as const,
    ),
  );
}

// Rules of different files do not feed each other.
function remarksOnCorrelations(checked: readonly Checked[]): ReadonlyMap<RuleDefinition, readonly Remark[]> {
  const rules = checked.filter(({ source }) => !source.ignoreRule);
  const files = [...new Set(rules.map(({ source }) => source.file))];
  return new Map(files.flatMap((file) => [...remarksOfSet(rules.filter(({ source }) => source.file === file))]));
}

function remarksOfSet(set: readonly Checked[]): ReadonlyMap<RuleDefinition, readonly Remark[]> {
  const [first] = set;
  if (first === undefined) return new Map();
  const { packRules, environment } = first.source;
  const compiled = new Map(set.map((one) => [one.source.rule, one.compiled]));
  const definitions = [...packRules, ...set.map(({ source }) => source.rule)];
  return correlationRemarks(definitions, {
    compiled: (rule) => compiled.get(rule) ?? compileRule(rule.expression, environment).rule,
    environment,
  });
}

function remarkIn(expression: string, problem: NonNullable<Remark['place']>['problem']): Remark {
  const { level, code, message, hint } = problem;
  return { level, code, message, hint, place: { expression, problem } };
}

// The value of a predicate does not have to be a boolean.
function predicateFindings({ name, expression, file, environment }: PredicateSource, events: KnownEvents): Finding[] {
  return checkExpression(expression, environment, events)
    .problems.filter(({ code }) => code !== 'not_boolean')
    .map((problem) => ({ file, rule: `predicates.${name}`, ignoreRule: false, ...remarkIn(expression, problem) }));
}

// Ignore rules are evaluated only on records that a rule has matched, so they are never slow.
function slowRemarks({ rule, ignoreRule, environment }: RuleSource, compiled: CompiledRule): Remark[] {
  const slowness = ignoreRule ? null : slownessOf(compiled, environment);
  return slowness === null ? [] : [remarkIn(rule.expression, slowness)];
}

function shadowRemarks({ severity }: RuleDefinition, by: RuleDefinition | undefined): Remark[] {
  if (by === undefined) return [];
  const message = `rule "${by.name}" (${by.severity}) matches whenever this rule does and takes precedence, so this rule (${severity}) never names an alert`;
  const hint = 'it still counts for routes and metrics; raise its severity, narrow the other rule, or remove this one';
  return [{ level: 'warning', code: 'shadowed_rule', message, hint, place: null }];
}
