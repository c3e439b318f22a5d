// Processes one item of a delivery. In: a log file, inline records, a removed object, or something to skip or drop.
// Out: its outcome. One item never touches its neighbours: whatever goes wrong with it ends here.

import { FIRST_BROKEN, type LogFile, LogFileError } from '../core/log-files/log-file.ts';
import { readLogFileParts } from '../core/log-files/read-log-file.ts';
import { textAt } from '../core/records/field-path.ts';
import { isJsonObject, type RecordOrigin } from '../core/records/record.ts';
import type { EnvelopeItem, InlineRecordsItem, LogFileItem, RemovedObjectItem } from '../core/sources/envelope.ts';
import { noticeOfAlert, noticeOfRemovedObject } from '../core/threads/make-notice.ts';
import type { AlertNotice } from '../core/threads/notice.ts';
import type { Counters } from './counters.ts';
import { type Decisions, decideRecords } from './decide-records.ts';
import { type DeliveryResult, deliverNotices } from './delivery/deliver.ts';
import type { FetchLogFile } from './fetch-ahead.ts';
import type { Invocation } from './invocation.ts';
import { logAlerts } from './log-alerts.ts';
import { type BrokenLog, createBrokenLog } from './log-broken.ts';
import { DONE, drop, type Outcome, retry } from './outcome.ts';
import { PortError } from './ports.ts';
import { noteRuleErrors } from './report-rule-errors.ts';
import { requireTime } from './wait.ts';

/** Processes an item and counts its outcome; never rejects. `deliveryId` is for the log. */
export async function processItem(
  item: EnvelopeItem,
  deliveryId: string | null,
  invocation: Invocation,
  fetch: FetchLogFile,
): Promise<Outcome> {
  const outcome = await outcomeOf(item, invocation, fetch);
  const { counters, pipeline } = invocation;
  if (outcome.kind === 'retry') counters.itemsRetried++;
  if (outcome.kind === 'drop') counters.itemsDropped++;
  if (outcome.kind !== 'done') {
    // A file that is too large to read may contain alerts, so its loss is an error.
    const level = outcome.kind === 'drop' && !outcome.reason.startsWith('too_large') ? 'warn' : 'error';
    pipeline.log[level](`item_${outcome.kind}`, { ...outcome, ...whereIs(item), deliveryId });
  }
  return outcome;
}

async function outcomeOf(item: EnvelopeItem, invocation: Invocation, fetch: FetchLogFile): Promise<Outcome> {
  try {
    requireTime(invocation.pipeline.clock, invocation.deadlineMs);
    switch (item.kind) {
      case 'log-file':
        return await processLogFile(item, invocation, fetch);
      case 'records':
        return await processInlineRecords(item, invocation);
      case 'removed-object':
        return await processRemovedObject(item, invocation);
      case 'skipped':
        invocation.counters.itemsSkipped++;
        invocation.pipeline.log.debug('item_skipped', { reason: item.reason, detail: item.detail });
        return DONE;
      case 'invalid':
        return drop(item.reason);
    }
  } catch (error) {
    return outcomeOfError(error);
  }
}

// What cannot be read now may be readable later; what is no log file never will be. An error that nobody foresaw goes
// back to the queue, and from there to the dead-letter queue, where it is kept and seen.
function outcomeOfError(error: unknown): Outcome {
  if (error instanceof LogFileError) return drop(`${error.code}: ${error.message}`);
  if (error instanceof PortError && error.kind === 'permanent') return drop(`${error.code}: ${error.message}`);
  if (error instanceof PortError) return retry(`${error.code}: ${error.message}`);
  return retry(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

/** What became of the records of an item so far. */
interface Tally {
  alerts: number;
  undelivered: number;
  accessDenied: number;
  accessDeniedIgnored: number;
  readonly broken: BrokenLog;
}

function emptyTally(origin: RecordOrigin | null, invocation: Invocation): Tally {
  const broken = createBrokenLog(origin, invocation.pipeline.log);
  return { alerts: 0, undelivered: 0, accessDenied: 0, accessDeniedIgnored: 0, broken };
}

async function processLogFile(item: LogFileItem, invocation: Invocation, fetch: FetchLogFile): Promise<Outcome> {
  const { pipeline, deadlineMs, counters } = invocation;
  const bytes = await fetch(item);
  const origin = { bucket: item.bucket, key: item.key };
  const tally = emptyTally(origin, invocation);
  let end: Outcome = DONE;
  try {
    for await (const part of readLogFileParts(bytes, pipeline.ruleSet.filter)) {
      requireTime(pipeline.clock, deadlineMs);
      await processRecords(part, origin, invocation, tally);
    }
    counters.logFilesRead++;
  } catch (error) {
    end = outcomeOfError(error);
  }
  tally.broken.end();
  if (end.kind === 'retry') return end;
  // What could not be told has to come again, even from a file that turned out to be broken further on.
  const outcome = conclude(tally, counters);
  return outcome.kind === 'done' ? end : outcome;
}

async function processInlineRecords(item: InlineRecordsItem, invocation: Invocation): Promise<Outcome> {
  const candidates = item.records.filter(isJsonObject);
  const broken = item.records.flatMap((record, index) =>
    isJsonObject(record) ? [] : [{ index, reason: 'is not an object' }],
  );
  const part = {
    recordsRead: item.records.length,
    candidates,
    broken: { count: broken.length, first: broken.slice(0, FIRST_BROKEN) },
  };
  const tally = emptyTally(null, invocation);
  await processRecords(part, null, invocation, tally);
  tally.broken.end();
  return conclude(tally, invocation.counters);
}

async function processRemovedObject(item: RemovedObjectItem, invocation: Invocation): Promise<Outcome> {
  if (!invocation.pipeline.options.notifyRemovedObjects) {
    invocation.counters.itemsSkipped++;
    return DONE;
  }
  const [result] = await deliverNotices([noticeOfRemovedObject(item)], invocation.delivery);
  return result !== undefined && isUndelivered(result) ? retry('the removal could not be told yet') : DONE;
}

async function processRecords(
  part: LogFile,
  origin: RecordOrigin | null,
  invocation: Invocation,
  tally: Tally,
): Promise<void> {
  const { pipeline } = invocation;
  const decisions = decideRecords(part.candidates, origin, pipeline.ruleSet);
  tally.broken.note(part.broken);
  noteRuleErrors(decisions.failures, invocation);
  const notices = decisions.alerts.map(noticeOfAlert);
  const results = await deliverNotices(notices, invocation.delivery);
  count(part, decisions, results, invocation.counters);
  tally.alerts += results.length;
  tally.undelivered += results.filter(isUndelivered).length;
  tally.accessDenied += decisions.accessDenied;
  tally.accessDeniedIgnored += decisions.accessDeniedIgnored;
  measureLatency(notices, results, invocation);
  logAlerts(notices, results, pipeline.log);
}

function count(part: LogFile, decisions: Decisions, results: readonly DeliveryResult[], counters: Counters): void {
  counters.recordsRead += part.recordsRead;
  counters.broken += part.broken.count;
  counters.alerted += decisions.alerts.length;
  counters.ignored += decisions.ignored;
  counters.unmatched += part.recordsRead - part.broken.count - decisions.alerts.length - decisions.ignored;
  for (const result of results) counters[result]++;
  for (const { name } of decisions.alerts.flatMap(({ rules }) => rules))
    counters.alertsByRule[name] = (counters.alertsByRule[name] ?? 0) + 1;
}

function measureLatency(notices: readonly AlertNotice[], results: readonly DeliveryResult[], invocation: Invocation) {
  const nowMs = invocation.pipeline.clock.nowMs();
  for (const [index, { alert }] of notices.entries()) {
    const seconds = (nowMs - Date.parse(textAt(alert.record, 'eventTime') ?? '')) / 1000;
    if (results[index] !== 'delivered' || Number.isNaN(seconds)) continue;
    invocation.slowestSeconds = Math.max(invocation.slowestSeconds ?? seconds, seconds);
  }
}

// An item that comes again is counted as AccessDenied when it is through, not each time it is tried.
function conclude({ alerts, undelivered, accessDenied, accessDeniedIgnored }: Tally, counters: Counters): Outcome {
  if (undelivered > 0) return retry(`${undelivered} of ${alerts} alerts could not be told yet`);
  counters.accessDenied += accessDenied;
  counters.accessDeniedIgnored += accessDeniedIgnored;
  return DONE;
}

function isUndelivered(result: DeliveryResult): boolean {
  return result === 'failed' || result === 'held';
}

function whereIs(item: EnvelopeItem): Record<string, string> {
  return 'bucket' in item ? { bucket: item.bucket, key: item.key } : {};
}
