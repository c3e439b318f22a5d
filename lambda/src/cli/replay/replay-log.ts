// The log of a replay. In: the log lines of the pipeline. Out: the inputs that cannot be read, and warnings on stderr where
// the function writes JSON.

import type { Logger } from '../../app/ports.ts';
import { escaped } from '../escaped.ts';
import type { InputProblem } from '../inputs/find-inputs.ts';
import { countOf } from '../numbers.ts';
import { printWarning, type Terminal } from '../terminal.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ReplayLog extends Logger {
  /** Inputs that the pipeline dropped or would retry. */
  readonly dropped: readonly InputProblem[];
  /** Prints how many warnings were omitted. */
  finish(): void;
}

const WARNINGS_OF_A_KIND = 20;

/** Creates the log of a replay. It prints each warning once, and at most 20 of a kind. `before`: inputs that were dropped before. */
export function createReplayLog(terminal: Terminal, before: readonly InputProblem[] = []): ReplayLog {
  const dropped: InputProblem[] = [...before];
  const printed = new Map<string, Set<string>>();
  const omitted = new Map<string, number>();
  const print = (line: string): void => {
    terminal.progress('');
    printWarning(terminal, line);
  };
  const printOnce = (event: string, line: string): void => {
    const lines = printed.get(event) ?? new Set();
    printed.set(event, lines);
    if (lines.has(line)) return;
    if (lines.size === WARNINGS_OF_A_KIND) {
      omitted.set(event, (omitted.get(event) ?? 0) + 1);
      return;
    }
    lines.add(line);
    print(line);
  };
  const write = (event: string, fields: Fields = {}): void => {
    if (event === 'item_drop') dropped.push({ path: String(fields.key), reason: reasonOf(String(fields.reason)) });
    else if (event === 'item_retry') dropped.push({ path: String(fields.key), reason: String(fields.cause) });
    else printOnce(event, describe(event, fields));
  };
  const finish = (): void => {
    for (const [event, count] of omitted) print(`${countOf(count, 'more warning')} of the kind ${event}`);
  };
  return { dropped, finish, debug: () => {}, info: () => {}, warn: write, error: write };
}

/** The log of the second side of a comparison: the same, but inputs that are dropped are those of the first side. */
export function ofOtherSide(log: ReplayLog): ReplayLog {
  const write = (level: 'warn' | 'error') => (event: string, fields?: Fields) => {
    if (event !== 'item_drop' && event !== 'item_retry') log[level](event, fields);
  };
  return { ...log, warn: write('warn'), error: write('error') };
}

// The function drops an object that is too large. A user who replays it can split it. The code of the error is for the log of the function.
function reasonOf(reason: string): string {
  const remedy = /^too_large: .* bytes$/.test(reason) ? '; split the file' : '';
  return reason.replace(/^[a-z_]+: /, '') + remedy;
}

// What is wrong with the text of a rule has several lines. Everything else stays on one, whatever the input contains.
function describe(event: string, fields: Fields): string {
  if (event === 'record_broken') return escaped`${fields.key}: record ${fields.index}: ${fields.reason}`;
  if (event === 'records_broken') return escaped`${fields.key}: ${fields.leftOut} more records are broken`;
  if (event !== 'rule_failed') return escaped`${event} ${JSON.stringify(fields)}`;
  const { rule, code, message, eventId } = fields;
  if (eventId !== null) return escaped`rule "${rule}" ${code}: ${message} (first on event ${eventId})`;
  const lines = String(message)
    .split('\n')
    .map((line) => escaped`${line}`);
  return [escaped`rule "${rule}" does not compile:`, ...lines].join('\n  ');
}
