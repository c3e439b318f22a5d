// Decides on a batch of log files and stores the decisions, with the code that decides in the function. In: a batch. Out: its counters.
// Names of results depend only on the batch, so a repeated batch replaces its results. Delivers nothing and keeps no state.

import { createHash } from 'node:crypto';
import { LogFileError } from '../../core/log-files/log-file.ts';
import type { RecordOrigin } from '../../core/records/record.ts';
import { EVERY_RECORD } from '../../core/records/record-filter.ts';
import type { RuleSet } from '../../core/rules/rule-set.ts';
import { arrivalMs } from '../../core/sources/arrival.ts';
import { createdObject } from '../../core/sources/bucket-object.ts';
import type { LogFileItem } from '../../core/sources/envelope.ts';
import { type DecidedPart, decideLogFile } from '../decide-log-file.ts';
import { type FetchLogFile, fetchAhead } from '../fetch-ahead.ts';
import { isPermanent, type LogFileStore } from '../ports.ts';
import type { Batch, ListedFile } from './batch.ts';
import { decisionRow } from './decision-rows.ts';
import type { ResultStore } from './result-store-port.ts';

export interface Backtest {
  readonly ruleSet: RuleSet;
  readonly logFiles: LogFileStore;
  readonly results: ResultStore;
  /** Whether records that no rule matches have a row, too. Then every record is parsed. */
  readonly everyRecord: boolean;
}

/**
 * What a batch contained. `listed` = `logFiles` + `skipped` + `outsideTime` + `unreadable`, and `records` = `broken` + `alerts` +
 * `observed` + `ignored` + `unmatched`.
 */
type BatchCounters = Record<keyof typeof ZERO, number>;

const ZERO = {
  listed: 0,
  logFiles: 0,
  skipped: 0,
  outsideTime: 0,
  unreadable: 0,
  records: 0,
  broken: 0,
  alerts: 0,
  observed: 0,
  ignored: 0,
  unmatched: 0,
  /** Rules that could not be evaluated, each counted for every record. */
  ruleErrors: 0,
  /** Rows in the decisions table. */
  rows: 0,
};

export interface BatchResult extends BatchCounters {
  /** Identifies the batch: a hash of the run, the bucket and the keys. */
  readonly batch: string;
  /** The first objects that are not log files, or no longer exist. */
  readonly unreadableFiles: readonly { readonly key: string; readonly reason: string }[];
}

// Rows in memory before they are stored. Compressed, they are about a twentieth.
const PART_CHARACTERS = 16 * 1024 * 1024;
const UNREADABLE_SHOWN = 10;

/** Decides on a batch. Rejects with a `PortError` if a log file or the results cannot be accessed now. */
export async function decideBatch(
  batch: Batch,
  backtest: Backtest,
  partCharacters = PART_CHARACTERS,
): Promise<BatchResult> {
  const id = idOf(batch);
  const counters = { ...ZERO, listed: batch.files.length };
  const unreadableFiles: { key: string; reason: string }[] = [];
  const rows = createRows(backtest.results, `decisions/run=${batch.run}/${id}`, partCharacters);
  const wanted = wantedFiles(batch, counters);
  const fetch = fetchAhead(wanted, backtest.logFiles);
  for (const file of wanted) {
    const problem = await decideFile(file, fetch, backtest, counters, rows);
    if (problem !== null) counters.unreadable++;
    else counters.logFiles++;
    if (problem !== null && unreadableFiles.length < UNREADABLE_SHOWN)
      unreadableFiles.push({ key: file.key, reason: problem });
  }
  await rows.end();
  counters.rows = rows.count();
  const result = { batch: id, ...counters, unreadableFiles };
  await backtest.results.write(`batches/run=${batch.run}/${id}.ndjson.gz`, `${JSON.stringify(result)}\n`);
  return result;
}

function idOf({ run, bucket, files }: Batch): string {
  const named = JSON.stringify([run, bucket, ...files.map(({ key }) => key)]);
  return createHash('sha256').update(named).digest('hex').slice(0, 32);
}

function wantedFiles({ bucket, files, sinceMs, untilMs }: Batch, counters: BatchCounters): LogFileItem[] {
  const wanted: LogFileItem[] = [];
  for (const file of files) {
    const item = isFolder(file) ? null : createdObject(bucket, file.key, file.bytes);
    const atMs = arrivalMs(file.key);
    if (item?.kind !== 'log-file') counters.skipped++;
    else if (atMs !== null && (atMs < sinceMs || atMs >= untilMs)) counters.outsideTime++;
    else wanted.push(item);
  }
  return wanted;
}

// The S3 console makes an empty object for each folder.
const isFolder = ({ key }: ListedFile): boolean => key.endsWith('/');

/** Returns why a file cannot be read, or null. What was decided before the fault counts. */
async function decideFile(
  file: LogFileItem,
  fetch: FetchLogFile,
  { ruleSet, everyRecord }: Backtest,
  counters: BatchCounters,
  rows: Rows,
): Promise<string | null> {
  const origin = { bucket: file.bucket, key: file.key };
  try {
    const writing = writingRows(ruleSet, everyRecord, origin, rows);
    for await (const part of decideLogFile(await fetch(file), origin, writing)) {
      count(part, counters);
      await rows.store();
    }
    return null;
  } catch (error) {
    if (error instanceof LogFileError || isPermanent(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** The rule set, which also makes a row of each decision. */
function writingRows(ruleSet: RuleSet, everyRecord: boolean, origin: RecordOrigin, rows: Rows): RuleSet {
  return {
    ...ruleSet,
    ...(everyRecord && { filter: EVERY_RECORD }),
    decide(record) {
      const decision = ruleSet.decide(record);
      const hasRow = everyRecord || decision.outcome !== 'unmatched' || decision.failures.length > 0;
      if (hasRow) rows.add(decisionRow(record, decision, origin));
      return decision;
    },
  };
}

function count({ recordsRead, broken, decisions }: DecidedPart, counters: BatchCounters): void {
  const { alerts, observed, ignored, failures } = decisions;
  counters.records += recordsRead;
  counters.broken += broken.count;
  counters.alerts += alerts.length;
  counters.observed += observed;
  counters.ignored += ignored;
  counters.unmatched += recordsRead - broken.count - alerts.length - observed - ignored;
  counters.ruleErrors += failures.length;
}

interface Rows {
  add(row: object): void;
  /** Stores the rows in memory if there are many. */
  store(): Promise<void>;
  /** Stores the remaining rows. */
  end(): Promise<void>;
  count(): number;
}

function createRows(results: ResultStore, name: string, partCharacters: number): Rows {
  let lines: string[] = [];
  let characters = 0;
  let parts = 0;
  let added = 0;
  const write = async () => {
    if (lines.length === 0) return;
    const text = lines.join('');
    [lines, characters, parts] = [[], 0, parts + 1];
    await results.write(`${name}-${String(parts).padStart(4, '0')}.ndjson.gz`, text);
  };
  return {
    add(row) {
      const line = `${JSON.stringify(row)}\n`;
      lines.push(line);
      characters += line.length;
      added++;
    },
    store: async () => (characters < partCharacters ? undefined : write()),
    end: write,
    count: () => added,
  };
}
