// Whether one rule matches whatever another one matches: a table, and random rules evaluated on real and crafted records.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import { implies, toCondition } from '../../src/core/language/implies.ts';
import { printExpression } from '../../src/core/language/print.ts';
import type { CompiledRule } from '../../src/core/language/rule-expression.ts';
import { arbitraryExpression, arbitraryTextRule, environment, fuzzRuns } from './arbitrary-rule.ts';
import { records } from './records.ts';

const compile = (source: string) => compileRule(source, environment).rule;
const conditionOf = ({ expression }: CompiledRule) => toCondition(expression, environment);

function isImplied(one: string, other: string): boolean {
  const [from, to] = [compile(one), compile(other)];
  if (from === null || to === null) throw new Error(`does not compile: ${one} / ${other}`);
  return implies(conditionOf(from), conditionOf(to));
}

describe('a rule implies', () => {
  it.each([
    ['the same text', 'eventName == "A"', 'eventName == "A"'],
    ['other spaces, quotes and brackets', 'eventName == "A"', "( eventName=='A' )"],
    ['another spelling of a function', 'startsWith(eventName, "A")', 'eventName.startswith("A")'],
    ['another order of conditions', 'eventName == "A" and readOnly == true', 'readOnly == true and eventName == "A"'],
    ['another order of alternatives', 'eventName == "A" or awsRegion == "b"', 'awsRegion == "b" or eventName == "A"'],
    ['fewer conditions', 'eventName == "A" and readOnly == true and awsRegion == "b"', 'awsRegion == "b"'],
    ['more alternatives', 'eventName == "A"', 'awsRegion == "b" or eventName == "A"'],
    ['a longer list', 'eventName in ["A", "B"]', 'eventName in ["B", "C", "A"]'],
    ['a list with its value', 'eventName == "ConsoleLogin"', 'eventName in lists.admins'],
    ['a value that is the only one of a list', 'eventName in ["A"]', 'eventName == "A"'],
    [
      'an alternative that each alternative of the other implies',
      'eventName == "A" or eventName == "B"',
      'eventName in ["A", "B"]',
    ],
    [
      'a shorter conjunction within alternatives',
      'eventName == "A" and (awsRegion == "b" or awsRegion == "c")',
      'awsRegion in ["b", "c"]',
    ],
  ])('%s', (_, one, other) => {
    expect(isImplied(one, other)).toBe(true);
  });
});

describe('a rule does not imply', () => {
  it.each([
    ['another value', 'eventName == "A"', 'eventName == "B"'],
    ['another field', 'eventName == "A"', 'eventSource == "A"'],
    ['more conditions', 'eventName == "A"', 'eventName == "A" and readOnly == true'],
    ['fewer alternatives', 'eventName == "A" or awsRegion == "b"', 'eventName == "A"'],
    ['a shorter list', 'eventName in ["A", "B"]', 'eventName == "A"'],
    ['the opposite', 'eventName == "A"', 'not (eventName == "A")'],
    ['alternatives of which an earlier one can fail', 'readOnly == true', 'event["a"] == "b" or readOnly == true'],
    ['alternatives of which an earlier one is not a boolean', 'readOnly == true', 'eventName or readOnly == true'],
    [
      'alternatives of which an earlier one can compare values of two types',
      'readOnly == true',
      '(eventName or awsRegion) < 5 or readOnly == true',
    ],
    [
      'alternatives of which an earlier one can search in a number',
      'readOnly == true',
      '"a" in (n or eventName) or readOnly == true',
    ],
    ['a text that is only truthy', 'eventName and readOnly == true', 'eventName'],
    ['a value that is only one of many', 'requestParameters.count > 5', 'requestParameters.count in [5]'],
    ['a text in the value', '"A" in eventName', 'eventName == "A"'],
    ['a list that contains null', 'errorCode == null', 'errorCode in ["A", null]'],
  ])('%s', (_, one, other) => {
    expect(isImplied(one, other)).toBe(false);
  });
});

// Few different conditions, so that many random rules imply each other.
const atom = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('"a"', 'eventName', 'event["nope"] == 1', 'isQuiet()', 'errorCode in [null]'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom('eventName == "ConsoleLogin"', 'eventName in ["ConsoleLogin", "StopLogging"]'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'readOnly == true',
      'readOnly == null',
      'errorCode == null',
      'n < 5',
      'True',
      '(eventName or a) < 5',
    ),
  },
  { weight: 1, arbitrary: arbitraryTextRule },
  { weight: 1, arbitrary: arbitraryExpression.map(printExpression) },
);
const rule = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.tuple(tie('rule'), fc.constantFrom('and', 'or'), tie('rule')).map(([a, joint, b]) => `(${a}) ${joint} (${b})`),
  ),
})).rule;

describe('any two rules', () => {
  it('match the same record if the first one matches it and implies the second', () => {
    let implications = 0;
    let runs = 0;
    fc.assert(
      fc.property(fc.array(rule, { minLength: 2, maxLength: 6 }), (sources) => {
        runs++;
        const rules = sources.map(compile).filter((one) => one !== null);
        for (const one of rules) {
          for (const other of rules) {
            if (one === other || !implies(conditionOf(one), conditionOf(other))) continue;
            implications++;
            const matching = records.filter((record) => one.evaluate(record) === true);
            for (const record of matching) expect(other.evaluate(record), `${one.source} / ${other.source}`).toBe(true);
          }
        }
      }),
      { numRuns: fuzzRuns },
    );
    expect(implications).toBeGreaterThan(runs / 100);
  });

  it('are compared in little time, however they are nested', () => {
    const nested = (depth: number, text: string): string =>
      depth === 0
        ? `eventName == "${text}"`
        : `(${nested(depth - 1, text)} ${depth % 2 ? 'and' : 'or'} x${depth} == "${text}")`;
    const [one, other] = ['a', 'b'].map((text) => conditionOf(compile(nested(40, text)) as CompiledRule));
    if (one === undefined || other === undefined) throw new Error('unreachable');
    expect(implies(one, other)).toBe(false);
  });
});
