// One destination of a replay, in memory: what it was told, and how that looks on a terminal.

import { createMemoryNotifier, type MemoryPost } from '../../adapters/memory/notifier.ts';
import type { Destination, Renderer } from '../../app/ports.ts';
import type { Extent } from '../../core/render/alert-message.ts';
import { createJsonEventRenderer, createStreamRecordRenderer } from '../../core/render/json-event.ts';
import { createSlackRenderer } from '../../core/render/slack.ts';
import { createSnsRenderer } from '../../core/render/sns.ts';
import { createTeamsRenderer } from '../../core/render/teams.ts';
import { renderTerminal } from '../../core/render/terminal.ts';
import { slackChannel } from '../../core/routing/destination-settings.ts';
import type { DestinationSettings, Settings } from '../../setup/settings.ts';
import { cardLines, jsonLines, mailLines } from './plain-looks.ts';

export interface Channel {
  readonly destination: Destination;
  readonly posts: () => readonly MemoryPost<unknown>[];
  /** The messages of each thread, the first one first, in the order in which threads began. */
  readonly threads: () => readonly (readonly unknown[])[];
  readonly lines: Look<unknown>['lines'];
}

/** How the messages of a kind of destination are made, and how they look. */
interface Look<M> {
  readonly renderer: Renderer<M>;
  readonly lines: (message: M, width: number, color: boolean) => readonly string[];
}

/** Stands in where the settings name no destination. */
export const EVERYTHING: DestinationSettings = slackChannel('replay', '');

/** Whether a destination takes Slack's messages. */
export function isSlack({ kind }: DestinationSettings): boolean {
  return kind === 'slack-app' || kind === 'slack-webhook';
}

/** Makes the twin of a destination; only a Slack app has threads. */
export function createChannel(settings: DestinationSettings, context: Settings): Channel {
  const isApp = settings.kind === 'slack-app';
  const notifier = createMemoryNotifier<unknown>({ channel: isApp ? settings.channelId : settings.id, threads: isApp });
  const { renderer, lines } = LOOKS[settings.kind](context);
  return {
    destination: { id: settings.id, kind: settings.kind, renderer, notifier },
    posts: () => notifier.posts,
    threads: () => threadsOf(notifier.posts),
    lines,
  };
}

const LOOKS: Readonly<Record<DestinationSettings['kind'], (context: Settings) => Look<unknown>>> = {
  'slack-app': (context) => slackLook(context),
  'slack-webhook': (context) => slackLook(context, 'whole-event'),
  sns: (context) => look(createSnsRenderer(context), mailLines),
  teams: (context) => look(createTeamsRenderer(context), cardLines),
  webhook: (context) => look(createJsonEventRenderer(context, MOST_BYTES), jsonLines),
  'event-bus': (context) => look(createJsonEventRenderer(context, MOST_BYTES), jsonLines),
  firehose: (context) => look(createStreamRecordRenderer(context, MOST_BYTES), jsonLines),
};

// Nothing is left out here for the sake of a destination.
const MOST_BYTES = 100_000_000;

// The messages that the renderer makes are those that are to be shown.
function look<M>(renderer: Renderer<M>, lines: Look<M>['lines']): Look<unknown> {
  return { renderer, lines } as Look<M> as Look<unknown>;
}

function slackLook(context: Settings, extent?: Extent): Look<unknown> {
  return look(createSlackRenderer(context, extent), (message, width, color) =>
    renderTerminal(message, { width, color }).split('\n'),
  );
}

function threadsOf(posts: readonly MemoryPost<unknown>[]): readonly (readonly unknown[])[] {
  const threads = new Map<string, unknown[]>();
  for (const { handle, thread, message } of posts) {
    const begun = thread ? threads.get(thread.ts) : undefined;
    if (begun) begun.push(message);
    else threads.set(handle.ts, [message]);
  }
  return [...threads.values()];
}
