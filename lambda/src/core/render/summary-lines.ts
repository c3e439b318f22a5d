// The lines of a summary. In: a summary notice. Out: its first lines as JSON, as facts in plain text, and how many alerts the
// lines that are not shown represent. Values are untrusted and of any length: each renderer truncates and escapes them.

import { addressOf } from '../records/object-address.ts';
import type { JsonObject } from '../records/record.ts';
import type { SummaryLine, SummaryNotice, SummarySource } from '../threads/notice.ts';

/** How many lines a message for people shows. */
export const MOST_SUMMARY_LINES = 15;

/** How many alerts are in none of the first `shown` lines. */
export function alertsBeyond({ lines, unlisted }: SummaryNotice, shown: number): number {
  return unlisted + lines.slice(shown).reduce((sum, { count }) => sum + count, 0);
}

/** The address of the log file; null if it is unknown. */
export function logFileOf({ logFile }: SummarySource): string | null {
  return logFile === null ? null : addressOf(logFile);
}

/** Whether a line has only one alert, or the same one twice. */
export function isOneEvent({ first, last }: SummaryLine): boolean {
  return first.eventId === last.eventId && logFileOf(first) === logFileOf(last);
}

/** At most `most` lines as JSON, with `unlisted`: how many alerts the other lines represent. */
export function summaryJson(notice: SummaryNotice, most: number): { lines: JsonObject[]; unlisted: number } {
  const lines = notice.lines.slice(0, most).map((line) => ({
    title: line.title,
    count: line.count,
    severity: line.severity,
    first: sourceJson(line.first),
    last: sourceJson(line.last),
  }));
  return { lines, unlisted: alertsBeyond(notice, most) };
}

function sourceJson(source: SummarySource): JsonObject {
  return { event_id: source.eventId, log_file: logFileOf(source) };
}

/** The lines as labels and values: the count and the title, then where the first and the last alert are. */
export function summaryFacts(notice: SummaryNotice): readonly (readonly [label: string, value: string])[] {
  const facts = notice.lines
    .slice(0, MOST_SUMMARY_LINES)
    .flatMap((line) => [
      [`${line.count} x`, `${line.title} (${line.severity})`] as const,
      ...sourceFact(isOneEvent(line) ? 'Event' : 'First', line.first),
      ...(isOneEvent(line) ? [] : sourceFact('Last', line.last)),
    ]);
  const more = alertsBeyond(notice, MOST_SUMMARY_LINES);
  return more > 0 ? [...facts, ['And', `${more} more`]] : facts;
}

function sourceFact(label: string, source: SummarySource): (readonly [string, string])[] {
  const text = [source.eventId, logFileOf(source)].filter((part) => part !== null).join(' in ');
  return text === '' ? [] : [[label, text]];
}
