// The parts of the JSON grammar that the reader needs to find its way in a log file's text without parsing all of it.
// Texts are UTF-8 bytes, one char for each byte. A char below 128 always represents itself.
// Nothing here throws, whatever the text.

import type { Json } from '../records/record.ts';

export const QUOTE = 34;
export const COMMA = 44;
export const DOT = 46;
export const COLON = 58;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;

/** The result for an offset outside the text. */
export const NO_CHAR = -1;

/**
 * The char code at any offset. JavaScript allows reading past the end of a string, but V8 then discards the optimized code
 * of the caller and compiles it again. For a usual log file of a few megabytes, that took longer than the reading.
 */
export function charAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : NO_CHAR;
}

/** Offset of the next char that is not JSON white space. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(charAt(text, at))) at++;
  return at;
}

/** Offset of the last char at or before `from` that is not JSON white space. */
export function skipSpaceBack(text: string, from: number): number {
  let at = from;
  while (isSpace(charAt(text, at))) at--;
  return at;
}

/** Whether a char code is JSON white space. */
export function isSpace(char: number): boolean {
  return char === 32 || char === 10 || char === 13 || char === 9;
}

// Larger than any offset, and still a small integer for V8.
const NOWHERE = 0x3fffffff;

/** The offset after a string, given its opening quote; larger than any offset if the text ends before it. */
export function endOfString(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at + 1;
    at += char === BACKSLASH ? 2 : 1;
  }
  return NOWHERE;
}

/** Parsed JSON; undefined if the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
