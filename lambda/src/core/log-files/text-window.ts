// The unread bytes of a file, and a window of them: as text for the reader that looks at single chars, as bytes for the finder.
// In: chunks of bytes in order. Out: a window with one char for each byte, and its offset in the file.
// The caller advances `at` and asks for more. The window never ends before a place that it has shown already.

import { isSpace, NO_CHAR } from './json-text.ts';

let windows = 0;

export class TextWindow {
  /** Offset in the window of the first byte that is not consumed. */
  at = 0;
  /** Differs between any two windows, of any files. */
  id = 0;
  private readonly size: number;
  private readonly firstSize: number;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private length = 0;
  private shownText: string | null = '';
  private bytesBefore = 0;
  private ended = false;

  /** `firstSize`: of the window at the beginning of the file. */
  constructor(size: number, firstSize = size) {
    this.size = size;
    this.firstSize = firstSize;
  }

  add(chunk: Buffer): void {
    const visible = this.length - this.at;
    const size = this.offset === 0 ? this.firstSize : this.size;
    const rest = this.ahead;
    this.bytesBefore += this.start + this.at;
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.open(0, Math.max(size, visible));
  }

  /** There are no more chunks. */
  end(): void {
    this.ended = true;
  }

  /** Offset in the file of `at`. */
  get offset(): number {
    return this.bytesBefore + this.start + this.at;
  }

  /** Whether the window reaches the end of the file. */
  get isLast(): boolean {
    return this.ended && this.start + this.length === this.bytes.length;
  }

  /** The window's text. */
  get text(): string {
    this.shownText ??= this.bytes.toString('latin1', this.start, this.start + this.length);
    return this.shownText;
  }

  /** The window's bytes. */
  get shown(): Buffer {
    return this.bytes.subarray(this.start, this.start + this.length);
  }

  /** How many bytes of the window are not consumed. */
  get rest(): number {
    return this.length - this.at;
  }

  /** The byte at `at`, or `NO_CHAR` behind the window. */
  get char(): number {
    return this.rest > 0 ? (this.bytes[this.start + this.at] as number) : NO_CHAR;
  }

  /** Consumes JSON white space. */
  skipSpace(): void {
    while (isSpace(this.char)) this.at++;
  }

  /** The bytes that are not consumed, which may reach beyond the window. */
  get ahead(): Buffer {
    return this.bytes.subarray(this.start + this.at);
  }

  /** Makes more visible, from `at` on. False if that needs another chunk. */
  grow(): boolean {
    if (this.start + this.length === this.bytes.length) return false;
    this.open(this.start + this.at, Math.max(this.size, 2 * this.rest));
    return true;
  }

  /** Consumes bytes that may reach beyond the window. */
  skip(bytes: number): void {
    this.open(this.start + this.at + bytes, this.size);
  }

  /** The text between two offsets in the window, decoded. */
  decode(from: number, to: number): string {
    return this.bytes.toString('utf8', this.start + from, this.start + to);
  }

  private open(start: number, size: number): void {
    this.start = start;
    this.at = 0;
    this.length = Math.min(size, this.bytes.length - start);
    this.shownText = null;
    this.id = ++windows;
  }
}
