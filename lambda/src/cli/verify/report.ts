// Collects what `verify` finds: counts by account and region, and findings, which are passed on so that memory does not grow with
// their number.

import type { DigestName } from '../../core/digests/digest-key.ts';
import { timeText } from '../../core/digests/finding.ts';
import type { Finding } from './finding.ts';

/** The counts of one account and region. */
export interface Row {
  readonly accountId: string;
  readonly region: string;
  digests: number;
  digestsInvalid: number;
  digestsMissing: number;
  /** Digests whose signature is not in the copy. */
  digestsUnsigned: number;
  logFiles: number;
  logFilesAltered: number;
  logFilesMissing: number;
  logFilesUnlisted: number;
  unreadable: number;
  /** The time that the digests cover. */
  fromMs: number;
  untilMs: number;
}

export interface Report {
  /** The counts of an account and region. */
  row(name: Pick<DigestName, 'accountId' | 'region'>): Row;
  /** Adds to the counts of an account and region. */
  addRow(row: Row): void;
  add(finding: Finding): void;
  readonly faults: number;
  /** The rows, sorted by account and region. */
  rows(): readonly Row[];
}

/** Creates an empty report that passes findings on to `show`. */
export function createReport(show: (finding: Finding) => void): Report {
  const rows = new Map<string, Row>();
  let faults = 0;
  const rowOf: Report['row'] = ({ accountId, region }) => {
    const key = `${accountId} ${region}`;
    const row = rows.get(key) ?? emptyRow(accountId, region);
    rows.set(key, row);
    return row;
  };
  return {
    row: rowOf,
    addRow: (row) => addTo(rowOf(row), row),
    add(finding) {
      if (finding.level === 'fault') faults += 1;
      show(finding);
    },
    get faults() {
      return faults;
    },
    rows: () => [...rows.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
  };
}

function emptyRow(accountId: string, region: string): Row {
  const digests = { digests: 0, digestsInvalid: 0, digestsMissing: 0, digestsUnsigned: 0 };
  const logFiles = { logFiles: 0, logFilesAltered: 0, logFilesMissing: 0, logFilesUnlisted: 0 };
  return { accountId, region, ...digests, ...logFiles, unreadable: 0, fromMs: Number.POSITIVE_INFINITY, untilMs: 0 };
}

/** The sum of rows. */
export function sumOf(rows: readonly Row[]): Row {
  const sum = emptyRow('', '');
  for (const row of rows) addTo(sum, row);
  return sum;
}

function addTo(sum: Row, row: Row): void {
  const counts = sum as unknown as Record<string, number>;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === 'number' && !name.endsWith('Ms')) counts[name] = (counts[name] ?? 0) + value;
  }
  sum.fromMs = Math.min(sum.fromMs, row.fromMs);
  sum.untilMs = Math.max(sum.untilMs, row.untilMs);
}

/** The faults in a row: `2 digests missing, 1 log file altered`; empty if there are none. */
export function faultsOf(row: Row): readonly string[] {
  const counts: readonly (readonly [number, string, string])[] = [
    [row.digestsInvalid, 'digest', 'invalid'],
    [row.digestsMissing, 'digest', 'missing'],
    [row.logFilesAltered, 'log file', 'altered'],
    [row.logFilesMissing, 'log file', 'missing'],
    [row.unreadable, 'object', 'unreadable'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what, how]) => `${count} ${what}${count === 1 ? '' : 's'} ${how}`);
}

/** A row in JSON. */
export function rowJson({ fromMs, untilMs, ...counts }: Row): object {
  return { ...counts, from: untilMs === 0 ? null : timeText(fromMs), until: untilMs === 0 ? null : timeText(untilMs) };
}
