// The comparison of any two values, with an oracle that says in one place what each operator means.

import { describe, expect, test } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import { interpretRule } from '../../src/core/language/interpret.ts';
import type { CompiledRule, Data } from '../../src/core/language/rule-expression.ts';
import { Failure } from '../../src/core/language/values.ts';

const environment = { lists: {}, predicates: {}, knownFields: [] };

const VALUES: readonly Data[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 10],
  ...['', 'a', 'b', 'ab', 'B', '1', '10', 'true', 'a\ud7ff', 'a\ue000', 'a\uffff', 'a\u{10000}', 'a😀', 'a\u{10ffff}'],
];
const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'] as const;

/** The meaning of an operator; undefined if it does not compare these types. */
function meaning(operator: (typeof OPERATORS)[number], a: Data, b: Data): boolean | undefined {
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  const areTexts = typeof a === 'string' && typeof b === 'string';
  if (operator === 'in') return areTexts ? b.split(a).length > 1 || a === '' : undefined;
  if (operator === 'not in') return areTexts ? b.split(a).length === 1 && a !== '' : undefined;
  if (!areTexts && (typeof a !== 'number' || typeof b !== 'number')) return undefined;
  const difference = areTexts ? compareCharacters([...a], [...b]) : Number(a) - Number(b);
  return { '<': difference < 0, '<=': difference <= 0, '>': difference > 0, '>=': difference >= 0 }[operator];
}

function compareCharacters(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((character, index) => character !== b[index]);
  if (at === -1) return a.length - b.length;
  return (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1);
}

function outcome(rule: CompiledRule, event: Data): unknown {
  const result = rule.evaluate(event);
  expect(interpretRule(rule, event, environment).outcome).toEqual(result);
  return result instanceof Failure ? result.code : result;
}

describe.each(OPERATORS)('a %s b', (operator) => {
  // Of the fields of one event, of the elements of a list, and of a field and a literal.
  test.each([
    ['a', 'b', 'lenient'],
    ['event["a"]', 'event["b"]', 'strict'],
    ['event["a"]', 'b', 'lenient'],
    ['a', 'event["b"]', 'lenient'],
    ['event.get("a")', 'event.get("b")', 'strict'],
  ])(`compares any two values: %s ${operator} %s`, (left, right, mode) => {
    const rule = compileRule(`${left} ${operator} ${right}`, environment).rule as CompiledRule;
    for (const a of VALUES) {
      for (const b of VALUES) {
        const otherwise = mode === 'strict' ? 'type_mismatch' : operator === 'not in';
        expect(outcome(rule, { a, b }), JSON.stringify([a, b])).toBe(meaning(operator, a, b) ?? otherwise);
      }
    }
  });

  test('compares a field with any literal, or the literal is refused', () => {
    for (const b of VALUES) {
      const literal = b === null ? 'None' : JSON.stringify(b);
      const { rule } = compileRule(`a ${operator} ${literal}`, environment);
      const isRefused = meaning(operator, typeof b === 'string' ? '' : 0, b) === undefined;
      expect(rule === null, literal).toBe(isRefused);
      for (const a of rule === null ? [] : VALUES)
        expect(outcome(rule as CompiledRule, { a }), JSON.stringify([a, b])).toBe(
          meaning(operator, a, b) ?? operator === 'not in',
        );
    }
  });

  test('compares no objects and lists, but finds elements of a list', () => {
    const rule = compileRule(`any(items[*], it.a ${operator} it.b)`, environment).rule as CompiledRule;
    const isIn = operator === 'in' || operator === 'not in';
    for (const b of [['x'], [], { x: 1 }]) {
      const asNull = meaning(operator, 'x', null) ?? operator === 'not in';
      const expected = isIn && b[0 as never] === 'x' ? operator === 'in' : asNull;
      expect(outcome(rule, { items: [{ a: 'x', b }] }), JSON.stringify(b)).toBe(expected);
    }
    const nothing = compileRule(`any(items[*], null ${isIn ? '==' : operator} it.b)`, environment).rule;
    if (nothing !== null) expect(outcome(nothing, { items: [{ b: { x: 1 } }] })).toBe(operator !== '!=');
  });
});

describe('a value of a type that an operator or a function does not take', () => {
  const event = { a: 'x', n: 1, none: null, yes: true };

  // Derived from a bare path, it is null or false; from anything else, it is an error.
  test.each([
    ['event["a"].find("x") < event["a"]', 'type_mismatch'],
    ['a.find("x") < event["a"]', false],
    ['-event["n"] < event["a"]', 'type_mismatch'],
    ['-n < event["a"]', false],
    ['(event["a"] + "x") < event["n"]', 'type_mismatch'],
    ['(a + event["a"]) < event["n"]', false],
    ['startsWith(event["a"], [event["n"]])', 'type_mismatch'],
    ['startsWith(event["a"], [n])', false],
    ['startsWith(event["a"], event["n"])', 'type_mismatch'],
    ['startsWith(event["a"], n)', false],
    ['lower(event["n"]) == "x"', 'type_mismatch'],
    ['lower(n) == None', true],
    ['event["n"] + a == None', true],
    ['event["n"] + event["a"] == None', 'type_mismatch'],
  ])('%s: %s', (source, expected) => {
    expect(outcome(compileRule(source, environment).rule as CompiledRule, event)).toBe(expected);
  });

  test.each([
    ['-event["a"] == 1', '`-` needs a number, got a string', [0, 11]],
    ['1 == -event["none"]', '`-` needs a number, got null', [5, 19]],
    ['-event["yes"] == 1', '`-` needs a number, got a boolean', [0, 13]],
    ['event["a"] + event["n"] == ""', '`+` joins strings only, got a number', [0, 23]],
    ['event["a"] in event["n"]', '`in` cannot compare a string with a number', [0, 24]],
    ['lower(event["n"]) == ""', '`lower` needs a string as text, got a number', [0, 17]],
    ['event["a"].count(event["n"]) == 1', '`count` needs a string as part, got a number', [0, 28]],
    ['event["n"].count(a) == 1', '`count` needs a string as text, got a number', [0, 19]],
    ['replace(event["a"], event["n"], "") == ""', '`replace` needs a string as old, got a number', [0, 35]],
    ['replace(event["a"], "", event["n"]) == ""', '`replace` needs a string as new, got a number', [0, 35]],
    [
      'startsWith(event["a"], event["n"])',
      '`startsWith` needs a string or a list of strings as prefixes, got a number',
      [0, 34],
    ],
    ['lower(event.get("b", ["x"])) == ""', '`lower` needs a string as text, got a list', [0, 28]],
    ['int(event["a"]) == 1', '`int` cannot convert this string', [0, 15]],
  ])('%s: %s', (source, message, [start, end]) => {
    const { rule } = compileRule(source, environment);
    expect(rule?.evaluate(event)).toMatchObject({ code: 'type_mismatch', message, range: { start, end } });
  });
});

describe('lists', () => {
  test.each([
    ['["x", "y"]', '["x", "y"]', true],
    ['["x", "y"]', '["x", "z"]', false],
    ['["x", "y"]', '["y", "x"]', false],
    ['["x"]', '["x", "y"]', false],
    ['["x", "y"]', '["x"]', false],
    ['["x"]', '"x"', false],
    ['"x"', '["x"]', false],
    ['[]', '[]', true],
    ['[]', 'None', false],
  ])('%s and %s are equal: %s', (a, b, expected) => {
    const { rule } = compileRule(`event.get("no", ${a}) == event.get("no", ${b})`, environment);
    expect(outcome(rule as CompiledRule, {})).toBe(expected);
  });
});

describe('a part that fails', () => {
  test.each([
    'event["no"] == 1',
    '1 == event["no"]',
    'event["no"] in [1]',
    'event["no"] in a',
    '"x" in event["no"]',
    'a < event["no"]',
    'not event["no"]',
    '-event["no"] == 1',
    'a + event["no"] == "x"',
    'event["no"] + a == "x"',
    'any([event["no"]], true)',
    'any(["x", "y"], event["no"])',
    'any(json(event["no"]).x[*], true)',
    'json(event["no"]).x == 1',
    'exists(json(event["no"]))',
    'a in [event["no"]]',
    'event.get("a", event["no"]) == "x"',
    'startsWith(event["no"], "x")',
    'startsWith(a, event["no"])',
    'replace(a, "x", event["no"]) == "x"',
    'replace(a, event["no"], "x") == "x"',
    'event["no"] or True',
    'False or event["no"]',
    'True and event["no"]',
  ])('makes the whole fail: %s', (source) => {
    const { rule, problems } = compileRule(source, environment);
    expect(problems).toEqual([]);
    expect(outcome(rule as CompiledRule, { a: 'x' })).toBe('missing_field');
  });

  test.each(['False and event["no"]', 'True or event["no"]', 'any([], event["no"])'])(
    'is not evaluated: %s',
    (source) => {
      expect(outcome(compileRule(source, environment).rule as CompiledRule, {})).not.toBe('missing_field');
    },
  );
});
