// Skips a JSON value of any length, without keeping it. In: text in order, in pieces of any size.
// Out: the offset after the value. Exact for valid JSON; for other text it stops at a bracket or comma that fits.

import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-text.ts';

export class ValueSkipper {
  /** Whether the end of the value was seen. */
  done = false;
  private depth = 0;
  private inString = false;
  private isEscaped = false;

  /** The offset after the value, or after the text if the value continues in the next piece. */
  skip(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      const char = text.charCodeAt(at);
      const behind = this.inString ? this.insideString(char) : this.outsideStrings(char);
      if (behind < 0) continue;
      this.done = true;
      return at + behind;
    }
    return text.length;
  }

  // Both return 1 if the value ends with the char, 0 if it ends before the char, and -1 if it continues.
  private insideString(char: number): number {
    if (this.isEscaped) this.isEscaped = false;
    else if (char === BACKSLASH) this.isEscaped = true;
    else if (char === QUOTE) this.inString = false;
    return !this.inString && this.depth === 0 ? 1 : -1;
  }

  private outsideStrings(char: number): number {
    if (char === QUOTE) this.inString = true;
    else if (char === OPEN_OBJECT || char === OPEN_LIST) this.depth++;
    else if (char === COMMA && this.depth === 0) return 0;
    else if (char === CLOSE_OBJECT || char === CLOSE_LIST) {
      if (this.depth === 0) return 0;
      this.depth--;
      if (this.depth === 0) return 1;
    }
    return -1;
  }
}
