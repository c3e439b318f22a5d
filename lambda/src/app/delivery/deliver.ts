// Delivers notices: routes them to destinations and scheduled summaries, and serves all of these at the same time. In: notices.
// Out: the result of each. Never rejects: what could not be delivered is `failed`, and its envelope is retried.

import { type Places, placesOf, routeNotice } from '../../core/routing/route.ts';
import { type ScheduledSummary, summaryId } from '../../core/summaries/collection.ts';
import type { AlertNotice, Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';
import { collect } from '../summaries/collect.ts';
import { deliverTo } from './deliver-to.ts';
import { type DeliveryResult, type DestinationResult, isUndelivered, overallResult } from './delivery-result.ts';
import { DELIVERED_MS, type DeliveryRun } from './delivery-run.ts';

/** Delivers notices and returns the result of each, in their order. Of notices with one id, only the first is delivered. */
export async function deliverNotices(
  notices: readonly Notice[],
  run: DeliveryRun,
  keepMs = DELIVERED_MS,
): Promise<readonly DeliveryResult[]> {
  const results = new Map<Notice, Map<string, DestinationResult>>();
  const queues: Queues = { now: new Map(), collected: new Map() };
  for (const notice of notices) {
    // A notice counts as failed until its destination reports a result, so that a defect cannot lose it.
    results.set(notice, new Map(enqueue(queues, notice, run).map((place) => [place, 'failed'])));
  }
  const reportAs = (place: string) => (notice: Notice, result: DestinationResult) =>
    void results.get(notice)?.set(place, result);
  const { collections: store } = run.pipeline;
  await Promise.all([
    ...[...queues.now].map(([destination, queue]) =>
      deliverTo(destination, queue, { run, keepMs, report: reportAs(destination.id) }),
    ),
    ...[...queues.collected].map(async ([place, { summary, queue }]) => {
      if (store) await collect(summary, queue, { run, store, report: reportAs(place) });
    }),
  ]);
  const firsts = new Map<string, DeliveryResult>();
  return notices.map((notice) => {
    const result = overallResult([...(results.get(notice)?.values() ?? [])]);
    const first = firsts.get(notice.id) ?? result;
    firsts.set(notice.id, first);
    // What must be retried is delivered for none of them yet.
    return isUndelivered(first) ? first : result;
  });
}

interface Queues {
  readonly now: Map<Destination, Notice[]>;
  /** By the id of the summary. */
  readonly collected: Map<string, { readonly summary: ScheduledSummary; readonly queue: AlertNotice[] }>;
}

// Returns the ids of the places that the notice goes to.
function enqueue({ now, collected }: Queues, notice: Notice, { pipeline }: DeliveryRun): readonly string[] {
  const places = placesIn(pipeline, notice);
  const destinations = places.now.map((id) => pipeline.destinations.get(id)).filter((found) => found !== undefined);
  for (const destination of destinations) {
    const queue = now.get(destination);
    if (queue) queue.push(notice);
    else now.set(destination, [notice]);
  }
  const summaries = places.collected.map((summary) => [summaryId(summary), summary] as const);
  for (const [id, summary] of summaries) {
    const known = collected.get(id) ?? { summary, queue: [] };
    if (notice.kind === 'alert') known.queue.push(notice);
    collected.set(id, known);
  }
  return [...destinations.map(({ id }) => id), ...summaries.map(([id]) => id)];
}

function placesIn({ collections, routeTables }: DeliveryRun['pipeline'], notice: Notice): Places {
  return collections ? placesOf(notice, routeTables) : { now: routeNotice(notice.subject, routeTables), collected: [] };
}
