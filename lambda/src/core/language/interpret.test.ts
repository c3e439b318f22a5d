import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';
import { interpretRule } from './interpret.ts';
import type { CompiledRule, Data } from './rule-expression.ts';

const environment = { lists: {}, predicates: { isBig: 'size > 10' }, knownFields: [] };

function trace(source: string, event: Data) {
  const rule = compileRule(source, environment).rule as CompiledRule;
  const { trace: entries } = interpretRule(rule, event, environment);
  return entries.map(({ source: text, depth, value, error }) => [depth, text, error?.code ?? value]);
}

describe('the trace', () => {
  test('contains every sub-expression with its value, outer ones first', () => {
    expect(trace('(a == "x") and not isBig()', { a: 'x', size: 3 })).toEqual([
      [0, '(a == "x") and not isBig()', true],
      [1, '(a == "x")', true],
      [2, 'a', 'x'],
      [2, '"x"', 'x'],
      [1, 'not isBig()', true],
      [2, 'isBig()', false],
      [3, 'size > 10', false],
      [4, 'size', 3],
      [4, '10', 10],
    ]);
  });

  test('contains the definition of a predicate once, and names the predicate', () => {
    const rule = compileRule('isBig() or isBig() == True', environment).rule as CompiledRule;
    const { trace: entries } = interpretRule(rule, { size: 3 }, environment);
    expect(entries.map(({ source, predicate }) => [source, predicate])).toEqual([
      ['isBig() or isBig() == True', null],
      ['isBig()', null],
      ['size > 10', 'isBig'],
      ['size', 'isBig'],
      ['10', 'isBig'],
      ['isBig() == True', null],
      ['isBig()', null],
      ['True', null],
    ]);
  });

  test('does not contain parts that were not evaluated', () => {
    expect(trace('a == 1 or b == 2 or c == 3', { a: 0, b: 2 }).map(([, text]) => text)).toEqual([
      'a == 1 or b == 2 or c == 3',
      'a == 1',
      'a',
      '1',
      'b == 2',
      'b',
      '2',
    ]);
  });

  test('shows which part failed', () => {
    expect(trace('event["a"] == 1', {})).toEqual([
      [0, 'event["a"] == 1', 'missing_field'],
      [1, 'event["a"]', 'missing_field'],
    ]);
  });

  test('shows the condition for each element', () => {
    const rule = compileRule('any(a[*], it == 2)', environment).rule as CompiledRule;
    const { trace: entries } = interpretRule(rule, { a: [1, 2] }, environment);
    const conditions = entries.filter((entry) => entry.source === 'it == 2');
    expect(conditions.map(({ it, value }) => [it, value])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test('shows the objects and lists that functions use', () => {
    expect(trace('len(a) == 2 and exists(b)', { a: [1, 2], b: { c: 1 } })).toEqual([
      [0, 'len(a) == 2 and exists(b)', true],
      [1, 'len(a) == 2', true],
      [2, 'len(a)', 2],
      [3, 'a', [1, 2]],
      [2, '2', 2],
      [1, 'exists(b)', true],
      [2, 'b', { c: 1 }],
    ]);
    expect(trace('any(a, it == 2)', { a: [2] })[1]).toEqual([1, 'a', [2]]);
  });

  test('ends after 1,000 entries without a change of the outcome', () => {
    const rule = compileRule('all(a[*], it < 200000)', environment).rule as CompiledRule;
    const { outcome, trace: entries } = interpretRule(
      rule,
      { a: Array.from({ length: 200_000 }, (_, n) => n) },
      environment,
    );
    expect([outcome, entries.length]).toEqual([true, 1_000]);
  });
});
