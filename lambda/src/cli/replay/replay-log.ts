// The log of a replay. In: the log lines of the pipeline. Out: the inputs that cannot be read, and warnings on stderr where
// the function writes JSON.

import type { Logger } from '../../app/ports.ts';
import { escaped } from '../escaped.ts';
import type { InputProblem } from '../inputs/find-inputs.ts';
import type { Terminal } from '../terminal.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ReplayLog extends Logger {
  /** Inputs that the pipeline dropped or would retry. */
  readonly dropped: readonly InputProblem[];
}

/** Creates the log of a replay. It prints each warning once. */
export function createReplayLog(terminal: Terminal): ReplayLog {
  const dropped: InputProblem[] = [];
  const printed = new Set<string>();
  const printOnce = (line: string): void => {
    if (printed.has(line)) return;
    printed.add(line);
    terminal.progress('');
    terminal.err(`${terminal.paintErr('yellow', 'warning:')} ${escaped`${line}`}`);
  };
  const write = (event: string, fields: Fields = {}): void => {
    if (event === 'item_drop') dropped.push({ path: String(fields.key), reason: String(fields.reason) });
    else if (event === 'item_retry') dropped.push({ path: String(fields.key), reason: String(fields.cause) });
    else printOnce(describe(event, fields));
  };
  return { dropped, debug: () => {}, info: () => {}, warn: write, error: write };
}

function describe(event: string, fields: Fields): string {
  if (event === 'record_broken') return `${fields.key}: record ${fields.index}: ${fields.reason}`;
  if (event === 'records_broken') return `${fields.key}: ${fields.leftOut} more records are broken`;
  if (event === 'rule_failed') {
    const where = fields.eventId === null ? '' : ` (first on event ${fields.eventId})`;
    return `rule "${fields.rule}" ${fields.code}: ${fields.message}${where}`;
  }
  return `${event} ${JSON.stringify(fields)}`;
}
