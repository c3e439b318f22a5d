// Progress through large log files: which lots of a file's alerts are settled as a whole. One read then skips thousands of
// alerts that an earlier attempt delivered, so every redelivery of a file gets further. Never decides what is delivered: an
// alert outside a settled lot is claimed as always.

import { createHash } from 'node:crypto';
import type { Notice } from '../../core/threads/notice.ts';
import { type Destination, LOT_MAX } from '../ports.ts';
import { hasTime } from '../wait.ts';
import type { DestinationResult } from './deliver.ts';
import type { DeliveryRun } from './delivery-run.ts';
import { inLots } from './in-lots.ts';

interface Lot {
  readonly id: string;
  readonly notices: readonly Notice[];
}

// Below this, claiming them again costs no more than looking them up.
const LOT_MIN = 25;
const FINISH_MS = 2_000;

/** Reports the notices of settled lots as duplicates; returns the others, and the lots that are still open. */
export async function withoutSettledLots(
  run: DeliveryRun,
  destination: Destination,
  notices: readonly Notice[],
  report: (notice: Notice, result: DestinationResult) => void,
): Promise<{ readonly notices: readonly Notice[]; readonly lots: readonly Lot[] }> {
  const lots = lotsOf(destination, notices);
  const { clock } = run.pipeline;
  if (lots.length === 0 || !hasTime(clock, run.deadlineMs)) return { notices, lots };
  const ids = lots.map(({ id }) => id);
  const settled = await run.state.delivered(ids, clock.nowMs());
  const done = new Set(lots.filter(({ id }) => settled.has(id)).flatMap((lot) => lot.notices));
  for (const notice of done) report(notice, 'duplicate');
  return {
    notices: done.size === 0 ? notices : notices.filter((notice) => !done.has(notice)),
    lots: lots.filter(({ id }) => !settled.has(id)),
  };
}

/** Marks the lots of which every notice is delivered. That belongs to what was begun, so it may use the reserve. */
export async function markLots(
  run: DeliveryRun,
  lots: readonly Lot[],
  results: ReadonlyMap<Notice, DestinationResult>,
  keepMs: number,
): Promise<void> {
  const { clock } = run.pipeline;
  const isSettled = (notice: Notice) => ['delivered', 'duplicate'].includes(results.get(notice) ?? 'failed');
  const ids = lots.filter(({ notices }) => notices.every(isSettled)).map(({ id }) => id);
  for (const marks of inLots(ids, LOT_MAX)) {
    if (!hasTime(clock, run.deadlineMs, FINISH_MS)) return;
    await run.state.settle(marks, clock.nowMs() + keepMs);
  }
}

// The same alerts of the same file make the same lots whenever the file comes, whatever comes with it.
function lotsOf({ id }: Destination, notices: readonly Notice[]): readonly Lot[] {
  const files = new Map<string, Notice[]>();
  for (const notice of notices) {
    const file = fileOf(notice);
    if (file !== null) files.set(file, [...(files.get(file) ?? []), notice]);
  }
  return [...files.values()]
    .flatMap((ofFile) => inLots(ofFile, LOT_MAX))
    .filter((lot) => lot.length >= LOT_MIN)
    .map((lot) => ({ id: `lot#${id}#${hashOf(lot)}`, notices: lot }));
}

function fileOf(notice: Notice): string | null {
  const origin = notice.kind === 'alert' ? notice.alert.origin : null;
  return origin && JSON.stringify([origin.bucket, origin.key]);
}

function hashOf(lot: readonly Notice[]): string {
  return createHash('sha256')
    .update(JSON.stringify(lot.map((notice) => notice.id)))
    .digest('hex');
}
