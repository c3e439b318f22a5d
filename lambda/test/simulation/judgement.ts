// The judgement on a history: what was lost, what was told or begun more often than the stated exceptions allow.

import type { MemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { ACCOUNTS, type LogBucket } from './log-bucket.ts';

export const THREAD_WINDOW_SECONDS = 900;

/** What a message says here: which notice, and the count it shows. */
export interface Told {
  readonly notice: Notice;
  readonly count: number;
}

export interface Judgement {
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  readonly split: readonly string[];
  readonly told: number;
  readonly threads: number;
}

/** Somebody posted the first message of a thread. */
export interface Opening {
  readonly thread: string;
  readonly owner: string;
  readonly atMs: number;
}

export interface Evidence {
  readonly bucket: LogBucket;
  readonly notifiers: ReadonlyMap<string, MemoryNotifier<Told>>;
  readonly remembered: ReadonlySet<string>;
  /** Who claimed or told an alert, by claim. */
  readonly senders: ReadonlyMap<string, ReadonlySet<string>>;
  readonly openings: readonly Opening[];
  /** Who met something after which what they did may be done once more. */
  readonly excused: ReadonlySet<string>;
  /** Whether messages may be gone and channels archived, so that threads end before their time. */
  readonly threadsMayEnd: boolean;
}

/** Judges what the world saw. */
export function judge(evidence: Evidence): Judgement {
  const openings = evidence.threadsMayEnd ? [] : evidence.openings;
  return { ...judgeAlerts(evidence), ...judgeThreads(openings, evidence.excused) };
}

// Who met an exception may have begun a thread without knowing it, or without others knowing.
function judgeThreads(openings: readonly Opening[], excused: ReadonlySet<string>) {
  const threads = [...new Set(openings.map(({ thread }) => thread))];
  const clear = threads
    .map((thread) => [thread, openings.filter((opening) => opening.thread === thread)] as const)
    .filter(([, all]) => all.every(({ owner }) => !excused.has(owner)));
  const split = clear.flatMap(([thread, all]) => {
    const times = all.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const isSplit = times.some((atMs, index) => atMs - (times[index - 1] ?? -Infinity) < THREAD_WINDOW_SECONDS * 1_000);
    return isSplit ? [`${thread}: begun at ${times.join(', ')}`] : [];
  });
  return { split, threads: clear.length };
}

// Of one table the second takes what the first refuses for good.
const TABLES = { slack: ['slack:C1', 'slack:C2'], topic: ['sns:T'] };

function judgeAlerts({ bucket, notifiers, remembered, senders, excused, threadsMayEnd }: Evidence) {
  const lost: string[] = [];
  const repeated: string[] = [];
  let told = 0;
  for (const [table, ids] of Object.entries(TABLES)) {
    const all = ids.flatMap((id) => notifiers.get(id)?.posts ?? []);
    const posts = all.filter(({ message }) => message.notice.kind === 'alert');
    let unposted = 0;
    for (const [eventId, account] of bucket.alerting) {
      const claimId = `event#${eventId}#${ids[account === ACCOUNTS[0] ? 0 : ids.length - 1]}`;
      const times = posts.filter(({ versions }) => versions[0]?.notice.id === `event#${eventId}`).length;
      const by = new Set(ids.flatMap((id) => [...(senders.get(`event#${eventId}#${id}`) ?? [])]));
      const allowed = 1 + [...by].filter((owner) => excused.has(owner)).length * 3;
      told += times;
      if (times > allowed) repeated.push(`${claimId}: ${times} times, ${allowed} allowed`);
      if (times === 0 && !remembered.has(claimId)) lost.push(claimId);
      if (times === 0 && remembered.has(claimId)) unposted++;
    }
    const backed = foldedOrDigested(all, threadsMayEnd);
    if (unposted > backed) lost.push(`${table}: ${unposted} folded or digested, but only ${backed} of them counted`);
  }
  return { lost, repeated, told };
}

// Alerts that have no message of their own stand in the count of a first message or in a digest. Where channels refuse replies
// for a while, some are posted after others were folded, and no count includes them.
function foldedOrDigested(posts: MemoryNotifier<Told>['posts'], mayReplyLater: boolean): number {
  const inDigests = posts.map(({ message }) => (message.notice.kind === 'digest' ? message.notice.total : 0));
  const inCounts = posts
    .filter(({ thread, message }) => thread === null && message.notice.kind === 'alert')
    .map(({ handle, message }) => {
      const { channel, ts } = handle;
      const replies = posts
        .filter(({ thread }) => thread?.ts === ts && thread.channel === channel)
        .map((post) => post.message.notice.id);
      return Math.max(0, message.count - 1 - (mayReplyLater ? 0 : new Set(replies).size));
    });
  return [...inDigests, ...inCounts].reduce((sum, count) => sum + count, 0);
}
