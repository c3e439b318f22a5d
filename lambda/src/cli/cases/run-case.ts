// Runs one case. In: the case and the rule book. Out: the result of the rule or rule set for its event. Pure.

import type { CompiledRule, EvaluationError } from '../../core/language/rule-expression.ts';
import type { Decision } from '../../core/rules/rule.ts';
import { escaped } from '../escaped.ts';
import { explanationLines } from '../explain/explanation.ts';
import { isRuleResult, type SingleCase } from './case-file.ts';
import type { CaseResult } from './case-result.ts';
import type { RuleBook } from './rule-book.ts';

/** Runs a case. A case whose rule does not compile fails, whatever it expects. */
export function runCase(one: SingleCase, book: RuleBook): CaseResult {
  const found = one.rule === null ? null : book.find(one.rule);
  if (found !== null && found.compiled === null) {
    return { case: one, actual: 'does not compile', passed: false, details: found.problems.flatMap(toLines) };
  }
  const { actual, details } =
    found?.compiled && isRuleResult(one.expect)
      ? evaluateRule(found.compiled, one, book)
      : describeDecision(book.ruleSet(one.rule).decide(one.event));
  const passed = actual === one.expect;
  return { case: one, actual, passed, details: passed ? [] : details() };
}

interface Answer {
  readonly actual: string;
  readonly details: () => readonly string[];
}

function evaluateRule(rule: CompiledRule, { event }: SingleCase, { environment }: RuleBook): Answer {
  return { actual: resultWord(rule.evaluate(event)), details: () => explanationLines(rule, event, environment) };
}

function resultWord(value: boolean | EvaluationError): string {
  if (typeof value !== 'boolean') return 'error';
  return value ? 'match' : 'no match';
}

function describeDecision({ outcome, rules, ignoreRule, observations, withoutGroup, failures }: Decision): Answer {
  const details = [
    ...rules.map(({ name }) => escaped`matched by rule "${name}"`),
    ...observations.map(({ correlation }) => escaped`feeds "${correlation}"`),
    ...(withoutGroup > 0 ? ['feeds no correlation without `eventTime` and a value for each group and field'] : []),
    ...(ignoreRule ? [escaped`ignored by "${ignoreRule.name}"`] : []),
    ...failures.map(({ ruleName, code, message }) => escaped`rule "${ruleName}": ${code}: ${message}`),
  ];
  return { actual: outcome, details: () => details };
}

function toLines(text: string): string[] {
  return text.split('\n');
}
