// Logs the broken records of a log file. In: what each part contains. Out: a line for each of the first ones with its place,
// and one line with the number of all if there are more.

import type { BrokenRecords } from '../core/log-files/log-file.ts';
import type { RecordOrigin } from '../core/records/record.ts';
import type { Logger } from './ports.ts';

export interface BrokenLog {
  /** Logs the first broken records of a part. */
  note(broken: BrokenRecords): void;
  /** Logs the number of broken records if some were not logged. */
  end(): void;
}

/** A log for one file; `origin` is null for records that arrived without a file. */
export function createBrokenLog(origin: RecordOrigin | null, log: Logger): BrokenLog {
  let count = 0;
  let logged = 0;
  return {
    note(broken) {
      for (const record of broken.first) log.warn('record_broken', { ...origin, ...record });
      count += broken.count;
      logged += broken.first.length;
    },
    end() {
      if (count > logged) log.warn('records_broken', { ...origin, count, leftOut: count - logged });
    },
  };
}
