// Judges a history: which alerts were lost, and which were delivered, or threads started, more often than the documented
// exceptions allow.

import type { MemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { ACCOUNTS, type LogBucket } from './log-bucket.ts';

export const THREAD_WINDOW_SECONDS = 900;

/** A message in the simulation: a notice, and the count that it shows. */
export interface PostedNotice {
  readonly notice: Notice;
  readonly count: number;
}

export interface Judgement {
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  readonly split: readonly string[];
  /** Critical alerts that only a count shows. */
  readonly hidden: readonly string[];
  readonly delivered: number;
  readonly threads: number;
}

/** An invocation posted the first message of a thread. */
export interface Opening {
  readonly thread: string;
  readonly owner: string;
  readonly atMs: number;
}

export interface Evidence {
  readonly bucket: LogBucket;
  readonly notifiers: ReadonlyMap<string, MemoryNotifier<PostedNotice>>;
  readonly recorded: ReadonlySet<string>;
  /** The invocations that claimed or posted an alert, by claim. */
  readonly senders: ReadonlyMap<string, ReadonlySet<string>>;
  readonly openings: readonly Opening[];
  /** Invocations with a fault after which their work may be repeated. */
  readonly excused: ReadonlySet<string>;
  /** Whether messages can be deleted and channels archived, so that threads can end early. */
  readonly threadsMayEnd: boolean;
}

/** Judges the evidence of a world. */
export function judge(evidence: Evidence): Judgement {
  const openings = evidence.threadsMayEnd ? [] : evidence.openings;
  return { ...judgeAlerts(evidence), ...judgeThreads(openings, evidence.excused) };
}

// An invocation with a fault may have started a thread without recording it.
function judgeThreads(openings: readonly Opening[], excused: ReadonlySet<string>) {
  const threads = [...new Set(openings.map(({ thread }) => thread))];
  const clear = threads
    .map((thread) => [thread, openings.filter((opening) => opening.thread === thread)] as const)
    .filter(([, all]) => all.every(({ owner }) => !excused.has(owner)));
  const split = clear.flatMap(([thread, all]) => {
    const times = all.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const isSplit = times.some((atMs, index) => atMs - (times[index - 1] ?? -Infinity) < THREAD_WINDOW_SECONDS * 1_000);
    return isSplit ? [`${thread}: started at ${times.join(', ')}`] : [];
  });
  return { split, threads: clear.length };
}

// Within a table, the second destination receives what the first one refuses permanently.
const TABLES = { slack: ['slack:C1', 'slack:C2'], topic: ['sns:T'] };

function judgeAlerts({ bucket, notifiers, recorded, senders, excused, threadsMayEnd }: Evidence) {
  const lost: string[] = [];
  const repeated: string[] = [];
  const hidden: string[] = [];
  let delivered = 0;
  for (const [table, ids] of Object.entries(TABLES)) {
    const all = ids.flatMap((id) => notifiers.get(id)?.posts ?? []);
    const posts = all.filter(({ message }) => message.notice.kind === 'alert');
    let unposted = 0;
    let unpostedCritical = 0;
    for (const [eventId, account] of bucket.alerting) {
      const claimId = `event#${eventId}#${ids[account === ACCOUNTS[0] ? 0 : ids.length - 1]}`;
      const times = posts.filter(({ versions }) => versions[0]?.notice.id === `event#${eventId}`).length;
      const by = new Set(ids.flatMap((id) => [...(senders.get(`event#${eventId}#${id}`) ?? [])]));
      const allowed = 1 + [...by].filter((owner) => excused.has(owner)).length * 3;
      delivered += times;
      if (times > allowed) repeated.push(`${claimId}: ${times} times, ${allowed} allowed`);
      if (times === 0 && !recorded.has(claimId)) lost.push(claimId);
      if (times === 0 && recorded.has(claimId)) unposted++;
      if (times === 0 && bucket.critical.has(eventId)) unpostedCritical++;
    }
    const listed = criticalInSummaries(all);
    if (unpostedCritical > listed)
      hidden.push(`${table}: ${unpostedCritical} critical alerts unposted, ${listed} listed`);
    const backed = foldedOrSummarized(all, threadsMayEnd);
    if (unposted > backed) lost.push(`${table}: ${unposted} folded or summarized, but only ${backed} of them counted`);
  }
  return { lost, repeated, hidden, delivered };
}

// Critical alerts are posted, or listed in a summary; a count alone would hide them.
function criticalInSummaries(posts: MemoryNotifier<PostedNotice>['posts']): number {
  const lines = posts.flatMap(({ message: { notice } }) => (notice.kind === 'digest' ? notice.lines : []));
  return lines.filter(({ severity }) => severity === 'critical').reduce((sum, { count }) => sum + count, 0);
}

// Alerts without a message are in the count of a first message or in a summary. If channels refuse replies for some time,
// some alerts are posted after others were folded, and no count includes them.
function foldedOrSummarized(posts: MemoryNotifier<PostedNotice>['posts'], mayReplyLater: boolean): number {
  const inSummaries = posts.map(({ message }) => (message.notice.kind === 'digest' ? message.notice.total : 0));
  const inCounts = posts
    .filter(({ thread, message }) => thread === null && message.notice.kind === 'alert')
    .map(({ handle, message }) => {
      const { channel, ts } = handle;
      const replies = posts
        .filter(({ thread }) => thread?.ts === ts && thread.channel === channel)
        .map((post) => post.message.notice.id);
      return Math.max(0, message.count - 1 - (mayReplyLater ? 0 : new Set(replies).size));
    });
  return [...inSummaries, ...inCounts].reduce((sum, count) => sum + count, 0);
}
