// Finds the end of records, and whether they contain a mark, in a window of a log file's text, without parsing.
// In: text whose chars are UTF-8 bytes, and marks. Callers ask for ascending offsets.
// Exact for valid JSON: a brace inside a string never counts. If the text ends too early, the result is `TORN`, never a guess.

import { BACKSLASH, QUOTE } from './json-text.ts';
import type { Mark } from './marks.ts';

/** Result instead of an offset: the object does not end in this text. */
export const TORN = -1;

// Larger than any offset, and still a small integer for V8.
const NOWHERE = 0x3fffffff;

// The chars that may precede the quote that opens a string, and the backslash, which makes a quote part of a string.
const MAY_OPEN_STRING = new Uint8Array(256);
for (const char of '{[:, \t\n\r\\') MAY_OPEN_STRING[char.charCodeAt(0)] = 1;

export class RecordScanner {
  private readonly text: string;
  private readonly marks: readonly Mark[];
  // The first occurrence of each mark, and of a brace, at or after the offset of the last search.
  private readonly nextMark: number[];
  private nextOpen = -1;
  private nextClose = -1;

  constructor(text: string, marks: readonly Mark[]) {
    this.text = text;
    this.marks = marks;
    this.nextMark = marks.map(() => -1);
  }

  /** Whether any mark occurs between two offsets. */
  hasMark(start: number, end: number): boolean {
    const { nextMark } = this;
    let found = false;
    for (let i = 0; i < nextMark.length; i++) {
      if ((nextMark[i] as number) < start) nextMark[i] = this.findMark(this.marks[i] as Mark, start);
      if ((nextMark[i] as number) < end) found = true;
    }
    return found;
  }

  private findMark(mark: Mark, from: number): number {
    let at = this.text.indexOf(mark.literal, from);
    while (at >= 0 && !mark.mayHoldAt(this.text, at)) at = this.text.indexOf(mark.literal, at + 1);
    return at < 0 ? NOWHERE : at;
  }

  /** The offset after an object's closing brace, or `TORN`; `start` is the offset of its opening brace. */
  endOfObject(start: number): number {
    let depth = 1;
    let outside = start + 1;
    while (depth > 0) {
      const brace = this.nextBrace(outside);
      if (brace === NOWHERE) return TORN;
      if (this.isOutside(brace, outside)) {
        depth += brace === this.nextOpen ? 1 : -1;
        outside = brace + 1;
      } else {
        outside = this.endOfStringAt(brace, outside);
      }
    }
    return outside;
  }

  /** After `TORN`, allows to ask for an offset that is smaller than the text's end. */
  rewind(): void {
    this.nextOpen = -1;
    this.nextClose = -1;
  }

  private nextBrace(from: number): number {
    if (this.nextOpen < from) this.nextOpen = this.find('{', from);
    if (this.nextClose < from) this.nextClose = this.find('}', from);
    return Math.min(this.nextOpen, this.nextClose);
  }

  private find(needle: string, from: number): number {
    const at = this.text.indexOf(needle, from);
    return at < 0 ? NOWHERE : at;
  }

  // Whether the char at `at` is outside strings; `outside` is an offset known to be outside. Usually the last quote before
  // `at` decides: only a few chars can precede an opening quote, so after any other char the quote closes a string.
  private isOutside(at: number, outside: number): boolean {
    const { text } = this;
    let quote = at - 1;
    while (quote >= outside && text.charCodeAt(quote) !== QUOTE) quote--;
    if (quote < outside) return true;
    if (MAY_OPEN_STRING[text.charCodeAt(quote - 1)] === 0) return true;
    return this.endOfStringAt(at, outside) <= at;
  }

  // Walks the strings from `outside` on. Returns the offset after the last string that opens before `at`.
  private endOfStringAt(at: number, outside: number): number {
    let end = outside;
    for (;;) {
      const opening = this.text.indexOf('"', end);
      if (opening < 0 || opening > at) return end;
      end = endOfString(this.text, opening);
      if (end > at) return end;
    }
  }
}

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
