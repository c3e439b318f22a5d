// Prints what `verify` finds. In: findings as they come, and the report at the end. Out: lines of text, or one JSON object per line.

import { timeText } from '../../core/digests/finding.ts';
import { escaped } from '../escaped.ts';
import { countOf, groupDigits } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';
import type { Finding } from './finding.ts';
import { faultsOf, type Report, type Row, rowJson, sumOf } from './report.ts';

export interface Printer {
  finding(finding: Finding): void;
  report(report: Report): void;
}

/** Prints findings as objects of the kind `finding`, and then one of the kind `summary`. */
export function jsonPrinter(terminal: Terminal): Printer {
  return {
    finding: (finding) => terminal.out(JSON.stringify({ kind: 'finding', ...finding })),
    report(report) {
      const { accountId, region, ...total } = rowJson(sumOf(report.rows())) as Record<string, unknown>;
      const accounts = report.rows().map(rowJson);
      terminal.out(JSON.stringify({ kind: 'summary', faults: report.faults, total, accounts }));
    },
  };
}

/** Prints findings as lines, and then a table with a row for each account and region. */
export function textPrinter(terminal: Terminal): Printer {
  return {
    finding({ level, code, object, message }) {
      const [word, style] = level === 'fault' ? (['fault', 'red'] as const) : (['note', 'yellow'] as const);
      terminal.out(`${terminal.paint(style, `${word}: ${code}`)}: ${escaped`${object}: ${message}`}`);
    },
    report(report) {
      const rows = report.rows();
      terminal.out('');
      for (const line of table([HEAD, ...rows.map(cellsOf)])) terminal.out(line);
      terminal.out('');
      terminal.out(terminal.paint(report.faults === 0 ? 'green' : 'red', totalOf(rows, report.faults)));
    },
  };
}

const HEAD = ['account', 'region', 'digests', 'log files', 'from', 'until', 'result'];

function cellsOf(row: Row): readonly string[] {
  const times = row.untilMs === 0 ? ['', ''] : [timeText(row.fromMs), timeText(row.untilMs)];
  const unsigned = row.digestsUnsigned === 0 ? '' : ` (${row.digestsUnsigned} without a signature)`;
  const digests = groupDigits(row.digests + row.digestsUnsigned);
  const result = faultsOf(row).join(', ') || `ok${unsigned}`;
  return [row.accountId, row.region, digests, groupDigits(row.logFiles), ...times, result];
}

// Numbers are aligned to the right.
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column === 2 || column === 3 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd());
}

function totalOf(rows: readonly Row[], faults: number): string {
  const sum = sumOf(rows);
  const accounts = countOf(new Set(rows.map(({ accountId }) => accountId)).size, 'account');
  const verified = `${countOf(sum.digests, 'digest')} and ${countOf(sum.logFiles, 'log file')} verified in ${accounts}`;
  const unsigned = sum.digestsUnsigned === 0 ? '' : `, ${countOf(sum.digestsUnsigned, 'digest')} without a signature`;
  return `${verified}${unsigned}: ${faults === 0 ? 'no faults' : faultsOf(sum).join(', ')}`;
}
