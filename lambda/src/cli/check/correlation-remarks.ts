// What `check` says about correlations. In: the rules of one set of settings, compiled. Out: the problems of each rule: names
// that do not exist, values that are always null, correlations that cannot fire, and how long a rule learns.

import { compileValue } from '../../core/language/compile-value.ts';
import type { CompiledRule, LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { normalizeSource } from '../../core/language/tokenize.ts';
import { expressionFor, notInGroup, placeInGroup, writtenValues } from '../../core/rules/compile-correlations.ts';
import { durationText } from '../../core/rules/duration.ts';
import {
  type CorrelationDefinition,
  type Feeder,
  isCorrelation,
  type ResolvedCorrelation,
  resolveCorrelations,
} from '../../core/rules/resolve-correlations.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import type { CheckedExpression } from './check-expression.ts';
import { isNullWhere, valuesWhere } from './implied-values.ts';
import type { Slowness } from './slowness.ts';

/** What there is to say about a rule. */
export interface Remark {
  readonly level: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** Its expression, or a value of its correlation, and the problem in it; null if the remark is about the whole rule. */
  readonly place: { readonly expression: string; readonly problem: AnyProblem } | null;
}

type AnyProblem = CheckedExpression['problems'][number] | Slowness;

/** What is known of a set of rules. */
interface Known {
  /** Finds the compiled rule of a definition; null if it has errors. */
  readonly compiled: (rule: RuleDefinition) => CompiledRule | null;
  readonly environment: LanguageEnvironment;
}

/** Returns the remarks about each of `rules`, which are all rules of one set. */
export function correlationRemarks(
  rules: readonly RuleDefinition[],
  known: Known,
): ReadonlyMap<RuleDefinition, readonly Remark[]> {
  const { resolved, problems } = resolveCorrelations(rules);
  const remarks = new Map<RuleDefinition, Remark[]>();
  const add = (rule: RuleDefinition, found: readonly Remark[]) =>
    remarks.set(rule, [...(remarks.get(rule) ?? []), ...found]);
  for (const { rule, code, message, hint } of problems)
    add(rule, [{ level: 'error', code, message, hint, place: null }]);
  for (const one of resolved) {
    const found = valueRemarks(one, known);
    const hasErrors = found.some(({ level }) => level === 'error');
    add(one.definition, [...found, ...(hasErrors ? [] : firingRemarks(one, known))]);
  }
  for (const rule of idleRules(rules)) add(rule, [FEEDS_NOTHING]);
  for (const rule of sharingNames(rules)) add(rule, [sharesName(rule)]);
  return remarks;
}

function valueRemarks(one: ResolvedCorrelation, known: Known): Remark[] {
  const { correlation } = one.definition;
  const found = one.feeders.flatMap((feeder) =>
    writtenValues(correlation).flatMap((written, index) => {
      const what = index < correlation.groupBy.length ? 'group_by' : 'field';
      return remarksOfValue(what, expressionFor(correlation, written, feeder.name), feeder, known);
    }),
  );
  // The same expression for several feeding rules has the same problems.
  return [...new Map(found.map((remark) => [`${remark.message} ${remark.place?.expression}`, remark])).values()];
}

function remarksOfValue(
  what: string,
  expression: string,
  { name, rules, correlation: inner }: Feeder,
  { compiled, environment }: Known,
): Remark[] {
  if (inner !== null) {
    if (placeInGroup(inner.definition.correlation, expression) >= 0) return [];
    const message = `${what}: ${notInGroup(name, expression, inner)}`;
    return [{ level: 'error', code: 'not_in_group', message, hint: null, place: null }];
  }
  const { value, problems } = compileValue(expression, environment);
  const remarks = problems.map(({ level, code, message, hint, ...place }): Remark => {
    const problem = { ...place, level, code, message: `${what}: ${message}`, hint };
    return { level, code, message: problem.message, hint, place: { expression, problem } };
  });
  const isNull =
    value !== null && rules.length > 0 && rules.every((rule) => isNullWhere(value, compiled(rule), environment));
  return isNull ? [...remarks, nullRemark(what, expression, name)] : remarks;
}

function nullRemark(what: string, expression: string, name: string): Remark {
  return {
    ...{ level: 'warning', code: 'always_null', place: null },
    message: `${what}: \`${expression}\` is null for every event that the rule "${name}" matches, so none of them counts`,
    hint: 'choose a field that these events have',
  };
}

function firingRemarks(one: ResolvedCorrelation, known: Known): Remark[] {
  const reason = neverFires(one, known);
  const never = reason === null ? [] : [{ level: 'warning', code: 'never_fires', ...reason, place: null } as const];
  return [...never, ...firstSeenRemarks(one.definition)];
}

type Reason = Pick<Remark, 'message' | 'hint'>;

function neverFires(one: ResolvedCorrelation, known: Known): Reason | null {
  const { definition, feeders } = one;
  const { type, gte, groupBy } = definition.correlation;
  const idle = feeders.filter(
    ({ rules }) => rules.length > 0 && rules.every((rule) => known.compiled(rule)?.necessary?.length === 0),
  );
  const silent = idle[0];
  if (silent && (type.startsWith('temporal') || idle.length === feeders.length)) {
    return { message: `no event can match the rule "${silent.name}", so this never fires`, hint: 'correct that rule' };
  }
  if (gte < 2) return null;
  if (isOfOneEvent(definition)) {
    const hint = 'remove it from group_by';
    return { message: 'group_by contains `eventID`, so each group has one event and this never fires', hint };
  }
  const most = type === 'value_count' ? mostValues(one, known) : null;
  if (most === null || most >= gte) return null;
  const isGrouped = groupBy.map(normalizeSource).includes(normalizeSource(definition.correlation.field ?? ''));
  const why = isGrouped ? 'group_by contains it' : 'the rule allows no others';
  const message = `\`field\` has at most ${most} different ${most === 1 ? 'value' : 'values'} in a group, because ${why}; this never fires`;
  return { message, hint: 'choose another field, or a smaller gte' };
}

const isOfOneEvent = ({ correlation }: CorrelationDefinition): boolean =>
  correlation.type !== 'first_seen' &&
  correlation.rules === null &&
  correlation.groupBy.map(normalizeSource).includes('eventID');

// Null if nothing is known.
function mostValues({ definition, feeders }: ResolvedCorrelation, { compiled, environment }: Known): number | null {
  const { correlation } = definition;
  const field = correlation.field ?? '';
  if (correlation.groupBy.map(normalizeSource).includes(normalizeSource(field))) return 1;
  const values = new Set<string>();
  for (const { name, rules } of feeders) {
    const { value } = compileValue(expressionFor(correlation, field, name), environment);
    for (const rule of rules) {
      const found = value && valuesWhere(value, compiled(rule), environment);
      if (found === null) return null;
      for (const one of found) values.add(one);
    }
    if (rules.length === 0) return null;
  }
  return values.size;
}

function firstSeenRemarks({ correlation }: CorrelationDefinition): Remark[] {
  const { type, learnMs, timespanMs, groupBy } = correlation;
  if (type !== 'first_seen') return [];
  const everyEvent = groupBy.map(normalizeSource).includes('eventID');
  return [
    ...(everyEvent ? [EVERY_EVENT] : []),
    ...(learnMs > timespanMs ? [longLearning(learnMs, timespanMs)] : []),
    ...(learnMs > 0 ? [learning(learnMs)] : []),
  ];
}

const EVERY_EVENT: Remark = {
  ...{ level: 'warning', code: 'always_new', place: null },
  message: 'group_by contains `eventID`, so every event is seen for the first time',
  hint: 'remove it from group_by',
};

function longLearning(learnMs: number, timespanMs: number): Remark {
  const [learn, timespan] = [durationText(learnMs), durationText(timespanMs)];
  return {
    ...{ level: 'warning', code: 'long_learning', place: null },
    message: `learn (${learn}) is longer than timespan (${timespan}), so what is seen at its beginning is new again at its end`,
    hint: `set learn to at most ${timespan}`,
  };
}

function learning(learnMs: number): Remark {
  const message = `the rule only records for ${durationText(learnMs)} after its first event; the same after a change of what defines it`;
  return { level: 'info', code: 'learning', message, hint: null, place: null };
}

function idleRules(rules: readonly RuleDefinition[]): readonly RuleDefinition[] {
  const named = new Set(rules.filter(isCorrelation).flatMap(({ correlation }) => correlation.rules ?? []));
  return rules.filter(({ generate, name }) => generate === false && !named.has(name));
}

const FEEDS_NOTHING: Remark = {
  ...{ level: 'warning', code: 'feeds_nothing', place: null },
  message: 'the rule has generate = false, and no correlation names it, so its matches have no effect',
  hint: 'name it in the `rules` of a correlation, or remove generate',
};

// The resolution reports correlations that share their name.
function sharingNames(rules: readonly RuleDefinition[]): readonly RuleDefinition[] {
  const own = rules.filter(({ pack }) => pack === null);
  const names = new Map<string, RuleDefinition[]>();
  for (const rule of own) names.set(rule.name, [...(names.get(rule.name) ?? []), rule]);
  return [...names.values()]
    .filter((same) => same.length > 1 && !same.some(isCorrelation))
    .flatMap((same) => same.slice(1));
}

function sharesName({ name }: RuleDefinition): Remark {
  return {
    ...{ level: 'warning', code: 'duplicate_name', place: null },
    message: `another rule is also called "${name}", and routes, metrics and correlations do not distinguish them`,
    hint: 'choose another name',
  };
}
