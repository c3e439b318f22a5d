// Plans the notices of one thread: which are posted, which are only counted, and which go into a summary.
// In: notices, what is known of their thread, and how many messages are left. Out: a partition of them. Pure.

import { isUrgent } from './group.ts';
import { isContinued, type Notice } from './notice.ts';
import { variantOf } from './variant.ts';

/** What a thread contains; `total` is 0 if it has no first message yet. */
export interface ThreadFacts {
  readonly total: number;
  readonly variants: ReadonlySet<string>;
  /** How many messages its first notice takes: itself, and its details if there are any. */
  readonly firstTakes: number;
}

/** How many messages may still be posted: for `high` and `critical` notices, and for all others. */
export interface Budget {
  urgent: number;
  calm: number;
}

export interface GroupPlan<N extends Notice> {
  readonly post: readonly N[];
  /** Counted on the first message of the thread. */
  readonly fold: readonly N[];
  /** Neither posted nor counted in the thread: they go into a summary. */
  readonly overflow: readonly N[];
  /** Events that only add to the count of an alert, where no thread shows it: it was delivered, or is in a summary. */
  readonly uncounted: readonly N[];
}

// A thread with this many variants only counts another: its item must stay small.
const VARIANTS_MAX = 400;

/**
 * Plans the notices of one thread in their order, and takes what they post from `budget`. A notice is posted if it is critical,
 * if the thread takes more replies, or if it is the first of its variant; without budget it goes into the summary. Any other is
 * folded, so that an alert is only counted if the thread shows one like it, and a critical one is never only counted. The
 * thread of a correlation contains one alert: the first notice that is not `continued` is posted, and all others are folded.
 */
export function planGroup<N extends Notice>(
  notices: readonly N[],
  thread: ThreadFacts,
  repliesMax: number,
  budget: Budget,
): GroupPlan<N> {
  const plan = { post: [] as N[], fold: [] as N[], overflow: [] as N[], uncounted: [] as N[] };
  const variants = new Set(thread.variants);
  let { total } = thread;
  const isShown = (notice: N, isNew: boolean) =>
    isOfCorrelation(notice) ? total === 0 : notice.subject.severity === 'critical' || isNew || total <= repliesMax;
  for (const notice of notices.filter((notice) => !isContinued(notice))) {
    const variant = variantOf(notice);
    const isNew = !variants.has(variant) && variants.size < VARIANTS_MAX;
    const shown = isShown(notice, isNew);
    const kind = isUrgent(notice) ? 'urgent' : 'calm';
    if (shown && budget[kind] > 0) {
      budget[kind] -= total === 0 ? thread.firstTakes : 1;
      plan.post.push(notice);
      variants.add(variant);
      total += 1;
    } else plan[shown ? 'overflow' : 'fold'].push(notice);
  }
  plan[total === 0 ? 'uncounted' : 'fold'].push(...notices.filter(isContinued));
  return plan;
}

function isOfCorrelation(notice: Notice): boolean {
  return notice.kind === 'alert' && notice.alert.correlation !== undefined;
}
