// Slow: takes more than its share of the unit tests.
// Properties of every rule and every record, tested on random ones.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expression } from '../../src/core/language/ast.ts';
import { compileChecked, compileRule } from '../../src/core/language/compile-rule.ts';
import { interpretRule } from '../../src/core/language/interpret.ts';
import { parseRule } from '../../src/core/language/parse.ts';
import { printExpression } from '../../src/core/language/print.ts';
import { renderProblem } from '../../src/core/language/problem.ts';
import type { CompiledRule, Data } from '../../src/core/language/rule-expression.ts';
import { Failure } from '../../src/core/language/values.ts';
import type { Json } from '../../src/core/records/record.ts';
import { letsThrough } from '../log-files/filter-oracle.ts';
import { arbitraryExpression, arbitraryText, arbitraryTextRule, environment, fuzzRuns } from './arbitrary-rule.ts';
import { records } from './records.ts';

describe('any text', () => {
  test('is compiled or refused, and a compiled rule returns a result', () => {
    fc.assert(fc.property(arbitraryText, expectAnswer), { numRuns: fuzzRuns });
  });

  test('is compiled or refused if it is a rule with a part removed, repeated or replaced', () => {
    const mutated = fc
      .tuple(arbitraryExpression, fc.nat(), fc.nat({ max: 6 }), arbitraryText)
      .map(([expression, at, length, inserted]) => mutate(printExpression(expression), at, length, inserted));
    fc.assert(fc.property(mutated, expectAnswer), { numRuns: fuzzRuns });
  });

  test('does not change Object.prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    fc.assert(fc.property(arbitraryText, expectAnswer), { numRuns: fuzzRuns });
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('any tree', () => {
  test('equals the tree of its printed source', () => {
    fc.assert(
      fc.property(arbitraryExpression, (expression) => {
        const { expression: parsed, findings } = parseRule(printExpression(expression));
        expect(findings).toEqual([]);
        expect(withoutRanges(parsed)).toEqual(withoutRanges(expression));
      }),
      { numRuns: fuzzRuns },
    );
  });

  test('returns the same result compiled and interpreted', () => {
    fc.assert(
      fc.property(arbitraryExpression, (expression) => {
        const source = printExpression(expression);
        const rule = compileRule(source, environment).rule;
        for (const record of rule === null ? [] : records) expectAgreement(rule as CompiledRule, record);
      }),
      { numRuns: fuzzRuns },
    );
  });

  test('matches only if one of its necessary alternatives is true', () => {
    const anyRule = fc.oneof(arbitraryTextRule, arbitraryExpression.map(printExpression));
    fc.assert(
      fc.property(anyRule, (source) => {
        const { rule } = compileRule(source, environment);
        const necessary = rule?.necessary ?? null;
        if (rule === null || necessary === null) return;
        expect(necessary.length).toBeLessThanOrEqual(64);
        for (const record of records.filter((one) => rule.evaluate(one) === true)) {
          expect(letsThrough({ alternatives: necessary }, record as Json), source).toBe(true);
        }
      }),
      { numRuns: fuzzRuns },
    );
  });
});

function expectAnswer(source: string): void {
  const { rule, problems } = compileRule(source, environment);
  expect(rule === null).toBe(problems.some((problem) => problem.level === 'error'));
  for (const problem of problems) expect(renderProblem(source, problem)).toContain(problem.code);
  for (const record of rule === null ? [] : records) expectAgreement(rule as CompiledRule, record);
}

function expectAgreement(rule: CompiledRule, record: Data): void {
  const { outcome, trace } = interpretRule(rule, record, environment);
  expect(rule.evaluate(record), rule.source).toEqual(outcome);
  const value = compileChecked(rule.expression, environment)(record, null);
  expect(value instanceof Failure ? value.code : value, rule.source).toEqual(trace[0]?.error?.code ?? trace[0]?.value);
}

function mutate(source: string, at: number, length: number, inserted: string): string {
  const from = at % (source.length + 1);
  const middle = at % 3 === 0 ? '' : at % 3 === 1 ? inserted : source.slice(from, from + length).repeat(2);
  return source.slice(0, from) + middle + source.slice(from + length);
}

function withoutRanges(expression: Expression | null): unknown {
  return JSON.parse(JSON.stringify(expression, (key, value) => (key === 'range' ? undefined : value)));
}
