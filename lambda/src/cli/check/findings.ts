// The findings of `check`. In: rules and problems with settings. Out: one finding per problem, in the order of the rules.

import { compileRule } from '../../core/language/compile-rule.ts';
import { renderProblem } from '../../core/language/problem.ts';
import type { CompiledRule, Problem } from '../../core/language/rule-expression.ts';
import type { RuleSource, RuleSources } from './rule-sources.ts';
import { type Slowness, slownessOf } from './slowness.ts';

/** One problem and its rule. `rule` is null for a problem with other settings. */
export interface Finding {
  readonly file: string | null;
  readonly rule: string | null;
  readonly ignoreRule: boolean;
  readonly level: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The problem as lines of text, with its position in the rule underlined. */
  readonly text: string;
}

/** Every finding: settings first, then the rules in order, each with its problems in the order of their positions. */
export function findingsOf(sources: RuleSources): readonly Finding[] {
  return [...sources.problems.map(settingsFinding), ...sources.rules.flatMap(ruleFindings)];
}

function settingsFinding({ file, message }: RuleSources['problems'][number]): Finding {
  return {
    ...{ file, rule: null, ignoreRule: false, level: 'error', code: 'invalid_setting', message },
    ...{ hint: null, line: null, column: null, text: `error invalid_setting: ${message}` },
  };
}

function ruleFindings(source: RuleSource): Finding[] {
  const { rule, problems } = compileRule(source.rule.expression, source.environment);
  const findings = problems.map((problem) => problemFinding(source, problem));
  return rule === null ? findings : [...findings, ...slowFindings(source, rule)];
}

function problemFinding(source: RuleSource, problem: Problem | Slowness): Finding {
  const { file, ignoreRule, rule } = source;
  const { level, code, message, hint, line, column } = problem;
  const text = renderProblem(rule.expression, problem as Problem);
  return { file, rule: rule.name, ignoreRule, level, code, message, hint, line, column, text };
}

// Ignore rules are evaluated only on records that a rule has matched, so they are never slow.
function slowFindings(source: RuleSource, compiled: CompiledRule): Finding[] {
  const slowness = source.ignoreRule ? null : slownessOf(compiled, source.environment);
  return slowness === null ? [] : [problemFinding(source, slowness)];
}
