import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from './compile-rule.ts';
import { spellFloat } from './functions/conversions.ts';

const NOTHING = { lists: {}, predicates: {}, knownFields: [] };
const isTrue = (rule: string) => compileRule(rule, NOTHING).rule?.evaluate({});

// What CPython 3 prints for each float.
const PYTHON: readonly (readonly [literal: string, spelled: string])[] = [
  ['0.0', '0.0'],
  ['-0.0', '-0.0'],
  ['0e0', '0.0'],
  ['1.0', '1.0'],
  ['1e15', '1000000000000000.0'],
  ['1e16', '1e+16'],
  ['123456789012345680.0', '1.2345678901234568e+17'],
  ['1e-4', '0.0001'],
  ['1e-5', '1e-05'],
  ['1.5e-7', '1.5e-07'],
  ['.1', '0.1'],
  ['1e22', '1e+22'],
  ['1e100', '1e+100'],
  ['-2.5', '-2.5'],
  ['5e-324', '5e-324'],
  ['1.7976931348623157e308', '1.7976931348623157e+308'],
  ['12.5e3', '12500.0'],
];

describe('str', () => {
  it.each(PYTHON)('spells the literal %s as %s, as Python does', (literal, spelled) => {
    expect(isTrue(`str(${literal}) == '${spelled}'`)).toBe(true);
    expect(isTrue(`(${literal}).str() == '${spelled}'`)).toBe(true);
  });

  it.each([
    ['0', '0'],
    ['-1', '-1'],
    ['1000000', '1000000'],
  ])('spells the integer %s without a fraction', (literal, spelled) => {
    expect(isTrue(`str(${literal}) == '${spelled}'`)).toBe(true);
  });
});

describe('spellFloat', () => {
  it('returns a float literal of the same value for any number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(spellFloat(value)).toMatch(/^-?(?:\d+\.\d+|\d(?:\.\d+)?e[+-]\d{2,3})$/);
        expect(Object.is(Number(spellFloat(value)), value)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
