// Delivers notices: routes them, and has every destination post what is its own. In: notices. Out: what became of each.
// Never rejects: what could not be delivered is `failed`, and its envelope comes again.

import { routeNotice } from '../../core/routing/route.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';
import { deliverTo } from './deliver-to.ts';
import { type DeliveryResult, type DestinationResult, overallResult } from './delivery-result.ts';
import { DELIVERED_MS, type DeliveryRun } from './delivery-run.ts';

/** Delivers notices and returns the result of each, in their order. Of notices with one id, only the first is delivered. */
export async function deliverNotices(
  notices: readonly Notice[],
  run: DeliveryRun,
  keepMs = DELIVERED_MS,
): Promise<readonly DeliveryResult[]> {
  const work = new Map<Destination, Notice[]>();
  const results = new Map<Notice, Map<Destination, DestinationResult>>();
  for (const notice of notices) {
    const destinations = destinationsOf(notice, run);
    // Until a destination reports what became of a notice, it counts as failed: nothing is lost by an oversight.
    results.set(notice, new Map(destinations.map((destination) => [destination, 'failed'])));
    for (const destination of destinations) {
      const queue = work.get(destination);
      if (queue) queue.push(notice);
      else work.set(destination, [notice]);
    }
  }
  const deliveries = [...work].map(([destination, queue]) => {
    const report = (notice: Notice, result: DestinationResult) => void results.get(notice)?.set(destination, result);
    return deliverTo(destination, queue, { run, keepMs, report });
  });
  await Promise.all(deliveries);
  return notices.map((notice) => overallResult([...(results.get(notice)?.values() ?? [])]));
}

function destinationsOf(notice: Notice, { pipeline }: DeliveryRun): Destination[] {
  const ids = routeNotice(notice.subject, pipeline.routeTables);
  return ids.map((id) => pipeline.destinations.get(id)).filter((found) => found !== undefined);
}
