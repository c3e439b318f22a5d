// Finds the records in a window of a log file, and the candidates among them, without parsing, by WebAssembly.
// In: windows, and the marks of a filter. Out: where candidates are, and how many other records there are.
// Exact for valid JSON: a brace inside a string never counts. It stops at anything else, and leaves it to its caller.

import { FIND_RECORDS } from './compiled-find-records.ts';
import { hasMark, type Mark } from './marks.ts';
import type { TextWindow } from './text-window.ts';

/** Whole objects, each with the comma or bracket after it. Offsets are those of the window. */
export interface FoundRecords {
  readonly candidates: readonly Candidate[];
  /** Records after the last candidate that cannot match. */
  readonly others: number;
  /** Where the finder stopped. */
  readonly stop: number;
  /** Whether it stopped because the object at `stop` does not end in the window. */
  readonly isTorn: boolean;
  /** Whether it stopped because it found as many candidates as it can. */
  readonly isFull: boolean;
}

export interface Candidate {
  /** Records between the candidate before and this one that cannot match. */
  readonly others: number;
  readonly start: number;
  readonly end: number;
}

// What lambda/wasm/find-records.ts exports.
interface Program {
  readonly memory: WebAssembly.Memory;
  readonly INPUT: WebAssembly.Global;
  readonly RESULT: WebAssembly.Global;
  readonly TAPE: WebAssembly.Global;
  readonly MOST_MARKS: WebAssembly.Global;
  readonly MOST_TEXT: WebAssembly.Global;
  readonly MOST_CANDIDATES: WebAssembly.Global;
  addMark(length: number, pair: number, isKey: boolean): void;
  addValue(length: number, isWhole: boolean): void;
  findRecords(from: number, to: number, most: number, all: boolean): void;
}

// The program reads some bytes behind the last one.
const BEHIND = 128;
const PAGE = 64 * 1024;

let compiled: WebAssembly.Module | undefined;

export class RecordFinder {
  private readonly program: Program;
  private readonly marks: readonly Mark[] | null;
  private readonly input: number;
  private readonly checksAll: boolean;
  private shownId = 0;

  /** `marks`: null if every record is a candidate. */
  constructor(marks: readonly Mark[] | null) {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(FIND_RECORDS), (char) => char.charCodeAt(0)));
    this.program = new WebAssembly.Instance(compiled).exports as unknown as Program;
    this.marks = marks;
    this.input = this.program.INPUT.value;
    // With more marks than the program can hold, each record is checked here.
    this.checksAll = marks === null || marks.length > this.program.MOST_MARKS.value;
    if (!this.checksAll) for (const mark of marks ?? []) this.addMark(mark);
  }

  /** Finds records from `window.at` on, white space before it included. Ends at an object that is longer than `most` bytes. */
  find(window: TextWindow, most: number): FoundRecords {
    const { program } = this;
    // Files take turns, and a window may be asked for many times.
    if (this.shownId !== window.id) this.put(window.shown);
    this.shownId = window.id;
    program.findRecords(window.at, window.at + window.rest, most, this.checksAll);
    const [stop, others, entries, torn] = new Uint32Array(program.memory.buffer, program.RESULT.value, 4);
    const tape = new Uint32Array(program.memory.buffer, program.TAPE.value, 3 * (entries as number));
    const isFull = entries === program.MOST_CANDIDATES.value;
    return { ...this.candidatesOf(tape, window, others as number), stop: stop as number, isTorn: torn === 1, isFull };
  }

  // The program compares only hashes.
  private candidatesOf(
    tape: Uint32Array,
    { shown }: TextWindow,
    last: number,
  ): Pick<FoundRecords, 'candidates' | 'others'> {
    const candidates: Candidate[] = [];
    let others = 0;
    for (let at = 0; at < tape.length; at += 3) {
      const [before, start, end] = tape.subarray(at, at + 3) as unknown as [number, number, number];
      others += before;
      if (this.marks !== null && !hasMark(this.marks, shown.toString('latin1', start, end))) others++;
      else {
        candidates.push({ others, start, end });
        others = 0;
      }
    }
    return { candidates, others: others + last };
  }

  private addMark({ text, pair, values }: Mark): void {
    const { program } = this;
    const most = program.MOST_TEXT.value;
    // The end of a key is followed by its value; of another text, any part will do.
    const from = Math.max(0, values === null ? Math.min(pair, text.length - most) : text.length - most);
    const part = text.slice(from, from + most);
    this.put(Buffer.from(part, 'latin1'));
    program.addMark(part.length, Math.max(0, pair - from), values !== null);
    for (const value of values ?? []) {
      this.put(Buffer.from(value.text, 'latin1'));
      program.addValue(value.text.length, value.isWhole);
    }
  }

  private put(bytes: Uint8Array): void {
    const { memory } = this.program;
    const missing = this.input + bytes.length + BEHIND - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(memory.buffer, this.input).set(bytes);
  }
}
