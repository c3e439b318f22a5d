// Which rules are accepted: scopes, numbers of arguments and types. What an accepted rule means is tested elsewhere.

import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';
import type { LanguageEnvironment } from './rule-expression.ts';

const environment: LanguageEnvironment = {
  lists: { names: ['a', 'b'] },
  predicates: { isQuiet: 'readOnly == true', isWrong: 'a b', isEmpty: '' },
  knownFields: [],
};

const errorsOf = (source: string) =>
  compileRule(source, environment).problems.flatMap(({ level, code, range }) =>
    level === 'error' ? [`${code} ${source.slice(range.start, range.end)}`] : [],
  );

describe('a rule is refused', () => {
  test.each([
    // `it` outside of a condition on elements.
    ['any(a[*], it == 1) and it == 2', 'unsupported_syntax it'],
    ['any(it[*], it == 1)', 'unsupported_syntax it[*]'],
    ['startsWith(a, it)', 'unsupported_syntax it'],
    ['it.b.lower() == "x"', 'unsupported_syntax it.b'],
    ['any(a[*]) or any([it])', 'unsupported_syntax it'],
    // The event and lists as values.
    ['any(a.leaves(event), it == 1)', 'wrong_arity a.leaves(event)'],
    ['any(leaves(event, a), it == 1)', 'wrong_arity leaves(event, a)'],
    ['"a" == event', 'unsupported_syntax "a" == event'],
    ['a < event', 'unsupported_syntax a < event'],
    ['1 in event', 'unsupported_syntax 1'],
    ['None not in event', 'unsupported_syntax None'],
    ['a in event', 'unsupported_syntax a'],
    ['event[0] == 1', 'unsupported_syntax 0'],
    ['"a" in lists[*]', 'unsupported_syntax lists[*]'],
    ['lists.names["x"] == 1', 'unsupported_syntax lists.names["x"]'],
    ['event["a"]["b"] == 1', 'unsupported_syntax event["a"]["b"]'],
    ['a[*](1) == 1', 'unsupported_syntax a[*](1)'],
    ['a.get("b") == 1', 'unknown_function a.get("b")'],
    ['event.a.get("b") == 1', 'unknown_function event.a.get("b")'],
    ['a in lists.constructor', 'unknown_list lists.constructor'],
    // A chain evaluates its middle twice.
    ['a == -b == c', 'unsupported_syntax -b'],
    ['1 < (a or b).count("x") < 3', 'unsupported_syntax (a or b).count("x")'],
    ['1 < lower(lower(a)).count("x") < 3', 'unsupported_syntax lower(lower(a)).count("x")'],
    // Numbers of arguments.
    ['any(a[*], it == 1, 2)', 'wrong_arity any(a[*], it == 1, 2)'],
    ['str(1.0, "x") == "1.0"', 'wrong_arity str(1.0, "x")'],
    ['str() == "x"', 'wrong_arity str()'],
    ['isQuiet(1)', 'wrong_arity isQuiet(1)'],
    // Predicates that do not parse.
    ['isWrong()', 'syntax_error isWrong()'],
    ['isEmpty()', 'syntax_error isEmpty()'],
    // Types of arguments.
    ['lower(a == "x") == "x"', 'wrong_type a == "x"'],
    ['lower(len(event["a"])) == "x"', 'wrong_type len(event["a"])'],
    ['lower(5) == "x"', 'wrong_type 5'],
    ['startsWith(a, len("x"))', 'wrong_type len("x")'],
    ['startsWith(a, b == 1)', 'wrong_type b == 1'],
    ['startsWith(a, ["x", 1])', 'wrong_type ["x", 1]'],
    ['startsWith(a, None)', 'wrong_type None'],
    ['str(a[*]) == "x"', 'wrong_type a[*]'],
    ['str(lists.names) == "x"', 'wrong_type lists.names'],
    ['contains(a == 1, "x")', 'wrong_type a == 1'],
    ['contains(5, "x")', 'wrong_type 5'],
    ['contains(a, ["x"])', 'wrong_type ["x"]'],
    ['len(a == 1) > 0', 'wrong_type a == 1'],
    ['len(5) > 0', 'wrong_type 5'],
    ['len(None) > 0', 'wrong_type None'],
    ['exists("x")', 'wrong_type "x"'],
    ['exists(event["a"])', 'wrong_type event["a"]'],
    ['glob(a, b)', 'wrong_type b'],
    ['hour(eventTime, b) == 1', 'wrong_type b'],
    ['any(lower(event["a"]), it == 1)', 'wrong_type lower(event["a"])'],
    ['any(len(event["a"]), it == 1)', 'wrong_type len(event["a"])'],
    ['any(count(a[*]), it == 1)', 'wrong_type count(a[*])'],
    // Types of operands.
    ['-"x" == 1', 'wrong_type -"x"'],
    ['-(a == 1) == 1', 'wrong_type -(a == 1)'],
    ['-lower(event["a"]) == 1', 'wrong_type -lower(event["a"])'],
    ['a + 1 == "x"', 'wrong_type 1'],
    ['a + (b == 1) == "x"', 'wrong_type (b == 1)'],
    ['a == ["x"]', 'wrong_type ["x"]'],
    ['["x"] == a', 'wrong_type ["x"]'],
    ['a == b[*]', 'wrong_type b[*]'],
    ['a in 5', 'wrong_type 5'],
    ['a in None', 'wrong_type None'],
    ['a in (b == 1)', 'wrong_type (b == 1)'],
    ['1 in "abc"', 'wrong_type 1 in "abc"'],
    ['(a == 1) in "abc"', 'wrong_type (a == 1) in "abc"'],
    ['a < True', 'wrong_type a < True'],
    ['True < a', 'wrong_type True < a'],
    ['a >= None', 'wrong_type a >= None'],
    ['"x" < 5', 'wrong_type "x" < 5'],
    ['(1 and 2) < "x"', 'wrong_type (1 and 2) < "x"'],
    ['("a" or "b") < 5', 'wrong_type ("a" or "b") < 5'],
    ['count(a[*]) < "x"', 'wrong_type count(a[*]) < "x"'],
    ['len(event["a"]) < "x"', 'wrong_type len(event["a"]) < "x"'],
    ['(event["a"] + "x") < 5', 'wrong_type (event["a"] + "x") < 5'],
    ['event["a"].lower() < 5', 'wrong_type event["a"].lower() < 5'],
    ['exists(a) < 5', 'wrong_type exists(a) < 5'],
    ['("a" in event) < 5', 'wrong_type ("a" in event) < 5'],
    ['any(a[*]) < 5', 'wrong_type any(a[*]) < 5'],
    ['str(exists(a)) < 5', 'wrong_type str(exists(a)) < 5'],
    ['event.get("a", lower(5)) == 1', 'wrong_type 5'],
    ['a in [["x"]]', 'wrong_type ["x"]'],
    // Literals.
    ['a == "\\uzzzz"', 'syntax_error \\u'],
    ['a == "\\u004"', 'syntax_error \\u'],
    ['a == "x\ry"', 'syntax_error "x'],
    ['a[*] == 00', 'syntax_error 00'],
  ])('%s', (source, error) => {
    expect(errorsOf(source)).toContain(error);
  });
});

describe('a rule is accepted', () => {
  test.each([
    'any(a[*], any(it.b[*], it == 1) and it.c == 2)',
    'any(a[*][*], it == 1)',
    'any(a.b, it == 1)',
    'any(a == "x" or "y", it)',
    'any(event.get("a"), it == 1)',
    'any(lists.names)',
    '1 <= a.b[0].c <= 3',
    '1 < a.count("x") < 3',
    'a is not None is True',
    'str(a == 1) == "True"',
    'str(event["a"].find("x")) == "-1"',
    'str(None) == "None"',
    'contains(a[*], "v")',
    'contains(lists.names, a)',
    'contains(lower(event["a"]), "o")',
    'startsWith(a, lower(event["b"]))',
    'startsWith(a, b[*])',
    'len(a[*]) == 1',
    'len(lower(event["a"])) == 1',
    'lower(len(a)) == "x"',
    '-lower(a) == 1',
    '-len(event["a"]) == -1',
    'a.lower() < 5',
    'len(a) < "x"',
    '(a + "x") < 5',
    '("a" or 5) < 5',
    '("a" or "b") < "c"',
    'a.lower() in "abc"',
    'a.and == 1 or a.true == 1 or a.it == 1',
    'a["and"] == 1',
  ])('%s', (source) => {
    expect(errorsOf(source)).toEqual([]);
  });
});

describe('a rule without an error', () => {
  test.each([
    ['count(["x", "y"], "a") == 2', true],
    ['count(lists.names, "x") == 2', true],
    ['count(items[*], "x") == 3', true],
    ['count(items[*].x, "x") == 1', true],
    ['count(items, it == 1) == 1', true],
    ['count(items) == 3', true],
    ['count(items[*], it == 1) == 1', true],
    ['count(text, "o") == 2', true],
    ['text.count("o") == 2', true],
    ['event["text"].count(part) == 2', true],
    ['count(event["text"], event.get("part")) == 2', true],
    ['count(text, lower("O")) == 1', true],
    ['all(items[*], it != 5) and all(no[*], false)', true],
    ['any(leaves(items), it == "x")', true],
    ['str(2) == "2" and 1.5 > 1', true],
    ['1.5 > 1 and str(2) == "2"', true],
    ['str(- - -0.0) == "-0.0" and str(- -0.0) == "0.0"', true],
    ['str(-0) == "0" and str(-0.0) == "-0.0"', true],
    ['str("1e5") == "1e5"', true],
    ['str(1.0) == "1.0" and asText(1.0) == "1" and int(1.0) == 1', true],
    ['str(items[0] == 1) == "True" and str(items[0] == 2) == "False"', true],
    ['int(items[0] == 1) == 1 and int(items[0] == 2) == 0', true],
    ['-items[0] == -1 and -0 == 0', true],
    ['-text == None', true],
    ['"\\\\\\"\\\'" == \'\\u005c"\\u0027\' and "\\t\\r\\n" == "\\u0009\\u000d\\u000a"', true],
    ['False == no or false != None', true],
    ['text == "foo" && part == "x" || part == "o"', true],
    ['exists(items[*]) and not exists(no[*]) and not exists(empty[*])', true],
    ['any(items[*], exists(it.x)) and exists(json(policy)) and not exists(json(text))', true],
    ['exists(json(no))', false],
    ['any(nothing[*], true)', false],
    ['any(one[*]) and exists(one[*])', true],
    ['"x" in items or not ("x" not in items)', false],
    ['count(leaves(items[9]), it == None) == 0', true],
    ['count(items[*], it == None) == 1', true],
    ['any(one[*], str(it.no) == "None") and any(items[*], str(it) == "None")', true],
    ['-zero == 0 and -event["zero"] == 0', true],
    ['items.0 == 1 and items[0] == 1 and event["items.0"] == 1', true],
    ['items.00 == 1', false],
    ['"items.length" in event or items.length == 3', false],
    ['event.get("part", event["text"]) == "o"', true],
    ['contains(items, 1)', false],
    ['contains(items[*], 1)', true],
    ['any(entries(object), it.key == "k" and it.value == 1) and not any(entries(text))', true],
    ['len(object) == 1 and len(items) == 3 and len(text) == 3', true],
  ])('has a value: %s', (source, value) => {
    const { rule, problems } = compileRule(source, environment);
    expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    const event = {
      text: 'foo',
      part: 'o',
      items: [1, { x: 2 }, 'x'],
      empty: [],
      nothing: null,
      object: { k: 1 },
      one: [[0]],
      zero: 0,
    };
    expect(rule?.evaluate({ ...event, policy: '{}' })).toBe(value);
  });
});
