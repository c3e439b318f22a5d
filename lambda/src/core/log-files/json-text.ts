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

function isSpace(char: number): boolean {
  return char === 32 || char === 10 || char === 13 || char === 9;
}

const HEAD = /^(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"Records"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*/;

/** How far into a file the reader looks for its first record. */
export const LONGEST_HEAD_BYTES = 1024;

/** Offset of the first element of `Records`, if `Records` is the first key of the file; otherwise null. */
export function firstElement(raw: Buffer): number | null {
  return HEAD.exec(raw.toString('latin1', 0, LONGEST_HEAD_BYTES))?.[0].length ?? null;
}

/** Whether only the end of the list and of the file follows at an offset. */
export function isEndOfFile(text: string, at: number): boolean {
  return charAt(text, at) === CLOSE_LIST && isEndOfObject(text, at + 1);
}

/** Whether only the closing brace of the file follows at an offset. */
export function isEndOfObject(text: string, at: number): boolean {
  const brace = skipSpace(text, at);
  return charAt(text, brace) === 125 && skipSpace(text, brace + 1) === text.length;
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
