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

describe('inCidr', () => {
  // Addresses of both kinds as lists of bits.
  const ipv4 = fc.array(fc.constantFrom(0, 10, 127, 128, 255), { minLength: 4, maxLength: 4 });
  const ipv6 = fc.array(fc.constantFrom(0, 1, 0x2001, 0x7fff, 0x8000, 0xffff), { minLength: 8, maxLength: 8 });
  const written = (parts: readonly number[]) =>
    parts.length === 4 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':');
  const bitsOf = (parts: readonly number[]) =>
    parts.map((part) => part.toString(2).padStart(parts.length === 4 ? 8 : 16, '0')).join('');

  test('is true if the first bits are those of the network', () => {
    const address = fc.oneof(
      ipv4,
      ipv6.filter(([first]) => first !== 0),
    );
    fc.assert(
      fc.property(address, address, fc.nat(128), fc.boolean(), (one, other, length, isNear) => {
        const network = isNear ? one : other;
        const bits = Math.min(length, network.length === 4 ? 32 : 128);
        const [a, b] = [bitsOf(one), bitsOf(network)];
        const expected = one.length === network.length && a.slice(0, bits) === b.slice(0, bits);
        const source = `inCidr(a, "${written(network)}/${bits}")`;
        expect(compile(source)({ a: written(one) }), `${written(one)} ${source}`).toBe(expected);
        const single = `inCidr(a, ["192.0.2.1", "${written(network)}"])`;
        expect(compile(single)({ a: written(one) }), `${written(one)} ${single}`).toBe(a === b);
      }),
      { numRuns: fuzzRuns },
    );
  });
});

describe('a constant', () => {
  test.each([
    ['inCidr(a, "10.0.0.0/0")', true],
    ['inCidr(a, "10.0.0.0/32")', true],
    ['inCidr(a, "10.0.0.0/33")', false],
    ['inCidr(a, "10.0.0.0/")', false],
    ['inCidr(a, "10.0.0.0/-1")', false],
    ['inCidr(a, "10.0.0.0/8/8")', false],
    ['inCidr(a, "10.0.0/8")', false],
    ['inCidr(a, "2001:db8::/128")', true],
    ['inCidr(a, "2001:db8::/129")', false],
    ['inCidr(a, "")', false],
    ['networkOf(a, 1) == "x"', true],
    ['networkOf(a, 32) == "x"', true],
    ['networkOf(a, 0) == "x"', false],
    ['networkOf(a, 33) == "x"', false],
    ['networkOf(a, 1.5) == "x"', false],
    ['hour(a, "Europe/Berlin") == 1', true],
    ['hour(a, "UTC") == 1', true],
    ['hour(a, "Europe/Nowhere") == 1', false],
    ['hour(a, "+02:00") == 1', false],
    ['hour(a, "") == 1', false],
  ])('in %s is accepted: %s', (source, isAccepted) => {
    const { problems } = compileRule(source, environment);
    expect(problems.map(({ code }) => code)).toEqual(isAccepted ? [] : ['invalid_pattern']);
  });
});

describe('the time of an event', () => {
  // 2024-06-02 was a Sunday, and daylight saving time began in Berlin on 2024-03-31 at 01:00 UTC.
  test.each([
    ['2024-06-02T23:30:00Z', 'UTC', 23, 7],
    ['2024-06-02T23:30:00Z', 'Europe/Berlin', 1, 1],
    ['2024-06-01T23:30:00Z', 'Europe/Berlin', 1, 7],
    ['2024-03-31T00:59:59Z', 'Europe/Berlin', 1, 7],
    ['2024-03-31T01:00:00.123456Z', 'Europe/Berlin', 3, 7],
    ['2024-06-03T00:00Z', 'America/New_York', 20, 7],
    ['2024-06-03T00:15:00+05:30', 'UTC', 18, 7],
    ['2024-06-02T22:15:00-05:00', 'UTC', 3, 1],
    ['2024-06-08T00:00:00Z', 'UTC', 0, 6],
  ])('%s in %s is in hour %i of day %i', (a, zone, hour, weekday) => {
    expect(compile(`hour(a, "${zone}") == ${hour} and weekday(a, "${zone}") == ${weekday}`)({ a })).toBe(true);
    if (zone === 'UTC') expect(compile(`hour(a) == ${hour} and weekday(a) == ${weekday}`)({ a })).toBe(true);
  });

  test.each(['', 'now', '2024', '2024-06-02', '2024-06-02 10:00:00Z', '2024-06-02T10:00:00', '2024-13-02T10:00:00Z'])(
    'is unknown for %j',
    (a) => {
      expect(compile('hour(a) == None and weekday(a) == None')({ a })).toBe(true);
      expect(compile('hour(event["a"]) == 1')({ a })).toMatchObject({ code: 'type_mismatch' });
    },
  );
});

describe('white space and characters', () => {
  test.each([
    ...['\t', '\n', '\u000b', '\f', '\r', '\u001c', '\u001d', '\u001e', '\u001f', ' ', '\u0085', '\u00a0', '\u2028'],
    '\u3000',
  ])('strip removes %j, as in Python', (space) => {
    expect(compile('a.strip() == "x"')({ a: `${space}x${space}` })).toBe(true);
  });

  test.each(['\u001b', '\ufeff', '\u200b', '\u0084', '\u0086', '!'])('strip keeps %j, as in Python', (character) => {
    expect(compile('a.strip() == a')({ a: `${character}x${character}` })).toBe(true);
  });

  test.each([
    ['', 0],
    ['a', 1],
    ['😀', 1],
    ['\u{10000}\u{10ffff}', 2],
    ['\ud800', 1],
    ['\udfff', 1],
    ['\udc00\ud800', 2],
    ['\ud800a', 2],
    ['\udbff\udc00\udfff', 2],
    ['\ud7ff\ue000', 2],
  ])('len of %j is %i', (a, length) => {
    expect(compile(`len(a) == ${length}`)({ a })).toBe(true);
  });
});
