// The findings about one chain. In: what was found. Out: counts in the row of its account and region, and findings.

import type { Uncovered } from '../../core/digests/chain.ts';
import type { Digest } from '../../core/digests/digest.ts';
import type { DigestName } from '../../core/digests/digest-key.ts';
import { timeText } from '../../core/digests/finding.ts';
import { countOf } from '../numbers.ts';
import type { Finding } from './finding.ts';
import type { ComparedLogFiles } from './log-files.ts';
import type { Report, Row } from './report.ts';

export interface ChainReport {
  /** A digest is valid and signed. */
  signed(): void;
  /** A valid digest covers some time. */
  covers(digest: Pick<Digest, 'startMs' | 'endMs'>): void;
  invalid(object: string, why: string): void;
  unreadable(object: string, why: string | null): void;
  unsigned(object: string): void;
  restarted(object: string, gap: Gap): void;
  /** `hours`: how many digests are missing, the named one included. */
  missing(object: string, gap: Uncovered): void;
  /** The missing digests are before one that is not valid, before the digest at `object`. */
  missingUnnamed(object: string, gap: Uncovered): void;
  /** The oldest digest of a chain refers to one that is missing. */
  missingBefore(object: string): void;
  beginsHere(object: string, why: string): void;
  logFiles(compared: ComparedLogFiles): void;
}

interface Gap {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Begins the report of a chain. */
export function createChainReport(report: Pick<Report, 'row' | 'add'>, { accountId, region }: DigestName): ChainReport {
  const row = () => report.row({ accountId, region });
  const add = (level: Finding['level'], code: Finding['code'], object: string, message: string, count = 1) =>
    report.add({ level, code, accountId, region, object, message, count });
  const missing = (object: string, message: string, count: number): void => {
    row().digestsMissing += count;
    add('fault', 'digest-missing', object, message, count);
  };
  return {
    signed() {
      row().digests += 1;
    },
    covers: ({ startMs, endMs }) => extend(row(), startMs, endMs),
    invalid(object, why) {
      row().digestsInvalid += 1;
      add('fault', 'digest-invalid', object, `the digest is not valid: ${why}`);
    },
    unreadable(object, why) {
      row().unreadable += 1;
      add('fault', 'unreadable', object, `the digest cannot be read: ${why}`);
    },
    unsigned(object) {
      row().digestsUnsigned += 1;
      add('note', 'digest-unsigned', object, 'its signature is only in the metadata of the object in the bucket');
    },
    restarted: (object, gap) => add('note', 'chain-restarted', object, `a new chain begins: ${uncovered(gap)}`),
    missing: (object, { hours, ...gap }) =>
      missing(
        object,
        `this digest is missing${hours === 1 ? '' : `, and ${hours - 1} before it`}: ${uncovered(gap)}`,
        hours,
      ),
    missingUnnamed: (object, { hours, ...gap }) =>
      missing(
        object,
        `${countOf(hours, 'digest')} before this one missing: no valid digests cover ${timesOf(gap)}`,
        hours,
      ),
    missingBefore: (object) => missing(object, 'this digest is missing: the next one refers to it', 1),
    beginsHere: (object, why) => add('note', 'chain-begins', object, why),
    logFiles({ same, altered, missing, unreadable, findings }) {
      const counts = row();
      counts.logFiles += same;
      counts.logFilesAltered += altered;
      counts.logFilesMissing += missing;
      counts.unreadable += unreadable;
      for (const { code, object, message } of findings) add('fault', code, object, message);
    },
  };
}

function extend(row: Row, startMs: number, endMs: number): void {
  row.fromMs = Math.min(row.fromMs, startMs);
  row.untilMs = Math.max(row.untilMs, endMs);
}

const uncovered = (gap: Gap) => `no digests cover ${timesOf(gap)}`;
const timesOf = ({ fromMs, untilMs }: Gap) => `${timeText(fromMs)} to ${timeText(untilMs)}`;
