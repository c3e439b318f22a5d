// Compiles correlations. In: definitions and the environment of their expressions. Out: the correlations that work, what each
// rule feeds, and a failure for each correlation that does not. One bad correlation never stops the others.

import type { Correlation } from '../correlation/correlation.ts';
import { nameOf } from '../correlation/keys.ts';
import { compileValue } from '../language/compile-value.ts';
import type { CompiledValue, LanguageEnvironment } from '../language/rule-expression.ts';
import { normalizeSource } from '../language/tokenize.ts';
import { compileFailures } from './compile-rules.ts';
import {
  brokenFeeder,
  type CorrelationDefinition,
  type CorrelationProblem,
  type Feeder,
  type ResolvedCorrelation,
  resolveCorrelations,
} from './resolve-correlations.ts';
import type { RuleDefinition, RuleFailure } from './rule.ts';
import type { CorrelationRule } from './rule-set.ts';

/** What an event that matches a rule means for one correlation. */
export interface Feed {
  readonly correlation: CorrelationRule;
  readonly feeder: string;
  readonly group: readonly CompiledValue[];
  /** For `value_count`; otherwise null. */
  readonly value: CompiledValue | null;
}

/** What a finding of one correlation means for another: where in its group the values are. */
export interface InnerFeed {
  readonly correlation: CorrelationRule;
  readonly feeder: string;
  readonly group: readonly number[];
  readonly value: number | null;
}

export interface CompiledCorrelations {
  /** In order of dependency: see `RuleSet.correlations`. */
  readonly correlations: readonly CorrelationRule[];
  readonly feeds: ReadonlyMap<RuleDefinition, readonly Feed[]>;
  /** By the definition of the correlation whose finding feeds others. */
  readonly innerFeeds: ReadonlyMap<string, readonly InnerFeed[]>;
  readonly failures: readonly RuleFailure[];
}

/** Compiles the correlations among `rules`; `broken` are the rules that do not compile. */
export function compileCorrelations(
  rules: readonly RuleDefinition[],
  broken: ReadonlySet<RuleDefinition>,
  environment: LanguageEnvironment,
): CompiledCorrelations {
  const { resolved, problems } = resolveCorrelations(rules);
  const correlations = new Map<ResolvedCorrelation, CorrelationRule>();
  const feeds = new Map<RuleDefinition, Feed[]>();
  const innerFeeds = new Map<string, InnerFeed[]>();
  const failures = problems.map(resolutionFailure);
  for (const one of resolved) {
    const found = failuresOf(one, broken, correlations, environment);
    failures.push(...found);
    if (found.length > 0) continue;
    const correlation = toRule(one, correlations);
    correlations.set(one, correlation);
    for (const feeder of one.feeders) connect(feeder, correlation);
  }
  return { correlations: [...correlations.values()], feeds, innerFeeds, failures };

  function connect(feeder: Feeder, correlation: CorrelationRule): void {
    const inner = feeder.correlation && (correlations.get(feeder.correlation) as CorrelationRule);
    if (inner !== null) append(innerFeeds, inner.definition, innerFeed(inner.correlation, feeder.name, correlation));
    else for (const rule of feeder.rules) append(feeds, rule, feedOf(feeder.name, correlation, environment));
  }
}

/** The expression that a value of `group_by` or `field` represents in events of one feeding rule. */
export function expressionFor({ aliases }: Correlation, written: string, feeder: string): string {
  const alias = Object.hasOwn(aliases, written) ? aliases[written] : undefined;
  return alias !== undefined && Object.hasOwn(alias, feeder) ? (alias[feeder] ?? written) : written;
}

/** The values of a correlation as written: those of `group_by`, then `field`. */
export function writtenValues({ groupBy, field }: Correlation): readonly string[] {
  return field === null ? groupBy : [...groupBy, field];
}

/** Where a value is in the group of a finding of `inner`; -1 if the group does not contain it. */
export function placeInGroup({ groupBy }: Correlation, expression: string): number {
  const wanted = normalizeSource(expression);
  return groupBy.findIndex((written) => normalizeSource(written) === wanted);
}

function failuresOf(
  { definition, feeders }: ResolvedCorrelation,
  broken: ReadonlySet<RuleDefinition>,
  working: ReadonlyMap<ResolvedCorrelation, CorrelationRule>,
  environment: LanguageEnvironment,
): RuleFailure[] {
  // A rule that does not compile is reported separately.
  if (broken.has(definition)) return [];
  return feeders.flatMap((feeder) => {
    const isBroken =
      feeder.rules.some((rule) => broken.has(rule)) || (feeder.correlation && !working.has(feeder.correlation));
    if (isBroken) return [resolutionFailure(brokenFeeder(definition, feeder.name))];
    return writtenValues(definition.correlation).flatMap((written) =>
      valueFailures(definition, feeder, expressionFor(definition.correlation, written, feeder.name), environment),
    );
  });
}

function valueFailures(
  definition: CorrelationDefinition,
  { name, correlation: inner }: Feeder,
  expression: string,
  environment: LanguageEnvironment,
): readonly RuleFailure[] {
  if (inner !== null) {
    if (placeInGroup(inner.definition.correlation, expression) >= 0) return [];
    return [failure(definition, expression, 'not_in_group', notInGroup(name, expression, inner))];
  }
  return compileFailures(definition, expression, false, compileValue(expression, environment).problems);
}

/** The message for a value that an outer correlation cannot take from the group of an inner one. */
export function notInGroup(name: string, expression: string, inner: ResolvedCorrelation): string {
  const { groupBy } = inner.definition.correlation;
  const known = groupBy.length === 0 ? 'it has no group_by' : `it groups by ${groupBy.join(', ')}`;
  return `\`${expression}\` is not a value of the correlation "${name}": ${known}; use the same expressions, or an alias`;
}

function resolutionFailure({ rule, code, message, hint }: CorrelationProblem): RuleFailure {
  return failure(rule, '', code, `${message}; ${hint}`);
}

function failure({ name }: RuleDefinition, expression: string, code: string, message: string): RuleFailure {
  return { ruleName: name, expression, ignoreRule: false, code, message };
}

function feedOf(feeder: string, correlation: CorrelationRule, environment: LanguageEnvironment): Feed {
  const { groupBy, field } = correlation.correlation;
  const value = (written: string): CompiledValue =>
    // `failuresOf` has compiled it without errors.
    compileValue(expressionFor(correlation.correlation, written, feeder), environment).value as CompiledValue;
  return { correlation, feeder, group: groupBy.map(value), value: field === null ? null : value(field) };
}

function innerFeed(inner: Correlation, feeder: string, correlation: CorrelationRule): InnerFeed {
  const { groupBy, field } = correlation.correlation;
  const place = (written: string) => placeInGroup(inner, expressionFor(correlation.correlation, written, feeder));
  return { correlation, feeder, group: groupBy.map(place), value: field === null ? null : place(field) };
}

function toRule(
  { definition: rule, feeders }: ResolvedCorrelation,
  known: ReadonlyMap<ResolvedCorrelation, CorrelationRule>,
): CorrelationRule {
  const { correlation } = rule;
  const { type, timespanMs, gte } = correlation;
  const fed = feeders.map((feeder) => [
    feeder.name,
    feeder.correlation === null
      ? feeder.rules.map(({ expression }) => normalizeSource(expression)).toSorted()
      : (known.get(feeder.correlation) as CorrelationRule).definition,
    writtenValues(correlation).map((written) => normalizeSource(expressionFor(correlation, written, feeder.name))),
  ]);
  // A temporal correlation stores the place of the feeding rule in `rules`. For a count, their order does not matter.
  const isOrdered = type.startsWith('temporal');
  const inOrder = isOrdered ? fed : fed.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return { rule, correlation, definition: nameOf([JSON.stringify([rule.name, type, timespanMs, gte, inOrder])]) };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
