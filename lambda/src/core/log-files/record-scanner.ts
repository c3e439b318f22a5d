// Finds where records end and whether they bear a mark, in a stretch of a log file's text, without parsing.
// In: text whose chars are UTF-8 bytes, and marks. Out: offsets and yes or no, asked from front to back.
// Exact for valid JSON: a brace inside a string never counts. Text that ends too early is `TORN`, never guessed at.

import { BACKSLASH, QUOTE } from './json-text.ts';
import type { Mark } from './marks.ts';

/** In place of an offset: the object does not end in this text. */
export const TORN = -1;

// Beyond any text, and a small integer to V8.
const NOWHERE = 0x3fffffff;

// What may stand right before the quote that opens a string, and the backslash that makes a quote part of one.
const MAY_OPEN_STRING = new Uint8Array(256);
for (const char of '{[:, \t\n\r\\') MAY_OPEN_STRING[char.charCodeAt(0)] = 1;

export class RecordScanner {
  private readonly text: string;
  private readonly marks: readonly Mark[];
  // The first place of each mark, and of a brace, at or after the offset that it was last looked for from.
  private readonly nextMark: number[];
  private nextOpen = -1;
  private nextClose = -1;

  constructor(text: string, marks: readonly Mark[]) {
    this.text = text;
    this.marks = marks;
    this.nextMark = marks.map(() => -1);
  }

  /** Whether any mark stands between two offsets. */
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

  /** Given the offset of an object's opening brace, the offset behind its closing one, or `TORN`. */
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

  private nextBrace(from: number): number {
    if (this.nextOpen < from) this.nextOpen = this.find('{', from);
    if (this.nextClose < from) this.nextClose = this.find('}', from);
    return Math.min(this.nextOpen, this.nextClose);
  }

  private find(needle: string, from: number): number {
    const at = this.text.indexOf(needle, from);
    return at < 0 ? NOWHERE : at;
  }

  // Whether the char at `at` is in no string; `outside` is known to be in none. The last quote before it settles that
  // most often: an opening quote stands behind one of a few chars only, so behind any other char a quote closes a string.
  private isOutside(at: number, outside: number): boolean {
    const { text } = this;
    let quote = at - 1;
    while (quote >= outside && text.charCodeAt(quote) !== QUOTE) quote--;
    if (quote < outside) return true;
    if (MAY_OPEN_STRING[text.charCodeAt(quote - 1)] === 0) return true;
    return this.endOfStringAt(at, outside) <= at;
  }

  // Walks the strings from `outside` on: the offset behind the last one that opens before `at`.
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

function endOfString(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at + 1;
    at += char === BACKSLASH ? 2 : 1;
  }
  return NOWHERE;
}
