// Where messages can go, as plain data. In: the address of a place, as settings give it. Out: its kind, and an id that
// depends on nothing but the address: two names of one place are one destination, which is told once. Holds no secret.

import type { Route, RouteTable } from './route.ts';

interface At<K extends string> {
  readonly kind: K;
  /** Stable across deployments, for it is part of what is remembered as told. */
  readonly id: string;
}

interface SlackChannel extends At<'slack-app'> {
  readonly channelId: string;
  readonly tokenReference: string;
}

interface Webhook extends At<'webhook'> {
  readonly urlReference: string;
  /** Of the key that messages are signed with; null where they are not signed. */
  readonly secretReference: string | null;
}

interface Firehose extends At<'firehose'> {
  readonly streamName: string;
  /** Null for the function's own. */
  readonly region: string | null;
}

/** Where messages go. */
export type DestinationSettings =
  | SlackChannel
  | (At<'slack-webhook'> & { readonly urlReference: string })
  | (At<'sns'> & { readonly topicArn: string })
  | (At<'teams'> & { readonly urlReference: string })
  | Webhook
  | Firehose
  | (At<'event-bus'> & { readonly busArn: string });

/** A route that says where to, not yet by what id. */
export type PlacedRoute = Omit<Route, 'destination'> & { readonly to: DestinationSettings };

/** The destinations of some tables, each once, and the tables with their ids. Tables without routes are left out. */
export function withIds(tables: readonly (readonly PlacedRoute[])[]): {
  readonly destinations: readonly DestinationSettings[];
  readonly routeTables: readonly RouteTable[];
} {
  const places = new Map(tables.flat().map(({ to }) => [to.id, to]));
  const filled = tables.filter((table) => table.length > 0);
  return {
    destinations: [...places.values()],
    routeTables: filled.map((table) => table.map(({ to, ...conditions }) => ({ ...conditions, destination: to.id }))),
  };
}

/** A channel, posted to by a Slack app. */
export function slackChannel(channelId: string, tokenReference: string): DestinationSettings {
  return { kind: 'slack-app', id: `slack:${channelId}`, channelId, tokenReference };
}

/** An incoming webhook of Slack. */
export function slackWebhook(urlReference: string): DestinationSettings {
  return { kind: 'slack-webhook', id: `webhook:${urlReference}`, urlReference };
}

/** A topic. */
export function snsTopic(topicArn: string): DestinationSettings {
  return { kind: 'sns', id: `sns:${topicArn}`, topicArn };
}

/** A workflow that posts to Microsoft Teams. */
export function teams(urlReference: string): DestinationSettings {
  return { kind: 'teams', id: `teams:${urlReference}`, urlReference };
}

/** Anything that takes JSON by HTTPS. */
export function webhook(urlReference: string, secretReference: string | null): DestinationSettings {
  const signed = secretReference === null ? '' : ` signed by ${secretReference}`;
  return { kind: 'webhook', id: `https:${urlReference}${signed}`, urlReference, secretReference };
}

/** A delivery stream, by its name or its ARN. */
export function firehose(nameOrArn: string): DestinationSettings {
  const arn = /^arn:[^:]+:firehose:([^:]+):\d+:deliverystream\/(.+)$/.exec(nameOrArn);
  const [, region = null, streamName = nameOrArn] = arn ?? [];
  return { kind: 'firehose', id: `firehose:${nameOrArn}`, streamName, region };
}

/** An event bus. */
export function eventBus(busArn: string): DestinationSettings {
  return { kind: 'event-bus', id: `event-bus:${busArn}`, busArn };
}
