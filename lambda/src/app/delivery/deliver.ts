// Delivers notices: routes them, and has every destination post what is its own. In: notices. Out: what became of each.
// Never rejects: what could not be delivered is `failed`, and its envelope comes again.

import { routeNotice } from '../../core/routing/route.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';
import { deliverTo } from './deliver-to.ts';
import { DELIVERED_MS, type DeliveryRun } from './delivery-run.ts';

/**
 * Over all destinations: `failed` if any failed, else `held` if another invocation is delivering it to any, else `delivered`
 * if any received it, else `duplicate`. What is `failed` or `held` has to come again.
 */
export type DeliveryResult = DestinationResult | 'unrouted';

/** What became of a notice at one destination. */
export type DestinationResult = (typeof BY_WEIGHT)[number];

const BY_WEIGHT = ['failed', 'held', 'delivered', 'duplicate'] as const;

/** Delivers notices and returns the result of each, in their order. Of notices with one id, only the first is delivered. */
export async function deliverNotices(
  notices: readonly Notice[],
  run: DeliveryRun,
  keepMs = DELIVERED_MS,
): Promise<readonly DeliveryResult[]> {
  const results = new Map<Notice, DestinationResult[]>(notices.map((notice) => [notice, []]));
  const work = new Map<Destination, Notice[]>();
  for (const notice of notices) {
    for (const destination of destinationsOf(notice, run)) {
      const queue = work.get(destination);
      if (queue) queue.push(notice);
      else work.set(destination, [notice]);
    }
  }
  const report = (notice: Notice, result: DestinationResult) => void results.get(notice)?.push(result);
  await Promise.all([...work].map(([destination, queue]) => deliverTo(destination, queue, { run, keepMs, report })));
  return notices.map((notice) => overall(results.get(notice) ?? []));
}

function destinationsOf(notice: Notice, { pipeline }: DeliveryRun): Destination[] {
  const ids = routeNotice(notice.subject, pipeline.routeTables);
  return ids.map((id) => pipeline.destinations.get(id)).filter((found) => found !== undefined);
}

function overall(results: readonly DestinationResult[]): DeliveryResult {
  return BY_WEIGHT.find((result) => results.includes(result)) ?? 'unrouted';
}
