// Scans the elements of `Records` in raw text, window by window, and notes which are worth parsing.
// In: bytes, the offset of an element, marks (null: every record is worth it). Out: a count, offsets, where it stopped.
// Never parses and never skips what it cannot account for: where the text is not plainly a list of objects, it stops.

import { CLOSE_LIST, COMMA, charAt, OPEN_OBJECT, skipSpace } from './json-text.ts';
import type { Mark } from './marks.ts';
import { RecordScanner, TORN } from './record-scanner.ts';

// Strings up to this size live where V8 makes and frees them cheaply, and in the processor's nearest cache.
const WINDOW_BYTES = 32 * 1024;

// Records after which their share of candidates says something about the file.
const FAIR_SAMPLE = 200;

export interface RecordScan {
  recordsRead: number;
  /** Start and end of each record worth parsing, in file order. */
  readonly candidates: [start: number, end: number][];
  /** Offset of the first element that was not accounted for, or behind the end of the list. */
  next: number;
  /** Whether the end of the list was seen. */
  ended: boolean;
}

/**
 * Scans from an element on to the end of the list, or to the first element that is no object or not whole. Stops early
 * where more than `mostCandidates` (a share of 1) of the records turn out to be worth parsing.
 */
export function scanRecords(raw: Buffer, from: number, marks: readonly Mark[] | null, mostCandidates = 1): RecordScan {
  const scan: RecordScan = { recordsRead: 0, candidates: [], next: from, ended: false };
  let size = WINDOW_BYTES;
  while (!scan.ended) {
    const start = scan.next;
    scanWindow(raw.toString('latin1', start, Math.min(start + size, raw.length)), marks, scan);
    if (scan.candidates.length > scan.recordsRead * mostCandidates && scan.recordsRead >= FAIR_SAMPLE) break;
    if (scan.next > start) size = WINDOW_BYTES;
    else if (start + size >= raw.length) break;
    else size *= 4;
  }
  return scan;
}

// A record is accounted for once the comma or bracket behind it is seen.
function scanWindow(text: string, marks: readonly Mark[] | null, scan: RecordScan): void {
  const scanner = new RecordScanner(text, marks ?? []);
  const base = scan.next;
  let start = 0;
  while (charAt(text, start) === OPEN_OBJECT) {
    const end = scanner.endOfObject(start);
    if (end === TORN) return;
    const separator = skipSpace(text, end);
    const char = charAt(text, separator);
    const next = char === COMMA ? skipSpace(text, separator + 1) : separator + 1;
    if (char === COMMA ? charAt(text, next) !== OPEN_OBJECT : char !== CLOSE_LIST) return;
    if (marks === null || scanner.hasMark(start, end)) scan.candidates.push([base + start, base + end]);
    scan.recordsRead++;
    scan.next = base + next;
    if (char === CLOSE_LIST) {
      scan.ended = true;
      return;
    }
    start = next;
  }
}
