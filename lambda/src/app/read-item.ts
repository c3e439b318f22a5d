// Reads one item of an envelope. In: a log file, inline records, a removed object, or something to skip or drop. Out: what
// was read, with its notices in the backlog. One item never affects the others: every error about it ends here.

import type { ReadingMark } from '../core/digests/reading-mark.ts';
import { FIRST_BROKEN, LogFileError } from '../core/log-files/log-file.ts';
import { isJsonObject } from '../core/records/record.ts';
import type {
  EnvelopeItem,
  InlineRecordsItem,
  JobItem,
  LogFileItem,
  RemovedObjectItem,
} from '../core/sources/envelope.ts';
import { noticeOfRemovedObject } from '../core/threads/make-notice.ts';
import { addToBacklog, deliverBacklog, isBacklogDue } from './backlog.ts';
import { type DecidedPart, decideLogFile, decideLogFilePart } from './decide-log-file.ts';
import type { FetchLogFile } from './fetch-ahead.ts';
import type { Invocation } from './invocation.ts';
import { JOBS } from './jobs.ts';
import { createBrokenLog } from './log-broken.ts';
import { DONE, drop, type Outcome, retry, retryReasonOf } from './outcome.ts';
import { isPermanent, PortError } from './ports.ts';
import { takeDecisions } from './take-decisions.ts';
import { emptyTally, type Tally } from './tally.ts';
import { type Content, createContent } from './verification/content.ts';
import { CALL_RESERVE_MS, requireTime } from './wait.ts';

/** What was read of an item, and the results of its notices so far. */
export interface Reading {
  readonly item: EnvelopeItem;
  /** The outcome of reading alone. */
  readonly outcome: Outcome;
  readonly tally: Tally;
  /** What is stored about the log file once its alerts are delivered; absent if log files are not verified. */
  readonly mark?: ReadingMark | undefined;
}

/** Reads an item; never rejects. */
export async function readItem(item: EnvelopeItem, invocation: Invocation, fetch: FetchLogFile): Promise<Reading> {
  const tally = emptyTally();
  const content = createContent(item, invocation.pipeline);
  const { clock } = invocation.pipeline;
  const startedMs = clock.nowMs() - invocation.deliveringMs;
  try {
    // The next file may take as long as the slowest so far.
    requireTime(
      clock,
      invocation.delivery.deadlineMs,
      Math.max(CALL_RESERVE_MS, Math.min(invocation.slowestReadMs, 2 * CALL_RESERVE_MS)),
    );
    const outcome = await read(item, { tally, invocation, fetch, content });
    invocation.slowestReadMs = Math.max(invocation.slowestReadMs, clock.nowMs() - invocation.deliveringMs - startedMs);
    return { item, tally, outcome, mark: content?.mark() };
  } catch (error) {
    return { item, tally, outcome: outcomeOfError(error), mark: content?.markOfError(error) };
  }
}

interface Context {
  readonly tally: Tally;
  readonly invocation: Invocation;
  readonly fetch: FetchLogFile;
  readonly content: Content | null;
}

async function read(item: EnvelopeItem, context: Context): Promise<Outcome> {
  const { invocation } = context;
  switch (item.kind) {
    case 'log-file':
      return readLogFile(item, context);
    case 'records':
      return readInlineRecords(item, context);
    case 'removed-object':
      return readRemovedObject(item, context);
    case 'job':
      return runJob(item, invocation);
    case 'digest':
    case 'walk':
    case 'day':
      return skip('digest-file', `s3://${item.bucket}/${item.key}`, invocation);
    case 'skipped':
      return skip(item.reason, item.detail, invocation);
    case 'invalid':
      return drop(item.reason);
  }
}

/** Skips an item: counts it, and writes the reason to the log. */
export function skip(reason: string, detail: string, { counters, pipeline }: Invocation): Outcome {
  counters.itemsSkipped++;
  pipeline.log.debug('item_skipped', { reason, detail });
  return DONE;
}

// What cannot be read now may be readable later; what is not a log file never will be. An item with an unexpected error goes
// back to the queue, and from there to the dead-letter queue, where it is kept and raises an alarm.
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof LogFileError || isPermanent(error)) return drop(`${error.code}: ${error.message}`);
  if (error instanceof PortError) return retry(`${error.code}: ${error.message}`, retryReasonOf(error));
  return retry(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, 'failed');
}

async function readLogFile(item: LogFileItem, { tally, invocation, fetch, content }: Context): Promise<Outcome> {
  const { pipeline, endMs, counters } = invocation;
  const origin = { bucket: item.bucket, key: item.key };
  const parts =
    pipeline.decideElsewhere?.(origin) ?? decideLogFile(await fetch(item), origin, pipeline.ruleSet, content?.add);
  const broken = createBrokenLog(origin, pipeline.log);
  try {
    for await (const part of parts) {
      requireTime(pipeline.clock, endMs);
      takeDecisions(item.isLate ? asReadLate(part) : part, tally, invocation);
      broken.note(part.broken);
      if (isBacklogDue(invocation)) await deliverBacklog(invocation);
    }
  } finally {
    broken.end();
  }
  counters.logFilesRead++;
  return DONE;
}

function asReadLate(part: DecidedPart): DecidedPart {
  const alerts = part.decisions.alerts.map((alert) => ({ ...alert, readLate: true as const }));
  return { ...part, decisions: { ...part.decisions, alerts } };
}

async function readInlineRecords(item: InlineRecordsItem, { tally, invocation }: Context): Promise<Outcome> {
  const candidates = item.records.filter(isJsonObject);
  const broken = item.records.flatMap((record, index) =>
    isJsonObject(record) ? [] : [{ index, reason: 'is not an object' }],
  );
  const part = {
    recordsRead: item.records.length,
    candidates,
    broken: { count: broken.length, first: broken.slice(0, FIRST_BROKEN) },
  };
  takeDecisions(decideLogFilePart(part, null, invocation.pipeline.ruleSet), tally, invocation);
  const log = createBrokenLog(null, invocation.pipeline.log);
  log.note(part.broken);
  log.end();
  return DONE;
}

async function readRemovedObject(item: RemovedObjectItem, { tally, invocation }: Context): Promise<Outcome> {
  if (invocation.pipeline.options.notifyRemovedObjects) addToBacklog(invocation, [noticeOfRemovedObject(item)], tally);
  else invocation.counters.itemsSkipped++;
  return DONE;
}

// Every failure makes the invocation fail: a job that was dropped would be missed until its next time.
async function runJob({ job }: JobItem, invocation: Invocation): Promise<Outcome> {
  try {
    await JOBS[job](invocation);
    return DONE;
  } catch (error) {
    if (error instanceof PortError) return retry(`${error.code}: ${error.message}`, retryReasonOf(error));
    throw error;
  }
}
