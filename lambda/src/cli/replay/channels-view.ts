// Shows the messages as they stand at the end, channel by channel: as a reader sees them, or as the JSON that Slack gets.
// Channels and topics are those of the settings; where these name none, one channel takes everything.

import type { Settings } from '../../setup/settings.ts';
import type { Terminal } from '../terminal.ts';
import { type Channel, createChannel, EVERYTHING, isSlack } from './channel.ts';
import type { View } from './view.ts';

/** `full` is `text` with every line of every reply. */
export type ChannelsFormat = 'text' | 'full' | 'slack';

/** Makes the view of `--format text` and `--format slack`; only the former shows topics, which are not Slack's. */
export function createChannelsView(format: ChannelsFormat, settings: Settings, terminal: Terminal): View {
  const named = settings.destinations.filter((one) => format !== 'slack' || isSlack(one));
  const channels = (named.length === 0 ? [EVERYTHING] : named).map((one) => createChannel(one, settings));
  return {
    destinations: channels.map(({ destination }) => destination),
    routeTables: named.length === 0 ? [[{ destination: EVERYTHING.id }]] : settings.routeTables,
    unfolded: false,
    finish: () =>
      format === 'slack' ? printSlack(channels, terminal) : printText(channels, terminal, format === 'full'),
    threads: () => channels.reduce((sum, { threads }) => sum + threads().length, 0),
  };
}

// Channels are named where there are several.
function printText(channels: readonly Channel[], terminal: Terminal, full: boolean): void {
  for (const channel of channels) {
    if (channels.length > 1) terminal.out(`${terminal.paint(['bold', 'inverse'], ` ${channel.destination.id} `)}\n`);
    for (const thread of channel.threads()) printThread(channel, thread, terminal, full);
  }
}

const REPLY_INDENT = 4;
// Slack too shows the beginning of a long block and the rest on demand.
const REPLY_LINES = 12;

function printThread(
  { lines }: Channel,
  [first, ...replies]: readonly unknown[],
  terminal: Terminal,
  full: boolean,
): void {
  const edge = `${' '.repeat(REPLY_INDENT)}${terminal.paint('dim', '│')} `;
  terminal.out(lines(first, terminal.width, terminal.colour).join('\n'));
  for (const reply of replies) {
    terminal.out(edge.trimEnd());
    const all = lines(reply, terminal.width - REPLY_INDENT - 2, terminal.colour);
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
