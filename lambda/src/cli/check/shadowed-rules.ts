// Which rules never name an alert, because a rule that takes precedence matches whenever they do. In: the compiled rules of
// `check`. Out: for such a rule, the one that takes precedence.

import { compileRule } from '../../core/language/compile-rule.ts';
import { type Condition, implies, toCondition } from '../../core/language/implies.ts';
import type { CompiledRule } from '../../core/language/rule-expression.ts';
import type { JsonObject } from '../../core/records/record.ts';
import type { Alternatives } from '../../core/rules/necessary-conditions.ts';
import { comparePrecedence } from '../../core/rules/precedence.ts';
import { alertsAlone } from '../../core/rules/resolve-correlations.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { indexRules } from '../../core/rules/rule-index.ts';
import type { RuleSource } from './rule-sources.ts';

/** A rule that `check` examines; `compiled` is null if it has errors. */
export interface CheckedRule {
  readonly source: RuleSource;
  readonly compiled: CompiledRule | null;
}

/** Returns the shadowed rules, each with the rule that takes precedence. Rules of different files do not shadow each other. */
export function findShadowedRules(rules: readonly CheckedRule[]): ReadonlyMap<RuleSource, RuleDefinition> {
  const alerting = rules.filter(({ source }) => !source.ignoreRule && alertsAlone(source.rule));
  const files = [...new Set(alerting.map(({ source }) => source.file))];
  return new Map(files.flatMap((file) => shadowsOfSet(alerting.filter(({ source }) => source.file === file))));
}

interface Entry {
  readonly definition: RuleDefinition;
  readonly alternatives: Alternatives;
  readonly condition: Condition;
}

function shadowsOfSet(rules: readonly CheckedRule[]): [RuleSource, RuleDefinition][] {
  const own = rules.map((rule) => ({ source: rule.source, entry: entryOf(rule, rule.source.rule) }));
  const entries = [...packEntries(rules), ...own.map(({ entry }) => entry)].filter((entry) => entry !== null);
  const candidates = indexRules(entries.toSorted((a, b) => comparePrecedence(a.definition, b.definition)));
  return own.flatMap(({ source, entry }): [RuleSource, RuleDefinition][] => {
    const shadow = entry === null ? undefined : shadowOf(entry, candidates(typicalRecord(entry)));
    return shadow === undefined ? [] : [[source, shadow.definition]];
  });
}

function shadowOf(entry: Entry, candidates: readonly Entry[]): Entry | undefined {
  return candidates
    .slice(0, Math.max(0, candidates.indexOf(entry)))
    .find(({ condition }) => implies(entry.condition, condition));
}

function packEntries([first]: readonly CheckedRule[]): (Entry | null)[] {
  if (first === undefined) return [];
  const { packRules, environment } = first.source;
  return packRules.filter(alertsAlone).map((definition) => {
    const { rule: compiled } = compileRule(definition.expression, environment);
    return entryOf({ source: first.source, compiled }, definition);
  });
}

function entryOf({ source, compiled }: CheckedRule, definition: RuleDefinition): Entry | null {
  if (compiled === null) return null;
  return {
    definition,
    alternatives: compiled.necessary,
    condition: toCondition(compiled.expression, source.environment),
  };
}

// A rule that matches whenever another one does is among the candidates for each record that the other one matches.
function typicalRecord({ alternatives }: Entry): JsonObject {
  const [conditions = []] = alternatives ?? [];
  const fixedValue = (field: string) =>
    conditions.find(({ path, test }) => path === field && test === 'equals')?.values[0] ?? null;
  return { eventName: fixedValue('eventName'), eventSource: fixedValue('eventSource') };
}
