// Shows every alert as one JSON object a line, as soon as it is delivered.

import type { Notifier, Renderer } from '../../app/ports.ts';
import { titleOf } from '../../core/render/title.ts';
import type { Settings } from '../../setup/settings.ts';
import type { Terminal } from '../terminal.ts';
import { alertLine } from './alert-line.ts';
import type { View } from './view.ts';

type Line = object | null;

/** Creates the view of `--format json`. Rule errors are not alerts; the log of the replay reports them on stderr. */
export function createJsonView(settings: Settings, terminal: Terminal): View {
  let threads = 0;
  const renderer: Renderer<Line> = {
    message: (notice) => (notice.kind === 'alert' ? alertLine(notice, titleOf(notice, settings)) : null),
  };
  const notifier: Notifier<Line> = {
    async post(line, thread) {
      if (line === null) return null;
      terminal.out(JSON.stringify(line));
      if (!thread) threads++;
      return thread ?? { channel: 'json', ts: String(threads) };
    },
    async update() {}, // Only events that add to the count of a correlation alert are folded, and they have no line.
  };
  const id = 'json';
  return {
    destinations: [{ id, kind: 'json', renderer, notifier }],
    routeTables: [[{ destination: id }]],
    unfolded: true,
    finish: () => {},
    threads: () => threads,
    goOn: (before) => {
      threads = before ?? 0;
    },
  };
}
