// Saves what can be saved from a text that is not valid JSON: every whole record of it, cut out and parsed by itself.
// In: raw bytes and the offset of an element of `Records`. Out: the records that parse, and one broken one for each
// stretch that does not. Linear in the text; never gives up a record for what is wrong with its neighbour.

import { type CloudTrailRecord, isJsonObject } from '../records/record.ts';
import {
  CLOSE_LIST,
  COMMA,
  isEndOfFile,
  OPEN_LIST,
  OPEN_OBJECT,
  parseJson,
  skipSpace,
  skipSpaceBack,
} from './json-text.ts';
import type { BrokenRecord } from './log-file.ts';
import { RecordScanner, TORN } from './record-scanner.ts';

export interface Recovered {
  readonly candidates: readonly CloudTrailRecord[];
  readonly broken: readonly BrokenRecord[];
}

/** Parses element by element to the end of the text; after a broken one, goes on where the next record begins. */
export function recoverRecords(raw: Buffer, from: number): Recovered {
  const text = raw.toString('latin1', from);
  const firstKey = firstKeyOf(text);
  const candidates: CloudTrailRecord[] = [];
  const broken: BrokenRecord[] = [];
  let at = skipSpace(text, 0);
  let next = at;
  while (at < text.length && !isEndOfFile(text, at)) {
    if (next <= at) next = nextRecord(text, at + 1, firstKey);
    const element = readElement(text.slice(at, next), (end) => raw.toString('utf8', from + at, from + at + end));
    if ('record' in element) candidates.push(element.record);
    else broken.push({ index: candidates.length + broken.length, reason: element.reason });
    at = element.length === null ? next : skipSpace(text, at + element.length);
  }
  return { candidates, broken };
}

// `length` takes in the comma behind the element; null where it is not known how far the element goes.
type Element = ({ readonly record: CloudTrailRecord } | { readonly reason: string }) & {
  readonly length: number | null;
};

function readElement(text: string, decode: (end: number) => string): Element {
  if (text.charCodeAt(0) !== OPEN_OBJECT) return { reason: 'is not an object', length: null };
  const end = new RecordScanner(text, []).endOfObject(0);
  if (end === TORN) return { reason: `does not end within ${text.length} bytes`, length: null };
  const length = lengthWithSeparator(text, end);
  if (length === null) return { reason: 'is followed by text that belongs to no record', length };
  const record = parseJson(decode(end));
  return isJsonObject(record) ? { record, length } : { reason: 'is not valid JSON', length };
}

function lengthWithSeparator(text: string, end: number): number | null {
  const separator = skipSpace(text, end);
  if (text.charCodeAt(separator) === COMMA) return separator + 1;
  return separator === text.length || text.charCodeAt(separator) === CLOSE_LIST ? separator : null;
}

/** What the first record of a text begins with, quotes included: `"eventVersion"` in all that CloudTrail itself writes. */
export function firstKeyOf(text: string): string {
  return /^[ \t\r\n]*\{[ \t\r\n]*("[A-Za-z]+")/.exec(text)?.[1] ?? '"eventVersion"';
}

/**
 * Offset of the next brace that opens a record, known by the key that records begin with; the text's length if there is
 * none. Inside a record it can be mistaken only in a list of objects that look like records themselves.
 */
export function nextRecord(text: string, from: number, firstKey: string): number {
  let key = text.indexOf(firstKey, from);
  while (key >= 0) {
    const brace = openingBrace(text, key);
    if (brace !== null && brace >= from) return brace;
    key = text.indexOf(firstKey, key + firstKey.length);
  }
  return text.length;
}

/** As `nextRecord`, but the last one in the text; 0 if there is none behind its start. */
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
  if (text.charCodeAt(brace) !== OPEN_OBJECT) return null;
  const before = text.charCodeAt(skipSpaceBack(text, brace - 1));
  return before === COMMA || before === OPEN_LIST ? brace : null;
}
