// A view that prints nothing and passes every alert on. Every alert is delivered once, as with `--format json`.

import type { Notifier, Renderer } from '../../app/ports.ts';
import { type AlertNotice, isContinued, type Notice } from '../../core/threads/notice.ts';
import type { View } from './view.ts';

/** Creates the view. Events that only add to the count of a correlation alert are not passed on. */
export function createListeningView(
  onAlert: (notice: AlertNotice) => void,
  more: Partial<Pick<View, 'onPart' | 'finish'>> = {},
): View {
  let threads = 0;
  const renderer: Renderer<Notice> = { message: (notice) => notice };
  const notifier: Notifier<Notice> = {
    async post(notice, thread) {
      if (notice.kind !== 'alert' || isContinued(notice)) return null;
      onAlert(notice);
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
    finish: () => {},
    ...more,
    threads: () => threads,
  };
}
