// Times as options: `--since 2024-03-01`, `--since 2024-03-01T12:30:00Z`. In: text. Out: milliseconds since the epoch, or a
// `CliError`. Dates and times without a zone are in UTC.

import { CliError, EXIT } from './cli-error.ts';
import { escaped } from './escaped.ts';

const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

export interface TimeOptions {
  readonly since?: string;
  readonly until?: string;
}

/** Parses `--since` and `--until`. Undefined stays undefined. */
export function parseTimes({ since, until }: TimeOptions): Readonly<Record<'sinceMs' | 'untilMs', number | undefined>> {
  const [sinceMs, untilMs] = [parseTime(since, '--since'), parseTime(until, '--until')];
  if ((sinceMs ?? Number.NEGATIVE_INFINITY) > (untilMs ?? Number.POSITIVE_INFINITY))
    throw new CliError('--since is after --until', EXIT.usage);
  return { sinceMs, untilMs };
}

function parseTime(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const parts = TIME.exec(text);
  const ms = parts === null ? Number.NaN : Date.parse(text.includes('T') && !parts[1] ? `${text}Z` : text);
  if (!Number.isNaN(ms)) return ms;
  throw new CliError(
    escaped`${option} ${text}: write a date or a time in UTC, as 2024-03-01 or 2024-03-01T12:30:00Z`,
    EXIT.usage,
  );
}
