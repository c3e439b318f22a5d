// A view that prints nothing and passes every alert on. Every alert is delivered once, as with `--format json`. What routes collect is
// passed on as well, in scheduled summaries.

import type { Notifier, Renderer } from '../../app/ports.ts';
import type { RouteTable } from '../../core/routing/route.ts';
import { type AlertNotice, isContinued, type Notice, type ScheduledSummaryNotice } from '../../core/threads/notice.ts';
import type { ReplayPart } from './decide/decider.ts';
import type { View } from './view.ts';

/** What listens to a replay. */
export interface Listeners {
  /** Receives each alert once. */
  onAlert(notice: AlertNotice): void;
  /** Receives every part of a log file before the pipeline does. */
  onPart(part: ReplayPart): void;
  /** Receives each scheduled summary. */
  onSummary?(notice: ScheduledSummaryNotice): void;
}

/**
 * Creates the view. Events that only add to the count of a correlation alert are not passed on. Summaries are those of the routes in
 * `routeTables`.
 */
export function createListeningView(listeners: readonly Listeners[], routeTables: readonly RouteTable[] = []): View {
  let threads = 0;
  const renderer: Renderer<Notice> = { message: (notice) => notice };
  const forSummaries: Notifier<Notice> = {
    async post(notice) {
      if (notice.kind === 'scheduled-summary') for (const { onSummary } of listeners) onSummary?.(notice);
      return null;
    },
  };
  const summarized = summarizedDestinations(routeTables);
  const notifier: Notifier<Notice> = {
    async post(notice, thread) {
      if (notice.kind !== 'alert' || isContinued(notice)) return null;
      for (const { onAlert } of listeners) onAlert(notice);
      if (!thread) threads++;
      return thread ?? { channel: id, ts: String(threads) };
    },
    async update() {}, // Only the counts of correlation alerts change.
  };
  const id = 'listener';
  return {
    destinations: [
      { id, kind: 'json', renderer, notifier },
      ...[...summarized].map((own) => ({ id: own, kind: 'json', renderer, notifier: forSummaries })),
    ],
    routeTables: [
      [{ destination: id }],
      ...routeTables.filter((table) => table.some(({ destination }) => summarized.has(destination))),
    ],
    unfolded: true,
    onPart(part) {
      for (const { onPart } of listeners) onPart(part);
    },
    finish: () => {},
    threads: () => threads,
  };
}

function summarizedDestinations(routeTables: readonly RouteTable[]): ReadonlySet<string> {
  const scheduled = routeTables.flat().filter(({ schedule }) => schedule !== undefined);
  return new Set(scheduled.map(({ destination }) => destination));
}
