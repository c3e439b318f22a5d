// Functions compared with independent oracles, on random input.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { Data } from '../../src/core/language/rule-expression.ts';
import { fuzzRuns } from './arbitrary-rule.ts';

const environment = { lists: {}, predicates: {}, knownFields: [] };

function compile(source: string): (event: Data) => unknown {
  const { rule, problems } = compileRule(source, environment);
  expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
  return (event) => rule?.evaluate(event);
}

// A rule returns booleans only, so a value is compared with a field.
function returns(call: string): (event: { readonly [key: string]: Data }, expected: Data) => unknown {
  const evaluate = compile(`${call} == expected`);
  return (event, expected) => evaluate({ ...event, expected });
}

describe('urlDecode', () => {
  const decodes = returns('urlDecode(a)');

  test('reverses encodeURIComponent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodes({ a: encodeURIComponent(text) }, text)).toBe(true);
      }),
      { numRuns: fuzzRuns },
    );
  });

  test('decodes valid UTF-8 and keeps every other byte, as a decoder that reads byte by byte', () => {
    const piece = fc.oneof(
      fc.integer({ min: 0, max: 255 }).map((byte) => `%${byte.toString(16).padStart(2, '0')}`),
      fc.constantFrom('%', '%4', '%zz', '+', 'a', 'é', '%E2%82%AC', '%f0%9f%98%80', '%ED%A0%80', '%C0%80', '%F5'),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
        (text) => {
          expect(decodes({ a: text }, decodeByByte(text)), text).toBe(true);
        },
      ),
      { numRuns: fuzzRuns },
    );
  });
});

// At each position, tries the longest sequence first; the platform's decoder decides what is valid.
function decodeByByte(text: string): string {
  let decoded = '';
  for (let at = 0; at < text.length; ) {
    const sequence = [4, 3, 2, 1]
      .map((length) => text.slice(at, at + length * 3))
      .find((part) => /^(?:%[0-9a-f]{2})+$/i.test(part) && oneCharacter(part) !== null);
    decoded += sequence === undefined ? (text[at] as string) : oneCharacter(sequence);
    at += sequence === undefined ? 1 : sequence.length;
  }
  return decoded;
}

function oneCharacter(encoded: string): string | null {
  const bytes = Buffer.from(encoded.replaceAll('%', ''), 'hex');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) && [...text].length === 1 ? text : null;
}

describe('functions that ignore case', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'K', '\u212a', 'İ', 'i', 'ß', 'SS', 'Σ', '1') });
  const cases: readonly [call: string, oracle: (whole: string, part: string) => boolean][] = [
    ['iequals', (whole, part) => whole === part],
    ['icontains', (whole, part) => whole.includes(part)],
    ['istartsWith', (whole, part) => whole.startsWith(part)],
    ['iendsWith', (whole, part) => whole.endsWith(part)],
  ];

  test.each(cases)('compare as the lower-case strings do: %s', (name, oracle) => {
    const one = compile(`${name}(a, b)`);
    const list = compile(`${name}(a, [b, c])`);
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [whole, part, other] = [a, b, c].map((value) => value.toLowerCase()) as [string, string, string];
        expect(one({ a, b })).toBe(oracle(whole, part));
        expect(list({ a, b, c })).toBe(oracle(whole, part) || oracle(whole, other));
        const constant = compile(`${name}(a, [${JSON.stringify(b)}, ${JSON.stringify(c)}])`);
        expect(constant({ a })).toBe(oracle(whole, part) || oracle(whole, other));
      }),
      { numRuns: fuzzRuns },
    );
  });
});

describe('isPublicIp', () => {
  // https://www.iana.org/assignments/iana-ipv4-special-registry, multicast (RFC 5771) and the former 6to4 relays (RFC 7526).
  const special = [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
    ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
    ...['224.0.0.0/4', '240.0.0.0/4'],
  ].map((block) => block.split('/') as [string, string]);
  const isPublic = compile('isPublicIp(a)');

  test('is true for IPv4 addresses outside of the special-purpose blocks', () => {
    const nearABlock = fc.constantFrom(...special).chain(([base, bits]) => {
      const size = 2 ** (32 - Number(bits));
      return fc
        .integer({ min: -2, max: 2 })
        .chain((delta) => fc.constantFrom(numberOf(base) + delta, numberOf(base) + size + delta));
    });
    const address = fc
      .oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), nearABlock)
      .map((n) => ((n % 2 ** 32) + 2 ** 32) % 2 ** 32);
    fc.assert(
      fc.property(address, (n) => {
        const isSpecial = special.some(([base, bits]) => {
          const first = numberOf(base);
          return n >= first && n < first + 2 ** (32 - Number(bits));
        });
        const written = [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');
        expect(isPublic({ a: written }), written).toBe(!isSpecial);
        expect(isPublic({ a: `::ffff:${written}` }), written).toBe(!isSpecial);
      }),
      { numRuns: fuzzRuns },
    );
  });

  function numberOf(address: string): number {
    return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  }
});
