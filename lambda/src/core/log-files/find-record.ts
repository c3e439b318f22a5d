// Finds where records begin in damaged text, by the key that they begin with: `"eventVersion"` in all that CloudTrail writes.
// In: text and a key. Out: offsets. Inside a record it finds only objects in a list that begin with the same key.

import { COMMA, charAt, OPEN_LIST, OPEN_OBJECT, skipSpaceBack } from './json-text.ts';

/** The key that records begin with if the file does not show another. */
export const USUAL_FIRST_KEY = '"eventVersion"';

/** No longer text than this precedes the key of a record, up to the comma before it. */
export const LONGEST_OPENING_BYTES = 64;

/** The first key, with quotes, of an object at the beginning of a text; null if there is none. */
export function firstKeyOf(text: string): string | null {
  return /^\{[ \t\r\n]*("[A-Za-z]{1,40}")/.exec(text)?.[1] ?? null;
}

/** Offset of the next brace, from `from` on, that opens a record; the text's length if there is none. */
export function nextRecord(text: string, from: number, firstKey: string): number {
  let key = text.indexOf(firstKey, from);
  while (key >= 0) {
    const brace = openingBrace(text, key);
    if (brace !== null && brace >= from) return brace;
    key = text.indexOf(firstKey, key + firstKey.length);
  }
  return text.length;
}

/** Offset of the last brace that opens a record; 0 if there is none after the text's first char. */
export function lastRecord(text: string, firstKey: string): number {
  let key = text.lastIndexOf(firstKey);
  while (key > 0) {
    const brace = openingBrace(text, key);
    if (brace !== null) return brace;
    key = text.lastIndexOf(firstKey, key - 1);
  }
  return 0;
}

function openingBrace(text: string, key: number): number | null {
  const brace = skipSpaceBack(text, key - 1);
  if (charAt(text, brace) !== OPEN_OBJECT) return null;
  const before = charAt(text, skipSpaceBack(text, brace - 1));
  return before === COMMA || before === OPEN_LIST ? brace : null;
}
