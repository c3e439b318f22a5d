// The JSON of all events as bytes in large blocks. In: JSON. Out: the same JSON, by the number of the event. Bytes take less memory
// than objects, and the garbage collector does not look at them.

import { doubles, words } from './columns.ts';

const BLOCK_BYTES = 16 * 1024 * 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Slices {
  private readonly blocks: Uint8Array[] = [];
  private room = 0;
  private readonly starts = doubles();
  private readonly lengths = words();
  /** Of all slices. */
  bytes = 0;

  add(json: string): void {
    // A UTF-16 unit takes at most three bytes.
    const most = 3 * json.length;
    if (most > this.room) this.open(Math.max(most, BLOCK_BYTES));
    const block = this.blocks.at(-1) as Uint8Array;
    const start = block.length - this.room;
    const { written } = encoder.encodeInto(json, block.subarray(start));
    this.starts.push((this.blocks.length - 1) * 2 ** 32 + start);
    this.lengths.push(written);
    this.room -= written;
    this.bytes += written;
  }

  at(index: number): string {
    const place = this.starts.at(index);
    const start = place % 2 ** 32;
    const block = this.blocks[Math.floor(place / 2 ** 32)] as Uint8Array;
    return decoder.decode(block.subarray(start, start + this.lengths.at(index)));
  }

  private open(size: number): void {
    this.blocks.push(new Uint8Array(size));
    this.room = size;
  }
}
