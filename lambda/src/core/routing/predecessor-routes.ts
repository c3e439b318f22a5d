// The routing variables of the predecessor, whose meaning does not change. In: its variables. Out: one route table for
// Slack and one for SNS, each with an entry for each list of accounts, then the default. Pure.

import { type PlacedRoute, slackChannel, slackWebhook, snsTopic } from './destination-settings.ts';

/** Variables of the predecessor, with webhooks by reference. */
export interface PredecessorRouting {
  readonly slack_bot_token_reference?: string | null | undefined;
  readonly default_slack_channel_id?: string | null | undefined;
  readonly slack_app_configuration: readonly {
    readonly accounts: readonly string[];
    readonly slack_channel_id: string;
  }[];
  readonly default_slack_hook_url_reference?: string | null | undefined;
  readonly configuration: readonly {
    readonly accounts: readonly string[];
    readonly slack_hook_url_reference: string;
  }[];
  readonly default_sns_topic_arn?: string | null | undefined;
  readonly sns_configuration: readonly { readonly accounts: readonly string[]; readonly sns_topic_arn: string }[];
}

/** Returns the tables for Slack and for SNS; a table is empty if it has no destination. */
export function predecessorRoutes(variables: PredecessorRouting): readonly (readonly PlacedRoute[])[] {
  const token = variables.slack_bot_token_reference;
  // As in the predecessor, a bot token disables webhooks.
  return [token ? channelRoutes(variables, token) : webhookRoutes(variables), topicRoutes(variables)];
}

function channelRoutes(variables: PredecessorRouting, token: string): PlacedRoute[] {
  const { slack_app_configuration: entries, default_slack_channel_id: channel } = variables;
  return [
    ...entries.map(({ accounts, slack_channel_id }) => ({ accounts, to: slackChannel(slack_channel_id, token) })),
    ...(channel ? [{ to: slackChannel(channel, token) }] : []),
  ];
}

function webhookRoutes({ configuration, default_slack_hook_url_reference: url }: PredecessorRouting): PlacedRoute[] {
  return [
    ...configuration.map((entry) => ({ accounts: entry.accounts, to: slackWebhook(entry.slack_hook_url_reference) })),
    ...(url ? [{ to: slackWebhook(url) }] : []),
  ];
}

function topicRoutes({ sns_configuration, default_sns_topic_arn: topic }: PredecessorRouting): PlacedRoute[] {
  return [
    ...sns_configuration.map(({ accounts, sns_topic_arn }) => ({ accounts, to: snsTopic(sns_topic_arn) })),
    ...(topic ? [{ to: snsTopic(topic) }] : []),
  ];
}
