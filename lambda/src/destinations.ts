// Makes the destinations that settings name: for each kind, the notifier that reaches it and the renderer of its messages.
// To add a kind: one entry in `KINDS`.

import { createSnsNotifier } from './adapters/aws/sns.ts';
import { createSlackApp } from './adapters/slack/app.ts';
import { createSlackWebhook } from './adapters/slack/webhook.ts';
import type { Destination, Logger, SecretStore } from './app/ports.ts';
import { createSlackRenderer } from './core/render/slack.ts';
import { createSnsRenderer } from './core/render/sns.ts';
import type { DestinationSettings, Settings } from './settings.ts';

interface Surroundings {
  readonly settings: Settings;
  readonly secrets: SecretStore;
  readonly log: Logger;
}

type Make<K extends DestinationSettings['kind']> = (
  destination: Extract<DestinationSettings, { kind: K }>,
  surroundings: Surroundings,
) => Pick<Destination, 'renderer' | 'notifier'>;

const KINDS: { readonly [K in DestinationSettings['kind']]: Make<K> } = {
  'slack-app': ({ id, channelId, tokenReference }, { settings, secrets, log }) => ({
    renderer: createSlackRenderer(settings),
    notifier: createSlackApp({
      channel: channelId,
      readToken: (options) => secrets.read(tokenReference, options),
      apiUrl: process.env.SLACK_API_URL ?? settings.slackApiUrl ?? undefined,
      onFallback: (code) => log.warn('message_shown_plainly', { destination: id, code }),
    }),
  }),
  'slack-webhook': ({ id, urlReference }, { settings, secrets, log }) => ({
    renderer: createSlackRenderer(settings),
    notifier: createSlackWebhook({
      readUrl: (options) => secrets.read(urlReference, options),
      onFallback: (code) => log.warn('message_shown_plainly', { destination: id, code }),
    }),
  }),
  sns: ({ topicArn }, { settings }) => ({
    renderer: createSnsRenderer(settings),
    notifier: createSnsNotifier({ topicArn }),
  }),
};

/** The destinations by id; secrets are read when the first message is posted. */
export function createDestinations(settings: Settings, secrets: SecretStore, log: Logger): Map<string, Destination> {
  return new Map(
    settings.destinations.map((destination) => {
      const make = KINDS[destination.kind] as Make<DestinationSettings['kind']>;
      const parts = make(destination as never, { settings, secrets, log });
      return [destination.id, { id: destination.id, kind: destination.kind, ...parts }];
    }),
  );
}
