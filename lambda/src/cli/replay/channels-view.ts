// Prints the messages by destination at the end of a replay, as they look to a reader or as the JSON that Slack receives.
// The destinations are those of the settings; if there are none, one channel receives everything.

import type { Settings } from '../../setup/settings.ts';
import { escaped } from '../escaped.ts';
import type { Terminal } from '../terminal.ts';
import { type Channel, createChannel, EVERYTHING, isSlack } from './channel.ts';
import type { View } from './view.ts';

/** `full` is `text` with all lines of long replies. */
export type ChannelsFormat = 'text' | 'full' | 'slack';

/** Creates the view of `--format text` and `--format slack`. `slack` shows only Slack destinations. */
export function createChannelsView(format: ChannelsFormat, settings: Settings, terminal: Terminal): View {
  const named = settings.destinations.filter((one) => format !== 'slack' || isSlack(one));
  const ids = new Set(named.map(({ id }) => id));
  const channels = (named.length === 0 ? [EVERYTHING] : named).map((one) => createChannel(one, settings));
  return {
    destinations: channels.map(({ destination }) => destination),
    routeTables: named.length === 0 ? [[{ destination: EVERYTHING.id }]] : tablesOf(ids, settings),
    unfolded: false,
    finish: () =>
      format === 'slack' ? printSlack(channels, terminal) : printText(channels, terminal, format === 'full'),
    threads: () => channels.reduce((sum, { threads }) => sum + threads().length, 0),
  };
}

// Without tables for other destinations, whose summaries would go to one of these instead.
function tablesOf(ids: ReadonlySet<string>, { routeTables }: Settings): View['routeTables'] {
  return routeTables.filter((table) => table.some(({ destination }) => ids.has(destination)));
}

// The name of a destination is printed only if there are several.
function printText(channels: readonly Channel[], terminal: Terminal, full: boolean): void {
  for (const channel of channels) {
    if (channels.length > 1)
      terminal.out(`${terminal.paint(['bold', 'inverse'], escaped` ${channel.destination.id} `)}\n`);
    for (const thread of channel.threads()) printThread(channel, thread, terminal, full);
  }
}

const REPLY_INDENT = 4;
// Slack also shows the beginning of a long block and the rest on demand.
const REPLY_LINES = 12;

function printThread(
  { lines }: Channel,
  [first, ...replies]: readonly unknown[],
  terminal: Terminal,
  full: boolean,
): void {
  const edge = `${' '.repeat(REPLY_INDENT)}${terminal.paint('dim', '│')} `;
  terminal.out(lines(first, terminal.width, terminal.color).join('\n'));
  for (const reply of replies) {
    terminal.out(edge.trimEnd());
    const all = lines(reply, terminal.width - REPLY_INDENT - 2, terminal.color);
    const shown = full || all.length <= REPLY_LINES ? all.length : REPLY_LINES - 1;
    for (const line of all.slice(0, shown)) terminal.out(edge + line);
    if (shown < all.length) terminal.out(edge + terminal.paint('dim', `… ${all.length - shown} more lines (--full)`));
  }
  terminal.out('');
}

function printSlack(channels: readonly Channel[], terminal: Terminal): void {
  for (const { posts } of channels) {
    for (const { handle, thread, message } of posts()) {
      const place = { channel: handle.channel, ts: handle.ts, ...(thread && { thread_ts: thread.ts }) };
      terminal.out(JSON.stringify({ ...place, ...(message as object) }));
    }
  }
}
