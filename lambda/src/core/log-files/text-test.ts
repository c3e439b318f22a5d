// Tests on the inside of a JSON string, as it stands in a log file: conditions of one path, any of which may hold.
// In: conditions and a text whose chars are UTF-8 bytes. Out: whether one may hold; a yes too many is allowed, a no too
// many is not. Strings with escapes are not for these tests: their caller counts them as a yes.

import type { FieldCondition } from '../records/record-filter.ts';

/** Whether the text between two offsets may meet a condition. */
export type TextTest = (text: string, start: number, end: number) => boolean;

/** The UTF-8 bytes of a text, one char each, as a log file's text is scanned. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * What bytes cannot be searched for: surrogates may stand alone in JavaScript but not in UTF-8, and broken UTF-8 is read
 * as U+FFFD.
 */
export const UNSURE_IN_BYTES = /[\ud800-\udfff\ufffd]/;

/** A test that says yes where any of the conditions may hold; all of them are about the same path. */
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
  ];
  return tests.length === 1
    ? (tests[0] as TextTest)
    : (text, start, end) => tests.some((test) => test(text, start, end));
}

// Most texts differ from every value already in length and first char, which costs less than a look-up.
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
