// What is kept of a thread so that a later invocation can show its count: the notice of its first message, and the last one
// folded. In: notices. Out: a short JSON string, and back.

import { KNOWN_FIELDS } from '../../core/rules/known-fields.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';

export interface FoldedNote {
  /** The destination's id. */
  readonly destination: string;
  /** What the first message shows. */
  readonly notice: Notice;
  /** The last notice that was folded, which shows the count if the first message cannot; absent until one is folded. */
  readonly last?: Notice;
}

// Every write to a thread costs a unit for each KB of its item; a first message does not show a longer body in full.
const NOTE_MAX = 8_000;
const BODY_MAX = 1_000;

/** The note of a thread that `notice` starts. */
export function noteOf({ id }: Destination, notice: Notice): string {
  return write({ destination: id, notice: shortened(notice) });
}

/** The same note with the last notice folded; it replaces the first if that was not kept. */
export function noteWithLast(note: string, destination: Destination, last: Notice): string {
  const known = readNote(note) ?? { destination: destination.id, notice: shortened(last) };
  return write({ ...known, last: shortened(last) });
}

/** Parses a note; null if the string is not a note. */
export function readNote(text: string): FoldedNote | null {
  try {
    const note = Object(JSON.parse(text)) as Partial<FoldedNote>;
    return note.destination && note.notice ? (note as FoldedNote) : null;
  } catch {
    return null;
  }
}

const write = (note: FoldedNote) => JSON.stringify(note);

function shortened(notice: Notice): Notice {
  return JSON.stringify(notice).length > NOTE_MAX ? withoutBodies(notice) : notice;
}

// Who, what, when and where are kept; a long request or response is in the log file. So are fields that CloudTrail does not write, which can
// be in any number.
function withoutBodies(notice: Notice): Notice {
  if (notice.kind !== 'alert') return notice;
  const fields = Object.entries(notice.alert.record).filter(
    ([name, value]) => KNOWN.has(name) && JSON.stringify(value).length <= BODY_MAX,
  );
  return { ...notice, alert: { ...notice.alert, record: Object.fromEntries(fields) } };
}

const KNOWN = new Set(KNOWN_FIELDS.map((name) => name.split('.', 1)[0]));
