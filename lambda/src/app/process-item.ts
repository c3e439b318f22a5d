// Processes one item of a delivery. In: a log file, inline records, a removed object, or something to skip or drop.
// Out: its outcome. One item never touches its neighbours: whatever goes wrong with it ends here.

import { type LogFile, LogFileError } from '../core/log-files/log-file.ts';
import { readLogFileParts } from '../core/log-files/read-log-file.ts';
import { textAt } from '../core/records/field-path.ts';
import { isJsonObject, type RecordOrigin } from '../core/records/record.ts';
import type { DeliveryItem, InlineRecordsItem, LogFileItem, RemovedObjectItem } from '../core/sources/delivery.ts';
import { noticeOfAlert, noticeOfRemovedObject } from '../core/threads/make-notice.ts';
import type { AlertNotice } from '../core/threads/notice.ts';
import { type Decisions, decideRecords } from './decide-records.ts';
import { type DeliveryResult, deliverNotices } from './deliver.ts';
import type { FetchLogFile } from './fetch-ahead.ts';
import { DONE, drop, type Outcome, retry } from './outcome.ts';
import type { Invocation } from './pipeline.ts';
import { PortError } from './ports.ts';
import { reportRuleErrors } from './report-rule-errors.ts';
import { requireTime } from './wait.ts';

/** Processes an item and counts its outcome; never rejects. */
export async function processItem(item: DeliveryItem, invocation: Invocation, fetch: FetchLogFile): Promise<Outcome> {
  const outcome = await outcomeOf(item, invocation, fetch);
  const { summary, pipeline } = invocation;
  if (outcome.kind === 'retry') summary.itemsRetried++;
  if (outcome.kind === 'drop') summary.itemsDropped++;
  if (outcome.kind !== 'done') {
    const level = outcome.kind === 'drop' ? 'warn' : 'error';
    pipeline.log[level](`item_${outcome.kind}`, { ...outcome, ...whereIs(item) });
  }
  return outcome;
}

async function outcomeOf(item: DeliveryItem, invocation: Invocation, fetch: FetchLogFile): Promise<Outcome> {
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
        invocation.summary.itemsSkipped++;
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

async function processLogFile(item: LogFileItem, invocation: Invocation, fetch: FetchLogFile): Promise<Outcome> {
  const bytes = await fetch(item);
  const { bucket, key } = item;
  const results: DeliveryResult[] = [];
  for await (const part of readLogFileParts(bytes, invocation.pipeline.ruleSet.filter)) {
    results.push(...(await processRecords(part, { bucket, key }, invocation)));
  }
  invocation.summary.logFilesRead++;
  return outcomeOfResults(results);
}

async function processInlineRecords(item: InlineRecordsItem, invocation: Invocation): Promise<Outcome> {
  const candidates = item.records.filter(isJsonObject);
  const broken = item.records.flatMap((record, index) =>
    isJsonObject(record) ? [] : [{ index, reason: 'the record is no JSON object' }],
  );
  return outcomeOfResults(
    await processRecords({ recordsRead: item.records.length, candidates, broken }, null, invocation),
  );
}

async function processRemovedObject(item: RemovedObjectItem, invocation: Invocation): Promise<Outcome> {
  if (!invocation.pipeline.options.notifyRemovedObjects) {
    invocation.summary.itemsSkipped++;
    return DONE;
  }
  return outcomeOfResults(await deliverNotices([noticeOfRemovedObject(item)], invocation.delivery));
}

async function processRecords(
  part: LogFile,
  origin: RecordOrigin | null,
  invocation: Invocation,
): Promise<readonly DeliveryResult[]> {
  const { pipeline } = invocation;
  const decisions = decideRecords(part.candidates, origin, pipeline.ruleSet);
  for (const broken of part.broken) pipeline.log.warn('record_broken', { ...origin, ...broken });
  const notices = decisions.alerts.map(noticeOfAlert);
  const results = await deliverNotices(notices, invocation.delivery);
  await reportRuleErrors(decisions.failures, invocation);
  count(part, decisions, notices, results, invocation);
  return results;
}

function count(
  part: LogFile,
  decisions: Decisions,
  notices: readonly AlertNotice[],
  results: readonly DeliveryResult[],
  { summary, latenciesSeconds, pipeline }: Invocation,
): void {
  summary.recordsRead += part.recordsRead;
  summary.broken += part.broken.length;
  summary.alerted += decisions.alerts.length;
  summary.ignored += decisions.ignored;
  summary.unmatched += part.recordsRead - part.broken.length - decisions.alerts.length - decisions.ignored;
  for (const result of results) summary[result]++;
  for (const { alert } of notices)
    summary.alertsByRule[alert.rule.name] = (summary.alertsByRule[alert.rule.name] ?? 0) + 1;
  // A file that comes again is counted when it is through, not each time it is tried.
  if (!results.includes('failed')) {
    summary.accessDenied += decisions.accessDenied;
    summary.accessDeniedIgnored += decisions.accessDeniedIgnored;
  }
  measureLatency(notices, results, pipeline.clock.nowMs(), latenciesSeconds);
}

function measureLatency(
  notices: readonly AlertNotice[],
  results: readonly DeliveryResult[],
  nowMs: number,
  latenciesSeconds: number[],
): void {
  for (const [index, { alert }] of notices.entries()) {
    const happenedMs = Date.parse(textAt(alert.record, 'eventTime') ?? '');
    if (results[index] === 'delivered' && !Number.isNaN(happenedMs)) latenciesSeconds.push((nowMs - happenedMs) / 1000);
  }
}

function outcomeOfResults(results: readonly DeliveryResult[]): Outcome {
  const failed = results.filter((result) => result === 'failed').length;
  return failed === 0 ? DONE : retry(`${failed} of ${results.length} alerts could not be delivered`);
}

function whereIs(item: DeliveryItem): Record<string, string> {
  return 'bucket' in item ? { bucket: item.bucket, key: item.key } : {};
}
