// What is kept of a thread so that a later invocation can show its count: the notice of its first message, and the last one
// folded. In: notices. Out: a short JSON string, and back.

import { identifyingExpression } from '../../core/mutes/mute.ts';
import { OTHER_RULES_NAMED } from '../../core/render/matching-rules.ts';
import { shortened } from '../../core/render/shortened.ts';
import { KNOWN_FIELDS } from '../../core/rules/known-fields.ts';
import type { AlertNotice, Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';

export interface FoldedNote {
  /** The destination's id. */
  readonly destination: string;
  /** What the first message shows. */
  readonly notice: Notice;
  /** The last notice that was folded, which shows the count if the first message cannot; absent until one is folded. */
  readonly last?: Notice;
}

// Every write to a thread costs a unit for each KB of its item; a first message does not show a longer notice in full.
const WHOLE_MAX = 8_000;
// In bytes. An item has at most 400 KB, and a note contains two notices.
const KEPT_MAX = 60_000;
// How many characters a field of the record and any other text may have: the first with which the notice is small enough. Values of a group
// are shorter than the first, and mutes compare them.
const SIZES = [
  { field: 1_000, text: 1_100 },
  { field: 1_000, text: 100 },
  { field: 100, text: 100 },
] as const;
type Size = (typeof SIZES)[number];
// Who acted is shown, and compared by mutes.
const IDENTITY_MAX = 4_000;
// Mutes compare them: a longer name has no buttons, and must not get them because it was shortened.
const LEAST = new Map([
  ['name', 600],
  ['expression', 1_000],
]);

/** The note of a thread that `notice` starts. */
export function noteOf({ id }: Destination, notice: Notice): string {
  return write({ destination: id, notice: kept(notice) });
}

/** The same note with the last notice folded; it replaces the first if that was not kept. */
export function noteWithLast(note: string, destination: Destination, last: Notice): string {
  const known = readNote(note) ?? { destination: destination.id, notice: kept(last) };
  return write({ ...known, last: kept(last) });
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

const write = (note: FoldedNote | Notice) => JSON.stringify(note);

function kept(notice: Notice): Notice {
  const whole = notice.kind === 'alert' ? withoutDefinitions(notice) : notice;
  if (JSON.stringify(whole).length <= WHOLE_MAX) return whole;
  const attempts = SIZES.map((size) => within(whole, size));
  return attempts.find((notice) => Buffer.byteLength(write(notice)) <= KEPT_MAX) ?? (attempts.at(-1) as Notice);
}

// Messages show names and severities of rules, not what they match.
function withoutDefinitions(notice: AlertNotice): AlertNotice {
  const { subject, alert } = notice;
  const { correlation } = alert.rule;
  const rule = {
    ...alert.rule,
    expression: identifyingExpression(alert.rule),
    ...(correlation && { correlation: { ...correlation, groupBy: [], aliases: {} } }),
  };
  const rules = alert.rules.map(({ name, severity, pack }) => ({ name, severity, pack }));
  return { ...notice, subject: { ...subject, otherRules: [] }, alert: { ...alert, rule, rules } };
}

// Who, what, when and where are kept; a long request or response is in the log file. So are fields that CloudTrail does not write, which can
// be in any number.
function within(notice: Notice, size: Size): Notice {
  if (notice.kind !== 'alert') return shortTexts(notice, size);
  const { record, rules, moreRules = 0 } = notice.alert;
  const named = rules.slice(0, 1 + OTHER_RULES_NAMED);
  const fields = Object.entries(record).filter(
    ([name, value]) =>
      KNOWN.has(name) && JSON.stringify(value).length <= (name === 'userIdentity' ? IDENTITY_MAX : size.field),
  );
  const { alert, ...rest } = shortTexts({ ...notice, alert: { ...notice.alert, record: {}, rules: named } }, size);
  const more = moreRules + rules.length - named.length;
  return { ...rest, alert: { ...alert, record: Object.fromEntries(fields), ...(more > 0 && { moreRules: more }) } };
}

function shortTexts<T extends Notice>(notice: T, { text }: Size): T {
  const shorten = (name: string, value: unknown) =>
    typeof value === 'string' ? shortened(value, Math.max(text, LEAST.get(name) ?? 0)) : value;
  return JSON.parse(JSON.stringify(notice, shorten));
}

const KNOWN = new Set(KNOWN_FIELDS.map((name) => name.split('.', 1)[0]));
