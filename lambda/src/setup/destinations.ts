// Creates the destinations of the settings: the notifier and the renderer of each. To add a kind of destination, add an
// entry to `KINDS`.

import { onFirstUse } from '../adapters/aws/client.ts';
import { createEventBusNotifier, EVENT_BYTES } from '../adapters/aws/event-bus.ts';
import { createFirehoseNotifier, FIREHOSE_RECORD_BYTES } from '../adapters/aws/firehose.ts';
import { createSnsNotifier } from '../adapters/aws/sns.ts';
import { createPagerDuty, PAGERDUTY_URLS } from '../adapters/http/pagerduty.ts';
import { createWebhook } from '../adapters/http/webhook.ts';
import { createSlackApp } from '../adapters/slack/app.ts';
import { createSlackWebhook } from '../adapters/slack/webhook.ts';
import type { Destination, LateRenderer, Logger, Renderer, SecretStore } from '../app/ports.ts';
import type { DestinationSettings } from '../core/routing/destination-settings.ts';
import type { Settings } from './settings.ts';

/** What a destination needs besides its own settings. */
interface Surroundings {
  readonly settings: Settings;
  /** Returns the function that reads one secret. */
  readonly secret: (reference: string) => (options?: { readonly fresh?: boolean }) => Promise<string>;
  /** Called when a message was posted in a simpler form than rendered. */
  readonly onFallback: (code: string) => void;
}

type Create<K extends DestinationSettings['kind']> = (
  destination: Extract<DestinationSettings, { kind: K }>,
  surroundings: Surroundings,
) => Omit<Destination, 'id' | 'kind'>;

type Renderers = typeof import('./renderers.ts');

// Loaded when there is first something to render: the sentences are a fifth of our code.
function rendererOf<M>(create: (renderers: Renderers) => Renderer<M>, has: 'details' | null = null): LateRenderer<M> {
  const loaded = onFirstUse(async () => create(await import('./renderers.ts')));
  return {
    message: async (...given) => (await loaded()).message(...given),
    ...(has && { details: async (notice) => (await loaded()).details?.(notice) ?? null }),
  };
}

// Many servers reject requests over one megabyte by default.
const WEBHOOK_BYTES = 1_000_000;

const KINDS: { readonly [K in DestinationSettings['kind']]: Create<K> } = {
  'slack-app': ({ id, channelId, tokenReference }, { settings, secret, onFallback }) => ({
    renderer: rendererOf(
      ({ createSlackRenderer }) =>
        createSlackRenderer(settings, {
          buttonsFor: settings.slackButtons ? id : null,
          mentions: settings.slackMentions,
        }),
      'details',
    ),
    ...(settings.slackButtons && { hasButtons: true }),
    notifier: createSlackApp({
      channel: channelId,
      readToken: secret(tokenReference),
      apiUrl: settings.slackApiUrl ?? undefined,
      onFallback,
    }),
  }),
  'slack-webhook': ({ urlReference }, { settings, secret, onFallback }) => ({
    renderer: rendererOf(({ createSlackRenderer }) =>
      createSlackRenderer(settings, { extent: 'whole-event', mentions: settings.slackMentions }),
    ),
    notifier: createSlackWebhook({ readUrl: secret(urlReference), onFallback }),
  }),
  sns: ({ topicArn }, { settings, onFallback }) => ({
    renderer: rendererOf(({ createSnsRenderer }) => createSnsRenderer(settings)),
    notifier: createSnsNotifier({ topicArn, onFallback }),
  }),
  teams: ({ urlReference }, { settings, secret }) => ({
    renderer: rendererOf(({ createTeamsRenderer }) => createTeamsRenderer(settings)),
    notifier: createWebhook({ readUrl: secret(urlReference) }),
  }),
  webhook: ({ urlReference, secretReference }, { settings, secret }) => ({
    renderer: rendererOf(({ createJsonEventRenderer }) => createJsonEventRenderer(settings, WEBHOOK_BYTES)),
    notifier: createWebhook({
      readUrl: secret(urlReference),
      ...(secretReference !== null && { readKey: secret(secretReference) }),
    }),
  }),
  pagerduty: ({ serviceRegion, routingKeyReference }, { settings, secret }) => ({
    renderer: rendererOf(({ createPagerDutyRenderer }) => createPagerDutyRenderer(settings)),
    notifier: createPagerDuty({ url: PAGERDUTY_URLS[serviceRegion], readRoutingKey: secret(routingKeyReference) }),
  }),
  firehose: ({ streamName, region }, { settings }) => ({
    renderer: rendererOf(({ createStreamRecordRenderer }) =>
      createStreamRecordRenderer(settings, FIREHOSE_RECORD_BYTES - 100),
    ),
    notifier: createFirehoseNotifier({ streamName, region }),
    everyNotice: true,
  }),
  'event-bus': ({ busArn }, { settings }) => ({
    renderer: rendererOf(({ createJsonEventRenderer }) => createJsonEventRenderer(settings, EVENT_BYTES)),
    notifier: createEventBusNotifier({ busArn }),
    everyNotice: true,
  }),
};

/** The destinations by id. A secret is read when the first message is posted. */
export function createDestinations(settings: Settings, secrets: SecretStore, log: Logger): Map<string, Destination> {
  const secret: Surroundings['secret'] = (reference) => (options) => secrets.read(reference, options);
  return new Map(
    settings.destinations.map((destination) => {
      const { id, kind } = destination;
      const create = KINDS[kind] as Create<DestinationSettings['kind']>;
      const onFallback = (code: string) => log.warn('message_shown_plainly', { destination: id, code });
      return [id, { id, kind, ...create(destination as never, { settings, secret, onFallback }) }];
    }),
  );
}
