// A destination of a replay, in memory: the messages it received, and how to print them.

import { createMemoryNotifier, type MemoryPost } from '../../adapters/memory/notifier.ts';
import type { Destination, Renderer } from '../../app/ports.ts';
import type { Extent } from '../../core/render/alert-message.ts';
import { createJsonEventRenderer, createStreamRecordRenderer } from '../../core/render/json-event.ts';
import { createPagerDutyRenderer } from '../../core/render/pagerduty.ts';
import { createSlackRenderer } from '../../core/render/slack.ts';
import { createSnsRenderer } from '../../core/render/sns.ts';
import { createTeamsRenderer } from '../../core/render/teams.ts';
import { renderTerminal } from '../../core/render/terminal.ts';
import { type DestinationSettings, slackChannel } from '../../core/routing/destination-settings.ts';
import type { Settings } from '../../setup/settings.ts';
import { cardLines, jsonLines, mailLines } from './plain-looks.ts';

export interface Channel {
  readonly destination: Destination;
  readonly posts: () => readonly MemoryPost<unknown>[];
  /** The messages of each thread, first message first. Threads are in the order of their first messages. */
  readonly threads: () => readonly (readonly unknown[])[];
  readonly lines: Look<unknown>['lines'];
}

/** How to render and how to print the messages of a kind of destination. */
interface Look<M> {
  readonly renderer: Renderer<M>;
  readonly lines: (message: M, width: number, color: boolean) => readonly string[];
}

/** The destination that is used if the settings name none. */
export const EVERYTHING: DestinationSettings = slackChannel('replay', '');

/** Whether a destination receives Slack messages. */
export function isSlack({ kind }: DestinationSettings): boolean {
  return kind === 'slack-app' || kind === 'slack-webhook';
}

/** Creates the in-memory twin of a destination. Only a Slack app has threads. */
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
  pagerduty: (context) => look(createPagerDutyRenderer(context), jsonLines),
  webhook: (context) => look(createJsonEventRenderer(context, MAX_BYTES), jsonLines),
  'event-bus': (context) => look(createJsonEventRenderer(context, MAX_BYTES), jsonLines),
  firehose: (context) => look(createStreamRecordRenderer(context, MAX_BYTES), jsonLines),
};

// A replay shows messages in full, so the size limits of destinations do not apply.
const MAX_BYTES = 100_000_000;

// The cast is safe: `lines` receives only messages from this renderer.
function look<M>(renderer: Renderer<M>, lines: Look<M>['lines']): Look<unknown> {
  return { renderer, lines } as Look<M> as Look<unknown>;
}

function slackLook(context: Settings, extent: Extent = 'parameters'): Look<unknown> {
  return look(createSlackRenderer(context, { extent, mentions: context.slackMentions }), (message, width, color) =>
    renderTerminal(message, { width, color }).split('\n'),
  );
}

function threadsOf(posts: readonly MemoryPost<unknown>[]): readonly (readonly unknown[])[] {
  const threads = new Map<string, unknown[]>();
  for (const { handle, thread, message } of posts) {
    const started = thread ? threads.get(thread.ts) : undefined;
    if (started) started.push(message);
    else threads.set(handle.ts, [message]);
  }
  return [...threads.values()];
}
