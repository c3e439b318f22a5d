// The unread bytes of a file, and a window of their text for the scanner.
// In: chunks of bytes in order. Out: text with one char for each byte, and its offset in the file.
// The caller advances `at` and asks for more text. The window never ends before a place that it has shown already.

import type { Mark } from './marks.ts';
import { RecordScanner } from './record-scanner.ts';

export class TextWindow {
  text = '';
  /** Offset in `text` of the first char that is not consumed. */
  at = 0;
  scanner: RecordScanner;
  private readonly marks: readonly Mark[];
  private readonly size: number;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private bytesBefore = 0;
  private ended = false;

  constructor(marks: readonly Mark[], size: number) {
    this.marks = marks;
    this.size = size;
    this.scanner = new RecordScanner('', marks);
  }

  add(chunk: Buffer): void {
    const visible = this.text.length - this.at;
    const rest = this.ahead;
    this.bytesBefore += this.start + this.at;
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.open(0, Math.max(this.size, visible));
  }

  /** There are no more chunks. */
  end(): void {
    this.ended = true;
  }

  /** Offset in the file of `at`. */
  get offset(): number {
    return this.bytesBefore + this.start + this.at;
  }

  /** Whether the text reaches the end of the file. */
  get isLast(): boolean {
    return this.ended && this.start + this.text.length === this.bytes.length;
  }

  /** The bytes that are not consumed, which may reach beyond the window. */
  get ahead(): Buffer {
    return this.bytes.subarray(this.start + this.at);
  }

  /** Makes more text visible, from `at` on. False if that needs another chunk. */
  grow(): boolean {
    if (this.start + this.text.length === this.bytes.length) return false;
    this.open(this.start + this.at, Math.max(this.size, 2 * (this.text.length - this.at)));
    return true;
  }

  /** Consumes bytes that may reach beyond the window. */
  skip(bytes: number): void {
    this.open(this.start + this.at + bytes, this.size);
  }

  /** The text between two offsets in `text`, decoded. */
  decode(from: number, to: number): string {
    return this.bytes.toString('utf8', this.start + from, this.start + to);
  }

  private open(start: number, size: number): void {
    this.start = start;
    this.at = 0;
    this.text = this.bytes.toString('latin1', start, Math.min(start + size, this.bytes.length));
    this.scanner = new RecordScanner(this.text, this.marks);
  }
}
