// A view that prints nothing and passes every alert on. Every alert is delivered once, as with `--format json`.

import type { Notifier, Renderer } from '../../app/ports.ts';
import { type AlertNotice, isContinued, type Notice } from '../../core/threads/notice.ts';
import type { ReplayPart } from './decide/decider.ts';
import type { View } from './view.ts';

/** What listens to a replay. */
export interface Listeners {
  /** Receives each alert once. */
  onAlert(notice: AlertNotice): void;
  /** Receives every part of a log file before the pipeline does. */
  onPart(part: ReplayPart): void;
}

/** Creates the view. Events that only add to the count of a correlation alert are not passed on. */
export function createListeningView(listeners: readonly Listeners[]): View {
  let threads = 0;
  const renderer: Renderer<Notice> = { message: (notice) => notice };
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
    destinations: [{ id, kind: 'json', renderer, notifier }],
    routeTables: [[{ destination: id }]],
    unfolded: true,
    onPart(part) {
      for (const { onPart } of listeners) onPart(part);
    },
    finish: () => {},
    threads: () => threads,
  };
}
