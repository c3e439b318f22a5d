// Delivers notices: routes them to destinations and delivers to all of these at the same time. In: notices. Out: the result of
// each. Never rejects: what could not be delivered is `failed`, and its envelope is retried.

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
    // A notice counts as failed until its destination reports a result, so that a defect cannot lose it.
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
