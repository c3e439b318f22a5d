// Rules whose time would grow with the square of the event are refused; rules that look like them are not.

import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';
import type { LanguageEnvironment } from './rule-expression.ts';

const environment: LanguageEnvironment = {
  lists: { names: ['root'] },
  predicates: { isQuiet: 'readOnly == true' },
  knownFields: [],
};

const problemsOf = (source: string) =>
  compileRule(source, environment).problems.map(({ code, range }) => [code, source.slice(range.start, range.end)]);

describe('in a condition on elements of the event', () => {
  test.each([
    // Other elements, for each element.
    ['any(a[*], any(b[*], it == 1))', 'b[*]'],
    ['any(a[*], any(b, it == 1))', 'any(b, it == 1)'],
    ['any(a[*], any(event["b"], it == 1))', 'any(event["b"], it == 1)'],
    ['any(a[*], any(event.get("b"), it == 1))', 'any(event.get("b"), it == 1)'],
    ['any(a[*], any(json(b).c[*], it == 1))', 'json(b).c[*]'],
    ['any(a[*], any(it or b, it == 1))', 'any(it or b, it == 1)'],
    // A search in another field. The elements of each kind of items are elements of the event.
    ['any(a[*], it in b)', 'it in b'],
    ['any(a[*], it not in b)', 'it not in b'],
    ['any(a[*], it.c in event["b"])', 'it.c in event["b"]'],
    ['any(a[*], it in event.get("b", it))', 'it in event.get("b", it)'],
    ['any(a, it in b)', 'it in b'],
    ['any(keys(a), it in b)', 'it in b'],
    ['any(leaves(event), it in b)', 'it in b'],
    ['any(event["a"], it in b)', 'it in b'],
    ['any(json(a).c[*], it in b)', 'it in b'],
    ['any(a[*], all(it.c[*], it in b))', 'it in b'],
    ['any(a[*], all(it.c, it in b))', 'it in b'],
    ['any(a[*], any(["x"], it == "x") and it in b)', 'it in b'],
    ['any([a], any(json(it).c[*], it in b))', 'it in b'],
    ['any(a[*], contains(b, it))', 'contains(b, it)'],
    ['any(a[*], containsAny(b, it))', 'containsAny(b, it)'],
    ['any(a[*], icontains(b, it))', 'icontains(b, it)'],
    ['any(a[*], b.find(it) == 0)', 'b.find(it)'],
    ['any(a[*], event["b"].count(it.c) == 0)', 'event["b"].count(it.c)'],
    ['any(a[*], b.strip(it) == "")', 'b.strip(it)'],
    ['any(a[*], b.before(it) == "")', 'b.before(it)'],
    ['any(a[*], b.replace(it, "") == "")', 'b.replace(it, "")'],
    // A string as long as another field, for each element.
    ['any(a[*], it.replace("x", b) == "")', 'it.replace("x", b)'],
    ['any(a[*], it + b == "")', 'it + b'],
    ['any(a[*], lower(it or b) == "")', 'it or b'],
    ['any(a[*], (it or b) < "x")', '(it or b)'],
    ['any(a[*], "x" >= (it or b))', '(it or b)'],
    ['any(a[*], json(it or b).c == 1)', 'it or b'],
    ['any(a[*], any([it, b], len(it) > 9))', '[it, b]'],
  ])('%s is refused', (source, part) => {
    expect(problemsOf(source)).toContainEqual(['unsupported_syntax', part]);
  });

  test.each([
    'any(a[*], b == 1 and it == 1)',
    'any(a[*], it == b)',
    'any(a[*], (it or b) == "x")',
    'any(a[*], it + "x" == b)',
    'any(a[*], b in it)',
    'any(a[*], "x" in b)',
    'any(a[*], it in ["x", "y"])',
    'any(a[*], it in lists.names)',
    'any(a[*], "b" in event)',
    'any(a[*], isQuiet())',
    'any(a[*], b.startsWith(it))',
    'any(a[*], it.replace(b, "") == "")',
    'any(a[*], it.replace("x", "y") == b)',
    'any(a[*], it.strip(b) == "")',
    'any(a[*], lower(b) == it)',
    'any(a[*], str(it == b) == "True")',
    'any(a[*], any(it.c[*], it == 1))',
    'any(a[*], any(it.c, it == 1))',
    'any(a[*], any(json(it).c[*], it == 1))',
    'any(a[*], any(it.c, it == b))',
    'any(a[*], b.replace("x", c) == it)',
    'any(a[*], json(b).c == it)',
    'any(a[*], any([it, "x"], it == "x"))',
    'any(a[*], any(["x", b], it == "x"))',
    'any(a[*], any(lists.names, it == "x"))',
    // Elements of the rule: their number does not grow with the event.
    'any(["x", b], it in c)',
    'any(lists.names, it in c)',
    'any(lists.names, any(b[*], it == 1))',
    'any(["x"], any(b, it == 1))',
  ])('%s is accepted', (source) => {
    expect(problemsOf(source).filter(([code]) => code === 'unsupported_syntax')).toEqual([]);
  });
});
