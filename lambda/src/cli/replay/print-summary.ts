// The summary of a replay, on stderr so that results can be piped.

import type { Summary } from '../../app/summary.ts';
import { countOf, groupDigits } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';

export interface ReplayFigures {
  readonly elapsedMs: number;
  /** First messages; null where nothing was delivered. */
  readonly threads: number | null;
}

/** Prints what was read, what became of it, and how long it took. */
export function printSummary(summary: Summary, { elapsedMs, threads }: ReplayFigures, terminal: Terminal): void {
  const print = (name: string, value: string) => terminal.err(`${name.padStart(LABEL_WIDTH)}  ${value}`);
  terminal.err('');
  print('records read', `${groupDigits(summary.recordsRead)} in ${countOf(summary.logFilesRead, 'log file')}`);
  print('ignored', groupDigits(summary.ignored));
  print('unmatched', groupDigits(summary.unmatched));
  if (summary.broken > 0) print('broken', groupDigits(summary.broken));
  print('alerts', terminal.paintErr('bold', groupDigits(summary.alerted)) + duplicates(summary));
  if (threads !== null) print('threads', groupDigits(threads));
  for (const [rule, alerts] of byCount(summary.alertsByRule))
    print(groupDigits(alerts), terminal.paintErr('cyan', rule));
  const seconds = elapsedMs / 1000;
  print('time taken', `${seconds.toFixed(2)} s, ${groupDigits(Math.round(summary.recordsRead / seconds))} records/s`);
}

const LABEL_WIDTH = 14;

function duplicates({ duplicate }: Summary): string {
  return duplicate === 0 ? '' : ` (${groupDigits(duplicate)} of them of events told already)`;
}

function byCount(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
