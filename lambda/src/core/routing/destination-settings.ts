// Destinations as plain data. In: the address of a destination, from the settings. Out: its kind, and an id that depends
// only on the address: two names for one address are one destination, which receives a notice once. Contains no secret.

import type { Route, RouteTable } from './route.ts';

interface At<K extends string> {
  readonly kind: K;
  /** Stable across deployments: claims contain it. */
  readonly id: string;
}

interface SlackChannel extends At<'slack-app'> {
  readonly channelId: string;
  readonly tokenReference: string;
}

interface Webhook extends At<'webhook'> {
  readonly urlReference: string;
  /** The reference of the signing key; null if messages are not signed. */
  readonly secretReference: string | null;
}

interface PagerDuty extends At<'pagerduty'> {
  /** Where the PagerDuty account is. */
  readonly serviceRegion: 'us' | 'eu';
  readonly routingKeyReference: string;
}

interface Firehose extends At<'firehose'> {
  readonly streamName: string;
  /** Null for the region of the function. */
  readonly region: string | null;
}

/** The settings of one destination. */
export type DestinationSettings =
  | SlackChannel
  | (At<'slack-webhook'> & { readonly urlReference: string })
  | (At<'sns'> & { readonly topicArn: string })
  | (At<'teams'> & { readonly urlReference: string })
  | Webhook
  | PagerDuty
  | Firehose
  | (At<'event-bus'> & { readonly busArn: string });

/** A route with the settings of its destination instead of the id. */
export type PlacedRoute = Omit<Route, 'destination'> & { readonly to: DestinationSettings };

/** Returns the destinations of the tables, each once, and the tables with destination ids. Omits tables without routes. */
export function withIds(tables: readonly (readonly PlacedRoute[])[]): {
  readonly destinations: readonly DestinationSettings[];
  readonly routeTables: readonly RouteTable[];
} {
  const distinct = new Map(tables.flat().map(({ to }) => [to.id, to]));
  const filled = tables.filter((table) => table.length > 0);
  return {
    destinations: [...distinct.values()],
    routeTables: filled.map((table) => table.map(({ to, ...conditions }) => ({ ...conditions, destination: to.id }))),
  };
}

/** Returns the settings of a channel that a Slack app posts to. */
export function slackChannel(channelId: string, tokenReference: string): DestinationSettings {
  return { kind: 'slack-app', id: `slack:${channelId}`, channelId, tokenReference };
}

/** Returns the settings of a Slack incoming webhook. */
export function slackWebhook(urlReference: string): DestinationSettings {
  return { kind: 'slack-webhook', id: `webhook:${urlReference}`, urlReference };
}

/** Returns the settings of an SNS topic. */
export function snsTopic(topicArn: string): DestinationSettings {
  return { kind: 'sns', id: `sns:${topicArn}`, topicArn };
}

/** Returns the settings of a workflow that posts to Microsoft Teams. */
export function teams(urlReference: string): DestinationSettings {
  return { kind: 'teams', id: `teams:${urlReference}`, urlReference };
}

/** Returns the settings of an HTTPS endpoint that accepts JSON. */
export function webhook(urlReference: string, secretReference: string | null): DestinationSettings {
  const signed = secretReference === null ? '' : ` signed by ${secretReference}`;
  return { kind: 'webhook', id: `https:${urlReference}${signed}`, urlReference, secretReference };
}

/** Returns the settings of a PagerDuty service, which its integration key selects. */
export function pagerDuty(routingKeyReference: string, serviceRegion: PagerDuty['serviceRegion']): DestinationSettings {
  return { kind: 'pagerduty', id: `pagerduty:${routingKeyReference}`, serviceRegion, routingKeyReference };
}

/** Returns the settings of a Firehose delivery stream, given its name or its ARN. */
export function firehose(nameOrArn: string): DestinationSettings {
  const arn = /^arn:[^:]+:firehose:([^:]+):\d+:deliverystream\/(.+)$/.exec(nameOrArn);
  const [, region = null, streamName = nameOrArn] = arn ?? [];
  return { kind: 'firehose', id: `firehose:${nameOrArn}`, streamName, region };
}

/** Returns the settings of an event bus. */
export function eventBus(busArn: string): DestinationSettings {
  return { kind: 'event-bus', id: `event-bus:${busArn}`, busArn };
}
