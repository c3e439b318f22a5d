import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';

const environment = {
  lists: { names: ['A', 'B'], none: [] },
  predicates: { isConsole: 'userAgent == "console"', isBroad: 'readOnly == true' },
  knownFields: [],
};

/** `a equals A|B; b contains x` for each alternative. */
function necessary(source: string): readonly string[] | null | undefined {
  return compileRule(source, environment).rule?.necessary?.map((all) =>
    all.map(({ path, test: name, values }) => `${path} ${name} ${values.join('|')}`).join('; '),
  );
}

describe('necessary conditions', () => {
  test.each<[string, readonly string[]]>([
    ['a == "A"', ['a equals A']],
    ['"A" == a.b', ['a.b equals A']],
    ['event["a"] == "A"', ['a equals A']],
    ['event.get("a", "") == "A"', ['a equals A']],
    ['event.get("a") == "A"', ['a equals A']],
    ['a in ["A", "B"]', ['a equals A|B']],
    ['a in lists.names', ['a equals A|B']],
    ['"x" in a', ['a contains x']],
    ['contains(a, "x")', ['a contains x']],
    ['a.startsWith(("A", "B"))', ['a startsWith A|B']],
    ['a.endsWith("A")', ['a endsWith A']],
    ['glob(a, "A*b?")', ['a startsWith A']],
    ['glob(a, ["A", "B"])', ['a equals A|B']],
    ['glob(a, ["*A", "?*B"])', ['a endsWith A|B']],
    ['glob(a, ["*A*", "B?"])', ['a contains A', 'a startsWith B']],
    ['glob(a, ["A", "B?"])', ['a startsWith A|B']],
    ['iglob(a, ["A*", "*B", "*C*"])', ['a istartsWith a', 'a iendsWith b', 'a icontains c']],
    ['glob(a, ["*A*", "*"])', ['a contains A|']],
    ['glob(a, "*x*yz*")', ['a contains yz']],
    ['glob(a, "*?")', ['a contains ']],
    ['iglob(a, "Ab*")', ['a istartsWith ab']],
    ['iglob(a, ["AB", "Cd"])', ['a iequals ab|cd']],
    ['containsAny(a, ["x", "y"])', ['a contains x|y']],
    ['containsAny(a, lists.names)', ['a contains A|B']],
    ['iequals(a, "Ab")', ['a iequals ab']],
    ['iequals(a, lists.names)', ['a iequals a|b']],
    ['istartsWith(a, ["Ab", "C"])', ['a istartsWith ab|c']],
    ['iendsWith(a.b, "Ab")', ['a.b iendsWith ab']],
    ['icontains(event.get("a", ""), "Ab")', ['a icontains ab']],
    ['a.lower() == "ab"', ['a iequals ab']],
    ['"ab" == lower(event["a"])', ['a iequals ab']],
    ['a.lower() in ["ab", "CD"]', ['a iequals ab']],
    ['"ab" in a.lower()', ['a icontains ab']],
    ['a.lower().startsWith("ab") and b == "B"', ['a istartsWith ab; b equals B']],
    ['iequals(a.lower().lower(), "AB")', ['a iequals ab']],
    ['a == "A" + "B"', ['a equals AB']],
    ['a.startsWith("arn:" + "aws")', ['a startsWith arn:aws']],
    ['a == "A" and any(entries(b), it.key == "x")', ['a equals A']],
    ['a == 1', ['a exists ']],
    ['1 == a.b', ['a.b exists ']],
    ['a == True', ['a exists ']],
    ['a == False', ['a exists ']],
    ['event.get("a", "") in (True, "true")', ['a exists ']],
    ['event.get("a", 2) == 1', ['a exists ']],
    ['event.get("a", 2).startsWith("A")', ['a startsWith A']],
    ['a in ["A", 1]', ['a exists ']],
    ['a == 1 or b == "B"', ['b equals B', 'a exists ']],
    ['isBroad()', ['readOnly exists ']],
    ['a == "A" and b == "B"', ['a equals A; b equals B']],
    ['a == "A" and b > 1', ['a equals A']],
    ['a == "A" or a == "B"', ['a equals A|B']],
    ['a == "A" or "x" in b', ['a equals A', 'b contains x']],
    ['(a == "A" or b == "B") and c == "C"', ['c equals C; a equals A', 'c equals C; b equals B']],
    ['a in ["A", "B"] and a in ["B", "C"]', ['a equals B']],
    ['a.startsWith("A") and a == "AB"', ['a startsWith A; a equals AB']],
    ['a == "AB" and a.startsWith("A")', ['a equals AB; a startsWith A']],
    ['a == "A" and (b == "B" or c != "C")', ['a equals A']],
    ['not (a != "A")', ['a equals A']],
    ['not (a != "A" or b not in ["B"])', ['a equals A; b equals B']],
    ['not (not a == "A" and "x" not in b)', ['a equals A', 'b contains x']],
    ['(a == "A") == True', ['a equals A']],
    ['(a != "A") is False', ['a equals A']],
    ['(a == "A") is not False', ['a equals A']],
    ['(a == "A") != False', ['a equals A']],
    ['(not (a != "A")) != False', ['a equals A']],
    ['not False and a == "A"', ['a equals A']],
    ['a == "A" or (a == "B" and b == "C")', ['a equals A', 'a equals B; b equals C']],
    ['isConsole() and a == "A"', ['userAgent equals console; a equals A']],
    ['not not isConsole()', ['userAgent equals console']],
    ['a == "A" and b == 1 and c is None', ['a equals A; b exists ']],
  ])('are derived from %s', (source, alternatives) => {
    expect(necessary(source)).toEqual(alternatives);
  });

  test.each([
    'a != "A"',
    'a not in ["A"]',
    'not a == "A"',
    'a == None',
    'event["a"] == 1',
    'a in ["A", 1, None]',
    'event.get("a", 1) == 1',
    'event.get("a", 1) in [2, 1]',
    'event.get("a", b) == 1',
    'a.lower() == 1',
    'a[*].b == 1',
    'a == b',
    'a == "A" or b > 1',
    'event.get("a", "A") == "A"',
    'event.get("a", b) == "A"',
    'event.get("a", "xyz").endsWith("z")',
    'event.get("a", "xyz").endsWith(["A", "z"])',
    'glob(event.get("a", "xyz"), ["x*", "*A"])',
    'event.get("a", "xyz").startsWith(["A", "x"])',
    'event.get("a", "xyz").containsAny(["A", "y"])',
    'event.get("a", "xyz").istartsWith("X")',
    'event.get("a", "xyz").iequals("XYZ")',
    '"a" in event',
    'exists(a)',
    'a.upper() == "A"',
    'iequals(a, b)',
    'a == "A" + b',
    'event.get("a", "AB").lower() == "ab"',
    '"x" in keys(a)',
    'any(entries(a), it.key == "x")',
    'isPublicIp(a)',
    'networkOf(a) == "10.0.0.0/16"',
    'urlDecode(a) == "A"',
    'not iequals(a, "A")',
    '"x" in a[*].b',
    'any(a[*], it == "A")',
    'json(a).b == "A"',
    'matches(a, "A")',
    'contains(a, b)',
    'a.startsWith(b)',
    'not isConsole()',
    'a',
    'True',
    'not contains(a, "x")',
    '(b or a != "A") != True',
    '(b or a != "A") == "B"',
    '(a == "A") != "B"',
    '"A" == "A"',
    '"A" < a',
    '1 in a',
    'b in a',
    'contains(a, 1)',
  ])('are unknown for %s', (source) => {
    expect(necessary(source) ?? null).toBeNull();
  });

  test.each([
    'a == "A" and a == "B"',
    'a in lists.none',
    'False',
    'not True',
    '"A" == "B"',
    'a.startsWith([])',
    'containsAny(a, lists.none)',
    'a.lower() == "A"',
    'not (a != "A" or a != "B")',
  ])('are never true for %s', (source) => {
    expect(necessary(source)).toEqual([]);
    expect(compileRule(source, environment).problems.map(({ code }) => code)).toContain('never_true');
  });

  const tests = (n: number, field: string) => Array.from({ length: n }, (_, at) => `"x" in ${field}${at}`);
  test.each([
    [64, tests(64, 'a').join(' or ')],
    [null, tests(65, 'a').join(' or ')],
    [64, `(${tests(8, 'a').join(' or ')}) and (${tests(8, 'b').join(' or ')})`],
    [8, `(${tests(8, 'a').join(' or ')}) and (${tests(9, 'b').join(' or ')})`],
    [8, `(${tests(9, 'b').join(' or ')}) and (${tests(8, 'a').join(' or ')})`],
  ])('are %s alternatives of many operands', (count, source) => {
    expect(necessary(source)?.length ?? null).toBe(count);
  });

  test.each([64, 65])('are at most 64 conditions of %s operands', (count) => {
    expect(compileRule(tests(count, 'a').join(' and '), environment).rule?.necessary?.map((all) => all.length)).toEqual(
      [64],
    );
  });

  test('merge many values of one field into one alternative', () => {
    const rule = Array.from({ length: 200 }, (_, n) => `a == "A${n}"`).join(' or ');
    expect(necessary(rule)?.length).toBe(1);
  });
});
