// The findings of `check`. In: rules and problems with settings. Out: one finding per problem, in the order of the rules.

import { compileRule } from '../../core/language/compile-rule.ts';
import type { CompiledRule, Problem } from '../../core/language/rule-expression.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { escaped } from '../escaped.ts';
import type { KnownEvents } from '../event-names/known-events.ts';
import { type MisspelledEvent, misspelledNamesIn } from '../event-names/misspelled-events.ts';
import { problemText } from '../problem-text.ts';
import { checkExpression } from './check-expression.ts';
import { correlationRemarks, type Remark } from './correlation-remarks.ts';
import type { PredicateSource, RuleSource, RuleSources } from './rule-sources.ts';
import { findShadowedRules } from './shadowed-rules.ts';
import { type Slowness, slownessOf } from './slowness.ts';

/** One problem and its rule. `rule` is null for a problem with other settings. */
export interface Finding {
  readonly file: string | null;
  readonly rule: string | null;
  readonly ignoreRule: boolean;
  readonly level: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The problem as lines of text, with its position in the rule underlined. */
  readonly text: string;
}

/** Every finding: settings first, then predicates, then the rules in order, each with its problems in the order of their positions. */
export function findingsOf(sources: RuleSources, events: KnownEvents): readonly Finding[] {
  const checked = sources.rules.map((source) => checkRule(source, events));
  const shadows = findShadowedRules(checked);
  const remarks = remarksOf(checked);
  return [
    ...[...sources.problems, ...trackedProblems(sources, events)].map(settingsFinding),
    ...sources.predicates.flatMap((predicate) => predicateFindings(predicate, events)),
    ...checked.flatMap(({ source, compiled, problems }) => [
      ...problems.map((problem) => problemFinding(source, problem)),
      ...(remarks.get(source.rule) ?? []).map((remark) => remarkFinding(source, remark)),
      ...(compiled === null ? [] : slowFindings(source, compiled)),
      ...shadowFindings(source, shadows.get(source)),
    ]),
  ];
}

interface Checked {
  readonly source: RuleSource;
  readonly compiled: CompiledRule | null;
  readonly problems: readonly AnyProblem[];
}

type AnyProblem = Problem | MisspelledEvent | Slowness;

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
function remarksOf(checked: readonly Checked[]): ReadonlyMap<RuleDefinition, readonly Remark[]> {
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
  return correlationRemarks(
    definitions,
    (rule) => compiled.get(rule) ?? compileRule(rule.expression, environment).rule,
    environment,
  );
}

function remarkFinding(source: RuleSource, { level, code, message, hint, place }: Remark): Finding {
  const { file, ignoreRule, rule } = source;
  const { line, column } = place?.problem ?? { line: null, column: null };
  const text = place === null ? plainText(level, code, message, hint) : problemText(place.expression, place.problem);
  return { file, rule: rule.name, ignoreRule, level, code, message, hint, line, column, text };
}

function settingsFinding({ file, level, code, message }: RuleSources['problems'][number]): Finding {
  return {
    ...{ file, rule: null, ignoreRule: false, level, code, message },
    ...{ hint: null, line: null, column: null, text: escaped`${level} ${code}: ${message}` },
  };
}

// The value of a predicate does not have to be a boolean.
function predicateFindings({ name, expression, file, environment }: PredicateSource, events: KnownEvents): Finding[] {
  return checkExpression(expression, environment, events)
    .problems.filter(({ code }) => code !== 'not_boolean')
    .map((problem) => {
      const { level, code, message, hint, line, column } = problem;
      const text = problemText(expression, problem);
      return { file, rule: `predicates.${name}`, ignoreRule: false, level, code, message, hint, line, column, text };
    });
}

function problemFinding(source: RuleSource, problem: AnyProblem): Finding {
  const { file, ignoreRule, rule } = source;
  const { level, code, message, hint, line, column } = problem;
  const text = problemText(rule.expression, problem);
  return { file, rule: rule.name, ignoreRule, level, code, message, hint, line, column, text };
}

// Ignore rules are evaluated only on records that a rule has matched, so they are never slow.
function slowFindings(source: RuleSource, compiled: CompiledRule): Finding[] {
  const slowness = source.ignoreRule ? null : slownessOf(compiled, source.environment);
  return slowness === null ? [] : [problemFinding(source, slowness)];
}

function shadowFindings({ file, ignoreRule, rule }: RuleSource, by: RuleDefinition | undefined): Finding[] {
  if (by === undefined) return [];
  const message = `rule "${by.name}" (${by.severity}) matches whenever this rule does and takes precedence, so this rule (${rule.severity}) never names an alert`;
  const hint = 'it still counts for routes and metrics; raise its severity, narrow the other rule, or remove this one';
  return [
    {
      ...{ file, rule: rule.name, ignoreRule, level: 'warning', code: 'shadowed_rule', message, hint },
      ...{ line: null, column: null, text: plainText('warning', 'shadowed_rule', message, hint) },
    },
  ];
}

function plainText(level: Finding['level'], code: string, message: string, hint: string | null): string {
  return `${escaped`${level} ${code}: ${message}`}${hint === null ? '' : `\n    hint: ${escaped`${hint}`}`}`;
}
