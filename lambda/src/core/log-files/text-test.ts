// Tests the contents of a JSON string in a log file's text against conditions on one path.
// In: conditions and a text whose chars are UTF-8 bytes. Out: whether a condition may hold. False positives are allowed,
// false negatives are not. The caller treats strings with escapes as positive without a test.

import type { FieldCondition } from '../records/record-filter.ts';

/** Whether the text between two offsets may satisfy a condition. */
export type TextTest = (text: string, start: number, end: number) => boolean;

/** The UTF-8 bytes of a text, one char for each byte, as in the text that the reader scans. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * Text that a search in bytes may miss: JavaScript allows lone surrogates but UTF-8 does not, and broken UTF-8 is read as
 * U+FFFD.
 */
export const UNSURE_IN_BYTES = /[\ud800-\udfff\ufffd]/;

/** A test that is positive if any of the conditions may hold. All conditions are on the same path. */
export function createTextTest(conditions: readonly FieldCondition[]): TextTest {
  const values = (test: FieldCondition['test']) => [
    ...new Set(conditions.filter((condition) => condition.test === test).flatMap((condition) => condition.values)),
  ];
  if (conditions.some((condition) => condition.values.some((value) => UNSURE_IN_BYTES.test(value)))) return () => true;
  const tests = [
    ...equalsTests(values('equals').map(toBytes)),
    ...values('startsWith').map((value) => startsWithTest(toBytes(value))),
    ...values('endsWith').map((value) => endsWithTest(toBytes(value))),
    ...containsTests(values('contains').map(toBytes)),
    ...ignoringCaseTests(conditions),
  ];
  return tests.length === 1
    ? (tests[0] as TextTest)
    : (text, start, end) => tests.some((test) => test(text, start, end));
}

// Most texts differ from every value in length, first or last char. Comparing these costs less than a look-up.
function equalsTests(values: readonly string[]): TextTest[] {
  if (values.length === 0) return [];
  const known = new Set(values);
  const shapes = new Uint8Array(1 << 14);
  for (const value of values) shapes[shapeOf(value, 0, value.length)] = 1;
  return [(text, start, end) => shapes[shapeOf(text, start, end)] === 1 && known.has(text.slice(start, end))];
}

function shapeOf(text: string, start: number, end: number): number {
  if (start === end) return 0;
  return ((end - start) * 641 + text.charCodeAt(start) * 31 + text.charCodeAt(end - 1)) & 0x3fff;
}

function startsWithTest(value: string): TextTest {
  return (text, start, end) => end - start >= value.length && text.startsWith(value, start);
}

function endsWithTest(value: string): TextTest {
  return (text, start, end) => end - start >= value.length && text.startsWith(value, end - value.length);
}

function containsTests(values: readonly string[]): TextTest[] {
  if (values.length === 0) return [];
  return [
    (text, start, end) => {
      const inside = text.slice(start, end);
      return values.some((value) => inside.includes(value));
    },
  ];
}

type Part = (inside: string, value: string) => boolean;

const IGNORING_CASE: Readonly<Partial<Record<FieldCondition['test'], Part>>> = {
  iequals: (inside, value) => inside === value,
  istartsWith: (inside, value) => inside.startsWith(value),
  iendsWith: (inside, value) => inside.endsWith(value),
  icontains: (inside, value) => inside.includes(value),
};

// Lower case is computed for ASCII only. Other text may satisfy any of these conditions: a letter outside of ASCII can have
// a lower case in it, such as the Kelvin sign.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

function ignoringCaseTests(conditions: readonly FieldCondition[]): TextTest[] {
  const tests = conditions.flatMap(({ test, values }) => {
    const passes = IGNORING_CASE[test];
    return passes === undefined ? [] : values.map((value) => (inside: string) => passes(inside, value));
  });
  if (tests.length === 0) return [];
  return [
    (text, start, end) => {
      const inside = text.slice(start, end);
      if (!ASCII.test(inside)) return true;
      const lower = inside.toLowerCase();
      return tests.some((test) => test(lower));
    },
  ];
}
