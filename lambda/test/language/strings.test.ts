// The functions of strings, compared on random input with the simplest code over lists of characters.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { Data } from '../../src/core/language/rule-expression.ts';
import { fuzzRuns } from './arbitrary-rule.ts';

const environment = { lists: {}, predicates: {}, knownFields: [] };

const text = fc.array(fc.constantFrom('a', 'b', 'B', '😀', ' ', '\n'), { maxLength: 8 }).map((all) => all.join(''));
const part = fc.oneof(text, fc.constantFrom('', 'a', 'b', 'ab', 'aa', '😀'));

const startsWith = (whole: string[], some: string[]) => some.every((character, at) => whole[at] === character);
const endsWith = (whole: string[], some: string[]) => startsWith(whole.toReversed(), some.toReversed());
const placeOf = (whole: string[], some: string[], from = 0) => {
  for (let at = from; at + some.length <= whole.length; at++) if (startsWith(whole.slice(at), some)) return at;
  return -1;
};

function split(whole: string[], some: string[]): string[][] {
  const at = placeOf(whole, some);
  return at < 0 ? [whole] : [whole.slice(0, at), ...split(whole.slice(at + some.length), some)];
}

const piecesOf = (whole: string[], some: string[]) =>
  some.length === 0 ? [[], ...whole.map((one) => [one]), []].slice(0, whole.length + 2) : split(whole, some);

function replaceAll(whole: string[], old: string[], fresh: string[]): string {
  if (old.length === 0) return [...whole.flatMap((one) => [...fresh, one]), ...fresh].join('');
  return split(whole, old)
    .map((piece) => piece.join(''))
    .join(fresh.join(''));
}

function strip(whole: string[], characters: string[]): string {
  const goes = (one: string | undefined) => one !== undefined && characters.includes(one);
  if (goes(whole[0])) return strip(whole.slice(1), characters);
  return goes(whole.at(-1)) ? strip(whole.slice(0, -1), characters) : whole.join('');
}

const CALLS: readonly [call: string, oracle: (a: string[], b: string[], c: string[]) => Data][] = [
  ['startsWith(a, b)', startsWith],
  ['endsWith(a, b)', endsWith],
  ['contains(a, b)', (a, b) => placeOf(a, b) >= 0],
  ['containsAny(a, [b, c])', (a, b, c) => placeOf(a, b) >= 0 || placeOf(a, c) >= 0],
  ['startsWith(a, [b, c])', (a, b, c) => startsWith(a, b) || startsWith(a, c)],
  ['endsWith(a, [b, c])', (a, b, c) => endsWith(a, b) || endsWith(a, c)],
  ['a.find(b)', (a, b) => placeOf(a, b)],
  ['event["a"].count(b)', (a, b) => piecesOf(a, b).length - 1],
  ['a.replace(b, c)', replaceAll],
  ['a.before(b)', (a, b) => (placeOf(a, b) < 0 ? a : a.slice(0, placeOf(a, b))).join('')],
  ['a.strip(b)', strip],
  ['a.strip()', (a) => strip(a, [' ', '\n'])],
  ['len(a)', (a) => a.length],
  ['a + b', (a, b) => [...a, ...b].join('')],
];

describe('a function of strings', () => {
  test.each(CALLS)('%s returns what the simplest code does', (call, oracle) => {
    const { rule, problems } = compileRule(`${call} == expected`, environment);
    expect(problems).toEqual([]);
    fc.assert(
      fc.property(text, part, part, (a, b, c) => {
        const expected = oracle([...a], [...b], [...c]);
        expect(rule?.evaluate({ a, b, c, expected }), JSON.stringify([a, b, c, expected])).toBe(true);
      }),
      { numRuns: fuzzRuns },
    );
  });
});

describe('glob', () => {
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?', '**', '*a', '😀', '.'), { maxLength: 6 });

  test.each(['glob', 'iglob'])('%s matches as a regular expression does', (name) => {
    fc.assert(
      fc.property(text, fc.array(pattern, { minLength: 1, maxLength: 2 }), (a, patterns) => {
        const written = patterns.map((pieces) => pieces.join(''));
        const { rule } = compileRule(`${name}(a, ${JSON.stringify(written)})`, environment);
        const isMatch = written.some((one) =>
          new RegExp(
            `^${one.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll(/\*+/g, '.*')}$`,
            name === 'glob' ? 'su' : 'sui',
          ).test(a),
        );
        expect(rule?.evaluate({ a }), JSON.stringify([a, written])).toBe(isMatch);
      }),
      { numRuns: fuzzRuns },
    );
  });
});
