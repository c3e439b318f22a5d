// Prints the counters of a replay to stderr, so that stdout contains only results.

import type { Counters } from '../../app/counters.ts';
import { escaped } from '../escaped.ts';
import { countOf, groupDigits } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';

export interface ReplayFigures {
  readonly elapsedMs: number;
  /** Number of threads; null if nothing is delivered. */
  readonly threads: number | null;
}

/** Prints the number of records read, the decisions, the alerts by rule, and the elapsed time. */
export function printSummary(counters: Counters, { elapsedMs, threads }: ReplayFigures, terminal: Terminal): void {
  const print = (name: string, value: string) => terminal.err(`${name.padStart(LABEL_WIDTH)}  ${value}`);
  terminal.err('');
  print('records read', `${groupDigits(counters.recordsRead)} in ${countOf(counters.logFilesRead, 'log file')}`);
  if (counters.observed > 0) print('observed', groupDigits(counters.observed));
  print('ignored', groupDigits(counters.ignored));
  print('unmatched', groupDigits(counters.unmatched));
  if (counters.broken > 0) print('broken', groupDigits(counters.broken));
  print('alerts', terminal.paintErr('bold', groupDigits(counters.alerted)) + duplicates(counters));
  if (counters.correlated > 0) {
    print(
      'correlated',
      `${groupDigits(counters.correlated)} (alerts of correlations, and other events in their intervals)`,
    );
  }
  if (counters.withoutGroup > 0) print('without group', groupDigits(counters.withoutGroup));
  if (counters.collected > 0) print('collected', `${groupDigits(counters.collected)} (not posted one by one)`);
  if (counters.summariesSent > 0)
    print('summaries', `${groupDigits(counters.summariesSent)} with ${countOf(counters.summarized, 'alert')}`);
  if (threads !== null) print('threads', groupDigits(threads));
  for (const [rule, alerts] of byCount(counters.alertsByRule))
    print(groupDigits(alerts), terminal.paintErr('cyan', escaped`${rule}`));
  const seconds = elapsedMs / 1000;
  print('time taken', `${seconds.toFixed(2)} s, ${groupDigits(Math.round(counters.recordsRead / seconds))} records/s`);
}

const LABEL_WIDTH = 14;

function duplicates({ duplicate }: Counters): string {
  return duplicate === 0 ? '' : ` (${groupDigits(duplicate)} of them duplicates)`;
}

function byCount(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
