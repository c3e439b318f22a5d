// The settings of the function behind Slack's buttons: the few that it needs, as JSON in its environment. In: that JSON. Out: the
// settings, or an error that names what is missing. Without a schema library, so that the function starts fast.

import { LOG_LEVELS, type LogLevel } from '../adapters/log.ts';

/** The variables of the module with their names, as slack.tf writes them. */
export interface InteractionSettings {
  /** Of the function that sends the alerts. */
  readonly functionName: string;
  readonly logLevel: LogLevel;
  readonly stateTableName: string;
  readonly signingSecretReference: string;
  readonly muteAllowedUsers: readonly string[];
}

/** Reads the settings. Throws an error that names the variable and the problem. */
export function readInteractionSettings(json: string | undefined): InteractionSettings {
  const given = Object(JSON.parse(json ?? 'null')) as Record<string, unknown>;
  const text = (name: string): string => {
    const value = given[name];
    if (typeof value !== 'string' || value === '')
      throw new Error(`INTERACTIONS: ${name} is missing; run terraform apply`);
    return value;
  };
  const users = given.mute_allowed_users ?? [];
  if (!Array.isArray(users) || !users.every((user) => typeof user === 'string'))
    throw new Error('INTERACTIONS: mute_allowed_users must be a list of user ids');
  return {
    functionName: text('function_name'),
    logLevel: LOG_LEVELS.find((level) => level === given.log_level) ?? 'INFO',
    stateTableName: text('dynamodb_table_name'),
    signingSecretReference: text('slack_signing_secret_reference'),
    muteAllowedUsers: users,
  };
}
