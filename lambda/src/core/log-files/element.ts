// One element of `Records`, of any type. In: text whose chars are UTF-8 bytes, and the offset of the element.
// Out: where it ends, and what is wrong with it if it is not an object. Exact for valid JSON; never parses.

import { CLOSE_LIST, CLOSE_OBJECT, charAt, endOfString, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-text.ts';

/** Result instead of an offset: the element does not end in this text. */
export const TORN = -1;

/** The offset after an element, or `TORN` if the text ends before it. `isLast`: the text ends with the file. */
export function endOfElement(text: string, start: number, isLast: boolean): number {
  const char = charAt(text, start);
  if (char === OPEN_OBJECT) return endOfBrackets(text, start, [OPEN_OBJECT], [CLOSE_OBJECT]);
  if (char === OPEN_LIST) return endOfBrackets(text, start, [OPEN_LIST, OPEN_OBJECT], [CLOSE_LIST, CLOSE_OBJECT]);
  const end = char === QUOTE ? endOfString(text, start) : endOfWord(text, start);
  return end > text.length || (end === text.length && char !== QUOTE && !isLast) ? TORN : end;
}

/** As `endOfElement`, in text that ends at `boundary`; reads no further. */
export function endOfElementBefore(text: string, start: number, boundary: number, isLast: boolean): number {
  const part = text.slice(start, boundary);
  const end = endOfElement(part, 0, isLast && boundary === text.length);
  return end === TORN ? TORN : start + end;
}

function endOfBrackets(text: string, start: number, opening: readonly number[], closing: readonly number[]): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) at = endOfString(text, at) - 1;
    else if (opening.includes(char)) depth++;
    else if (closing.includes(char)) depth--;
    if (depth === 0) return at + 1;
  }
  return TORN;
}

// A number, `true`, `false`, `null`, or anything else without a delimiter.
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && IS_DELIMITER[text.charCodeAt(at)] === 0) at++;
  return at;
}

const IS_DELIMITER = new Uint8Array(256);
for (const char of ',:"[]{} \t\r\n') IS_DELIMITER[char.charCodeAt(0)] = 1;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Why an element that is not an object is not a record. */
export function describeElement(element: string): string {
  const kind = KINDS[element.charAt(0)] ?? (WORDS[element] || (NUMBER.test(element) ? 'a number' : undefined));
  return kind === undefined ? 'is not valid JSON' : `is ${kind}, not an object`;
}

const KINDS: Readonly<Record<string, string>> = { '[': 'a list', '"': 'a string' };
const WORDS: Readonly<Record<string, string>> = { null: 'null', true: 'a boolean', false: 'a boolean' };
