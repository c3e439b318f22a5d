import { describe, expect, test } from 'vitest';
import { parseRule } from './parse.ts';
import { printExpression } from './print.ts';

function read(source: string): string {
  const { expression, findings } = parseRule(source);
  if (findings.length > 0) return findings.map(({ code }) => code).join(' ');
  return expression === null ? 'nothing' : printExpression(expression);
}

describe('the parser', () => {
  test.each([
    ['not binds more loosely than a comparison', 'not a == b', 'not a == b'],
    ['not binds more loosely than in', 'not "a" in b', 'not "a" in b'],
    ['not binds more tightly than and', 'not a and b', 'not a and b'],
    ['! binds more tightly than a comparison', '!a == b', '(not a) == b'],
    ['not in is one operator', '"x" not in y', '"x" not in y'],
    ['is not is one operator', 'x is not None', 'x is not None'],
    ['a chain is not a comparison in parentheses', 'a == b == c', 'a == b and b == c'],
    ['a comparison in parentheses is not a chain', '(a == b) == c', '(a == b) == c'],
    ['parentheses do not make a tuple', '("a")', '"a"'],
    ['a comma makes a tuple', '("a",)', '["a"]'],
    ['commas make a tuple', '("a", "b")', '["a", "b"]'],
    ['empty parentheses are an empty tuple', '()', '[]'],
    ['a trailing comma adds no element', '["a", "b",]', '["a", "b"]'],
    ['every element of a path', 'a[*].b', 'a[*].b'],
    ['an index after a dot', 'a.0.b', 'a.0.b'],
    ['two indices after dots', 'a.0.1', 'a.0.1'],
    ['an index in brackets', 'a[0].b', 'a.0.b'],
    ['escapes are decoded', '"\\u0041\\n"', '"A\\n"'],
    ['names that start like an operator are names', 'notable == order', 'notable == order'],
    ['an operator without spaces', '(a)and(not(b))', 'a and not b'],
    ['a number after a minus', '- 1', '-1'],
    ['line breaks', 'a\n  == \r\n b', 'a == b'],
    ['+ binds more tightly than a comparison', 'a + b == c + "d" + e', 'a + b == c + "d" + e'],
    ['+ binds more loosely than !', '!a + -b', '(not a) + -b'],
    ['not binds more loosely than +', 'not a + b in c', 'not a + b in c'],
    ['parentheses in + are kept', 'a + (b + c) + (d or e)', 'a + (b + c) + (d or e)'],
    ['keys and entries are steps of a path', 'entries(a.b).value.keys()[*]', 'keys(entries(a.b).value)[*]'],
    ['event is a value in leaves', 'leaves(event)', 'leaves(event)'],
    [
      'the prefixes of an operand do not nest in those of another',
      Array(65).fill('-a').join(' + '),
      Array(65).fill('-a').join(' + '),
    ],
  ])('reads that %s', (_name, source, expected) => {
    expect(read(source)).toBe(expected);
  });

  test.each([
    ['a b', 'syntax_error'],
    ['f(a b)', 'syntax_error'],
    ['', 'syntax_error'],
    [';', 'unsupported_syntax'],
    ['a;', 'unsupported_syntax'],
    ['x if y else z', 'unsupported_syntax'],
    ['a == not b', 'syntax_error'],
    ['a is not not b', 'syntax_error'],
    ['! not a', 'syntax_error'],
    ['a not b', 'syntax_error'],
    ['[,,1]', 'syntax_error'],
    ['f(,)', 'syntax_error'],
    ['(,)', 'syntax_error'],
    ['a[]', 'syntax_error'],
    ['a[0, 1]', 'syntax_error'],
    ['a.', 'syntax_error'],
    ['a..b', 'syntax_error'],
    ['a.*', 'syntax_error'],
    ['a)', 'syntax_error'],
    ['(a]', 'syntax_error'],
    ['(a', 'syntax_error'],
    ['a ==', 'syntax_error'],
    ['a, b', 'unsupported_syntax'],
    ['a ?? b', 'unsupported_syntax'],
    ['a +', 'syntax_error'],
    ['+ a', 'syntax_error'],
    ['a += b', 'unsupported_syntax'],
    ['a - b', 'unsupported_syntax'],
    ['keys(a, b)', 'wrong_arity'],
    ['entries("a")', 'wrong_type'],
    ['keys(event)', 'unsupported_syntax'],
    ['a?.b', 'unsupported_syntax'],
    ['typeof a', 'unsupported_syntax'],
    ['a in b if c', 'unsupported_syntax'],
    ['a[1:2]', 'unsupported_syntax'],
    ['a[-1]', 'unsupported_syntax'],
    ['a[1.5]', 'unsupported_syntax'],
    ['a[b]', 'unsupported_syntax'],
    ['event', 'unsupported_syntax'],
    ['event[*]', 'unsupported_syntax'],
    ['lists', 'unsupported_syntax'],
    ['lists["a"]', 'unsupported_syntax'],
    ['event == 1', 'unsupported_syntax'],
    ['it', 'unsupported_syntax'],
    ['f()()', 'unsupported_syntax'],
    ['(a)(b)', 'unsupported_syntax'],
    ['"a".b', 'unsupported_syntax'],
    ['event.get("a", 1, 2)', 'wrong_arity'],
    ['event.get(a)', 'unsupported_syntax'],
    ['event.keys()', 'unknown_function'],
    ['any()', 'wrong_arity'],
    ['json()', 'wrong_arity'],
    ['json(a, b)', 'wrong_arity'],
    ['"a', 'syntax_error'],
    ['"a\nb"', 'syntax_error'],
    ['"\\x41"', 'syntax_error'],
    ['"\\u00"', 'syntax_error'],
    ['"\\', 'syntax_error'],
    ['1a', 'syntax_error'],
    ['1_000', 'syntax_error'],
    ['a § b', 'syntax_error'],
    ['`a`', 'unsupported_syntax'],
    ['a is 1', 'unsupported_syntax'],
    ['a < f(g(x)) < b', 'unsupported_syntax'],
    ['a < [1] < b', 'unsupported_syntax'],
    ['"a" in event == True', 'unsupported_syntax'],
  ])('refuses %s', (source, code) => {
    expect(read(source)).toBe(code);
  });

  test('checks the rest after a refused part', () => {
    expect(read('event and lists or "a".b')).toBe('unsupported_syntax unsupported_syntax unsupported_syntax');
  });

  test.each([
    ['not  a', { start: 0, end: 6 }],
    ['  (a or b) and c', { start: 2, end: 16 }],
    ['a.b["c"][*].d', { start: 0, end: 13 }],
    ['f( a )', { start: 0, end: 6 }],
    ['!!a', { start: 0, end: 3 }],
    ['event["a"]  ', { start: 0, end: 10 }],
  ])('records the range of %s', (source, range) => {
    expect(parseRule(source).expression?.range).toEqual(range);
  });
});
