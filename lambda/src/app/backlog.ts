// What is in hand: notices and observations, decided but not delivered yet. They are collected over all files of an invocation, so
// that the most severe are delivered first whatever file they come from, and delivered early only if memory or time requires it.

import { withinDepth } from '../core/records/depth.ts';
import type { CloudTrailRecord } from '../core/records/record.ts';
import type { Notice } from '../core/threads/notice.ts';
import type { ObservedRecord } from './decide-records.ts';
import type { Invocation } from './invocation.ts';
import type { Tally } from './tally.ts';

// A function of 256 MB has room for these in addition to a part of a large file and the files fetched ahead.
const ENTRIES_MAX = 12_000;
const SIZE_MAX = 24 * 1024 * 1024;
// Records of one file have similar sizes: one of this many is measured.
const SAMPLE = 16;

/** Adds the notices of an item; their results are counted in its tally. */
export function addToBacklog({ backlog }: Invocation, notices: readonly Notice[], tally: Tally): void {
  for (const notice of notices) backlog.entries.push({ notice, tally });
  backlog.size += sizeOf(notices.filter((notice) => notice.kind === 'alert').map(({ alert }) => alert.record));
}

/** Adds the observations of an item; what correlations find in them is counted in its tally. */
export function addObservedToBacklog(
  { backlog }: Invocation,
  observations: readonly ObservedRecord[],
  tally: Tally,
): void {
  for (const observed of observations) backlog.observed.push({ ...observed, tally });
  backlog.size += sizeOf([...new Set(observations.map(({ record }) => record))]);
}

function sizeOf(records: readonly CloudTrailRecord[]): number {
  const sample = records.filter((_, index) => index % SAMPLE === 0);
  return sample.reduce((sum, record) => sum + SAMPLE * JSON.stringify(withinDepth(record)).length, 0);
}

/** Whether the backlog must be delivered before more is read: it is large, or half of the time has passed. */
export function isBacklogDue({ backlog, pipeline, startedMs, endMs }: Invocation): boolean {
  const length = backlog.entries.length + backlog.observed.length;
  if (length === 0) return false;
  const isLarge = length >= ENTRIES_MAX || backlog.size >= SIZE_MAX;
  return isLarge || pipeline.clock.nowMs() - startedMs > (endMs - startedMs) / 2;
}

/** Correlates and delivers everything in hand, and counts the results. Only an invocation with something in hand loads what does. */
export async function deliverBacklog(invocation: Invocation): Promise<void> {
  const { entries, observed } = invocation.backlog;
  if (entries.length + observed.length === 0) return;
  const { deliverInHand } = await import('./deliver-in-hand.ts');
  await deliverInHand(invocation);
}
