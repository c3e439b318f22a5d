// One destination of a replay, in memory: what it was told, and how that looks on a terminal.

import { createMemoryNotifier, type MemoryPost } from '../../adapters/memory/notifier.ts';
import type { Destination } from '../../app/ports.ts';
import { createSlackRenderer, type SlackMessage } from '../../core/render/slack.ts';
import { createSnsRenderer, type SnsMessage } from '../../core/render/sns.ts';
import { renderTerminal } from '../../core/render/terminal.ts';
import type { DestinationSettings, Settings } from '../../settings.ts';

export interface Channel {
  readonly destination: Destination;
  readonly posts: () => readonly MemoryPost<unknown>[];
  /** The messages of each thread, the first one first, in the order in which threads began. */
  readonly threads: () => readonly (readonly unknown[])[];
  readonly lines: (message: unknown, width: number, colour: boolean) => readonly string[];
}

/** Stands in where the settings name no destination. */
export const EVERYTHING: DestinationSettings = {
  kind: 'slack-app',
  id: 'slack',
  channelId: 'replay',
  tokenReference: '',
};

/** Makes the twin of a destination; only a Slack app has threads. */
export function createChannel(settings: DestinationSettings, context: Settings): Channel {
  return settings.kind === 'sns' ? createTopic(settings, context) : createSlackChannel(settings, context);
}

function createSlackChannel(settings: Exclude<DestinationSettings, { kind: 'sns' }>, context: Settings): Channel {
  const isApp = settings.kind === 'slack-app';
  const notifier = createMemoryNotifier<SlackMessage>({ channel: isApp ? settings.channelId : '', threads: isApp });
  return {
    destination: { ...settings, renderer: createSlackRenderer(context), notifier } as Destination,
    posts: () => notifier.posts,
    threads: () => threadsOf(notifier.posts),
    lines: (message, width, color) => renderTerminal(message as SlackMessage, { width, color }).split('\n'),
  };
}

function createTopic(settings: Extract<DestinationSettings, { kind: 'sns' }>, context: Settings): Channel {
  const notifier = createMemoryNotifier<SnsMessage>({ channel: settings.topicArn, threads: false });
  return {
    destination: { ...settings, renderer: createSnsRenderer(context), notifier } as Destination,
    posts: () => notifier.posts,
    threads: () => threadsOf(notifier.posts),
    lines: (message) => mailLines(message as SnsMessage),
  };
}

function mailLines({ subject, body }: SnsMessage): string[] {
  return [`Subject: ${subject}`, '', ...body.split('\n')];
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
