// Slow: takes more than its share of the unit tests.
import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';
import { functionTable } from './functions/function-table.ts';
import { interpretRule } from './interpret.ts';
import { limits } from './limits.ts';
import type { CompiledRule } from './rule-expression.ts';

const environment = { lists: {}, predicates: {}, knownFields: [] };

/** Rules that reach a limit if `n` equals it. */
const rules: readonly [name: string, limit: number, write: (n: number) => string][] = [
  ['characters', limits.characters, (n) => `a == "${'x'.repeat(n - 7)}"`],
  ['parentheses', limits.nesting, (n) => `${'('.repeat(n)}a${')'.repeat(n)}`],
  ['lists in calls', limits.nesting, (n) => `${'lower('.repeat(n)}a${')'.repeat(n)}`],
  ['not', limits.nesting, (n) => `${'not '.repeat(n)}a`],
  ['!', limits.nesting, (n) => `${'!'.repeat(n)}a`],
  ['-', limits.nesting, (n) => `${'-'.repeat(n)}a`],
  ['parentheses after a comparison', limits.nesting, (n) => `(a) == ${'('.repeat(n)}b${')'.repeat(n)}`],
  ['prefixes of a later operand', limits.nesting, (n) => `((a and ${'!'.repeat(n - 2)}b))`],
  ['prefixes of each element', limits.nesting, (n) => `any([${'!'.repeat(n - 2)}a, ${'!'.repeat(n - 2)}b])`],
  [
    'calls on calls in parentheses',
    limits.treeHeight - 1,
    (n) => `(a${'.lower()'.repeat(100)})${'.lower()'.repeat(n - 100)}`,
  ],
  ['calls on calls', limits.treeHeight - 1, (n) => `a${'.lower()'.repeat(n)}`],
  ['parts', limits.nodes, (n) => `a in [${'1,'.repeat(1_000)}] or a in [${'1,'.repeat(n - 1_007)}]`],
  ['elements', limits.listElements, (n) => `a in [${'1,'.repeat(n)}]`],
  ['pattern of matches', limits.patternLength, (n) => `matches(a, "${'x'.repeat(n)}")`],
  ['pattern of glob', limits.patternLength, (n) => `glob(a, "${'x'.repeat(n)}")`],
  [
    'repetitions of a pattern',
    limits.patternSize - 2,
    (n) => `matches(a, "x{${Math.floor(n / 2)}}y{${Math.ceil(n / 2)}}")`,
  ],
  ['strings that are joined', limits.nodes - 3, (n) => `a == ${Array(n).fill('"x"').join('+')}`],
  ['steps of a path', limits.pathSteps, (n) => `a${'.a'.repeat(n - 1)} == 1`],
  ['steps of a subscript', limits.pathSteps, (n) => `event["a${'.a'.repeat(n - 1)}"] == 1`],
];

describe('limits', () => {
  test.each(rules)('accept %s up to %d', (_name, limit, write) => {
    expect(errorsOf(write(limit))).toEqual([]);
  });

  test.each(rules)('refuse %s beyond %d', (_name, limit, write) => {
    expect(errorsOf(write(limit + 1))).toEqual(['limit_exceeded']);
  });

  test('count prefix operators and brackets as one depth', () => {
    expect(errorsOf(`${'!('.repeat(32)}a${')'.repeat(32)}`)).toEqual([]);
    expect(errorsOf(`${'!('.repeat(32)}!a${')'.repeat(32)}`)).toEqual(['limit_exceeded']);
  });

  test('bound the string that replace returns', () => {
    const { rule } = compileRule(`len(event["a"].replace("a", "bb")) > 0`, environment);
    expect(rule?.evaluate({ a: 'a'.repeat(limits.textLength / 2) })).toBe(true);
    expect(rule?.evaluate({ a: 'a'.repeat(limits.textLength / 2 + 1) })).toMatchObject({ code: 'type_mismatch' });
  });

  test('bound the string that + returns', () => {
    const { rule } = compileRule('len(event["a"] + "b") > 0', environment);
    expect(rule?.evaluate({ a: 'a'.repeat(limits.textLength - 1) })).toBe(true);
    expect(rule?.evaluate({ a: 'a'.repeat(limits.textLength) })).toMatchObject({ code: 'type_mismatch' });
  });

  test('bound the JSON that json parses', () => {
    const { rule } = compileRule('exists(json(a))', environment);
    const text = (length: number) => `"${'x'.repeat(length - 2)}"`;
    expect(rule?.evaluate({ a: text(limits.jsonLength) })).toBe(true);
    expect(rule?.evaluate({ a: text(limits.jsonLength + 1) })).toBe(false);
  });

  test('refuse 5,000 parentheses before the parser runs', () => {
    expect(errorsOf('('.repeat(5_000))).toEqual(['limit_exceeded']);
  });
});

// Each would take more than ten seconds if its cost were elements times length of the string.
describe('predicates that call predicates', () => {
  const chain = (n: number, write: (next: string) => string) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, at) => [`p${at}`, at === n - 1 ? 'a == "x"' : write(`p${at + 1}()`)]),
    );
  const compile = (predicates: Readonly<Record<string, string>>) =>
    compileRule('p0()', { lists: {}, predicates, knownFields: [] });

  // Each predicate adds two levels: `not`, and the call.
  test.each([
    [199, []],
    [200, ['limit_exceeded']],
    [3_000, ['limit_exceeded']],
  ])('are bounded in height: a chain of %d', (n, codes) => {
    expect(compile(chain(n, (next) => `not ${next}`)).problems.map(({ code }) => code)).toEqual(codes);
  });

  test.each(['and', 'or'])('do not take exponential time if each calls the next one twice, with %s', (operator) => {
    const predicates = chain(60, (next) => `${next} ${operator} ${next}`);
    const { rule } = compile(predicates);
    expect(rule?.necessary).toEqual([[{ path: 'a', test: 'equals', values: ['x'] }]]);
    expect(rule?.evaluate({ a: 'x' })).toBe(true);
    const environmentOfAll = { lists: {}, predicates, knownFields: [] };
    expect(interpretRule(rule as CompiledRule, { a: 'x' }, environmentOfAll).outcome).toBe(true);
  });

  test('have a bounded number of necessary conditions', () => {
    const fields = (at: number) => Array.from({ length: 30 }, (_, n) => `"x" in f${at}.n${n}`).join(' and ');
    const predicates = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`p${at}`, at === 49 ? fields(at) : `${fields(at)} and p${at + 1}()`]),
    );
    expect(compile(predicates).rule?.necessary?.map((all) => all.length)).toEqual([64]);
  });
});

describe('a condition on many elements and a long string takes linear time', () => {
  const long = 'a'.repeat(120_000);
  const event = { long, other: `${long.slice(1)}b`, items: Array.from({ length: 40_000 }, () => 'b') };

  test.each([
    'any(items[*], long < other and it == "x")',
    'any(items[*], "ab" in other and long > other and it == "x")',
    'any(items[*], it.contains(long))',
    'any(items[*], it.count(long) > 1)',
    'any(items[*], it.strip(long) == "x")',
    'any(items[*], any([long, other], it.strip() == "x"))',
    'any(items[*], it == long or it < long and it == other)',
    'any(items[*], iequals(it, long) or istartsWith(other, it + "x"))',
    'any(items[*], iequals(it, [long, other]) or iendsWith(it, other))',
    'any(items[*], icontains(it, long) or containsAny(it, [long, other]))',
    'any(items[*], it == long + other)',
    'any(items[*], it == urlDecode(long) or isPublicIp(it))',
    'any(items[*], networkOf(it) == long)',
  ])('%s', (source) => {
    const { rule } = compileRule(source, environment);
    const before = process.cpuUsage();
    expect(rule?.evaluate(event)).toBe(false);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});

describe('a function of an element and a long string takes linear time or is refused', () => {
  const event = { long: 'a'.repeat(120_000), items: Array.from({ length: 12_000 }, () => `${'a'.repeat(30)}b`) };
  const calls = functionTable.flatMap(({ name, parameters }) => {
    const places = parameters.flatMap(({ constant }, place) => (constant ? [] : [place]));
    return places.length < 2
      ? []
      : places.map((own) => `${name}(${parameters.map((_, at) => (at === own ? 'it' : 'long'))})`);
  });

  test.each(calls)('%s', (call) => {
    const { rule } = compileRule(`any(items[*], ${call} == "x")`, environment);
    const before = process.cpuUsage();
    expect(rule?.evaluate(event) ?? false).toBe(false);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});

function errorsOf(source: string): string[] {
  return compileRule(source, environment).problems.flatMap(({ level, code }) => (level === 'error' ? [code] : []));
}
