// One destination of a replay, in memory: what it was told, and how that looks on a terminal.

import { createMemoryNotifier, type MemoryPost } from '../../adapters/memory/notifier.ts';
import type { Destination, Renderer } from '../../app/ports.ts';
import { createSlackRenderer, type SlackMessage } from '../../core/render/slack.ts';
import { createSnsRenderer, type SnsMessage } from '../../core/render/sns.ts';
import { renderTerminal } from '../../core/render/terminal.ts';
import { titleOf } from '../../core/render/title.ts';
import { slackChannel } from '../../core/routing/destination-settings.ts';
import type { DestinationSettings, Settings } from '../../settings.ts';

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
  const { renderer, lines } = lookOf(settings, context);
  return {
    destination: { id: settings.id, kind: settings.kind, renderer, notifier },
    posts: () => notifier.posts,
    threads: () => threadsOf(notifier.posts),
    lines,
  };
}

function lookOf(settings: DestinationSettings, context: Settings): Look<unknown> {
  if (isSlack(settings)) return slackLook(context) as Look<unknown>;
  return (settings.kind === 'sns' ? mailLook(context) : titleLook(context)) as Look<unknown>;
}

function slackLook(context: Settings): Look<SlackMessage> {
  return {
    renderer: createSlackRenderer(context),
    lines: (message, width, color) => renderTerminal(message, { width, color }).split('\n'),
  };
}

function mailLook(context: Settings): Look<SnsMessage> {
  return {
    renderer: createSnsRenderer(context),
    lines: ({ subject, body }) => [`Subject: ${subject}`, '', ...body.split('\n')],
  };
}

// What machines get is shown by what it is about.
function titleLook(context: Settings): Look<string> {
  return { renderer: { message: (notice) => titleOf(notice, context) }, lines: (title) => [title] };
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
