// Parses the settings: the variables of the module as one JSON object, by their own names (see docs/adr/0001). In: that
// JSON. Out: `Settings` with normalized rules, and destinations and routes from every variable that defines them. One error
// lists every problem. Settings contain references to secrets, never secrets.

import * as v from 'valibot';
import { LOG_LEVELS } from '../adapters/log.ts';
import {
  type DestinationSettings,
  eventBus,
  firehose,
  pagerDuty,
  slackChannel,
  slackWebhook,
  snsTopic,
  teams,
  webhook,
  withIds,
} from '../core/routing/destination-settings.ts';
import { namedRoutes } from '../core/routing/named-routes.ts';
import { predecessorRoutes } from '../core/routing/predecessor-routes.ts';
import { contradictions, packsOf } from './contradictions.ts';
import { describeIssue, unknownAttribute } from './describe-issue.ts';
import { scheduleFields, scheduleProblem, toSchedule } from './route-schedule.ts';
import { ignoreRuleEntries, ruleEntries, severity, textOr, toRules } from './rule-entries.ts';

const text = v.string();
const accountId = v.pipe(text, v.regex(/^\d{12}$/, 'an account id has 12 digits'));
const ignoredAccount = v.pipe(
  text,
  v.regex(/^\d{12}(\/[a-z0-9-]+)?$/, 'must be an account id, or an account id, a slash and a region'),
);
const mentioned = v.pipe(
  text,
  v.regex(/^(?:[UWS][A-Z0-9]{2,40}|here|channel)$/, 'must be the ID of a Slack user or user group, here or channel'),
);
const portal = v.pipe(
  text,
  v.regex(/^https:\/\/[^\s<>|"`?#]{1,200}$/, 'must be the https URL of the AWS access portal, without ? and #'),
);
const accounts = v.array(text);
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const list = v.nullish(v.array(text), []);
const filled = v.pipe(text, v.minLength(1, 'must not be empty'));
const reference = v.pipe(
  text,
  // The message must not show the value, which may be a secret.
  v.regex(
    /^(?!\w+:\/\/)\S+$/,
    'must be the name of an SSM parameter or a Secrets Manager secret, not the secret itself',
  ),
);
const arnOf = (service: string, resource: string) =>
  v.pipe(
    text,
    v.regex(new RegExp(`^arn:[^:]+:${service}:[^:]+:\\d{12}:${resource}.+$`), `must be an ARN of ${service}`),
  );

// Terraform sets missing attributes of an object to null. An attribute of another type of destination is an error.
const destination = v.pipe(
  v.record(text, v.unknown()),
  v.transform((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))),
  v.variant('type', [
    v.strictObject({ type: v.literal('slack'), channel_id: filled }),
    v.strictObject({ type: v.literal('slack_webhook'), url_reference: reference }),
    v.strictObject({ type: v.literal('sns'), topic_arn: arnOf('sns', '') }),
    v.strictObject({ type: v.literal('teams'), url_reference: reference }),
    v.strictObject({
      type: v.literal('pagerduty'),
      routing_key_reference: reference,
      service_region: v.optional(v.picklist(['us', 'eu']), 'us'),
    }),
    v.strictObject({ type: v.literal('webhook'), url_reference: reference, secret_reference: v.optional(reference) }),
    v.pipe(
      v.strictObject({
        type: v.literal('firehose'),
        delivery_stream_name: v.optional(v.pipe(text, v.regex(/^[\w.-]{1,64}$/, 'must be the name of a stream'))),
        delivery_stream_arn: v.optional(arnOf('firehose', 'deliverystream/')),
      }),
      v.check(
        (stream) => (stream.delivery_stream_name === undefined) !== (stream.delivery_stream_arn === undefined),
        'needs either delivery_stream_name or delivery_stream_arn',
      ),
    ),
    v.strictObject({ type: v.literal('event_bus'), event_bus_arn: arnOf('events', 'event-bus/') }),
  ]),
);
const condition = <T extends v.GenericSchema>(item: T) =>
  v.nullish(v.pipe(v.array(item), v.minLength(1, 'is empty and matches nothing; remove it to match everything')));
const routeAttributes = {
  accounts: condition(accountId),
  rules: condition(filled),
  severities: condition(severity),
  packs: condition(filled),
  destinations: v.pipe(v.array(filled), v.minLength(1, 'names no destination')),
  ...scheduleFields,
};
const namedRoute = v.pipe(
  v.strictObject(routeAttributes, unknownAttribute(Object.keys(routeAttributes))),
  v.check(
    (route) => scheduleProblem(route) === null,
    ({ input }) => scheduleProblem(input) ?? '',
  ),
  v.transform(({ digest, digest_at, digest_zone, digest_day, ...route }) => ({
    ...route,
    schedule: toSchedule({ digest, digest_at, digest_zone, digest_day }),
  })),
);

// The predecessor used the names of Python's log levels.
const logLevel = (name: string) => name.replace(/^WARNING$/, 'WARN').replace(/^CRITICAL$/, 'ERROR');

const consoleActionAttributes = {
  included_accounts: list,
  excluded_accounts: list,
  included_users: list,
  excluded_users: list,
  excluded_scoped_actions: list,
  excluded_scoped_actions_effect: v.nullish(v.picklist(['APPEND', 'REPLACE']), 'APPEND'),
  include_cli_and_sdk: v.nullish(v.boolean(), false),
  human_sessions: list,
};

const schema = v.object({
  function_name: v.nullish(text, 'cloudtrail-to-slack'),
  log_level: v.nullish(v.pipe(text, v.toUpperCase(), v.transform(logLevel), v.picklist(LOG_LEVELS)), 'INFO'),

  rules: ruleEntries,
  ignore_rules: ignoreRuleEntries,
  rules_separator: v.nullish(v.pipe(text, v.minLength(1)), ','),
  events_to_track: v.nullish(textOr(v.array(text)), []),
  use_default_rules: v.nullish(v.boolean(), true),
  rule_packs: list,
  disabled_rules: list,
  lists: v.nullish(v.record(text, v.array(text)), {}),
  predicates: v.nullish(v.record(text, text), {}),
  account_names: v.nullish(v.record(accountId, text), {}),
  access_portal_url: v.nullish(portal),
  console_actions: v.nullish(
    v.strictObject(consoleActionAttributes, unknownAttribute(Object.keys(consoleActionAttributes))),
  ),

  access_denied_by_services: v.nullish(v.boolean(), false),
  rule_evaluation_errors_to_slack: v.nullish(v.boolean(), true),
  push_access_denied_cloudwatch_metrics: v.nullish(v.boolean(), true),
  s3_removed_object_notification: v.nullish(v.boolean(), true),

  verify_log_files: v.nullish(v.boolean(), false),
  verify_ignored_accounts: v.nullish(v.array(ignoredAccount), []),
  recovery_queue_url: v.nullish(text),

  dynamodb_table_name: v.nullish(text),
  dynamodb_time_to_live: v.nullish(positive, 900),
  thread_replies_max: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), 10),
  max_messages_per_invocation: v.nullish(positive, 100),

  slack_bot_token_reference: v.nullish(text),
  slack_signing_secret_reference: v.nullish(reference),
  default_slack_channel_id: v.nullish(text),
  slack_app_configuration: v.nullish(v.array(v.object({ accounts, slack_channel_id: text })), []),
  slack_api_url: v.nullish(text),
  slack_mentions: v.nullish(v.record(severity, v.pipe(v.array(mentioned), v.maxLength(5, 'has more than 5 IDs'))), {}),
  default_slack_hook_url_reference: v.nullish(text),
  configuration: v.nullish(v.array(v.object({ accounts, slack_hook_url_reference: text })), []),
  default_sns_topic_arn: v.nullish(text),
  sns_configuration: v.nullish(v.array(v.object({ accounts, sns_topic_arn: text })), []),
  destinations: v.nullish(v.record(text, destination), {}),
  routes: v.nullish(v.array(namedRoute), []),
});

type Parsed = v.InferOutput<typeof schema>;

/** The names of the variables that the function reads. */
export const SETTING_NAMES: readonly string[] = Object.keys(schema.entries);

/** Lists every problem of the settings, one per line: `path: problem`. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the settings have ${problems.length} problem(s):\n${problems.map((p) => `- ${p}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Validates and converts settings JSON. Throws a `SettingsError`. Ignores unknown keys, which are other variables. */
export function parseSettings(json: unknown): Settings {
  const result = v.safeParse(schema, json);
  const problems = [...(result.issues ?? []).map(describeIssue), ...contradictions(json)];
  if (!result.success || problems.length > 0) throw new SettingsError(problems);
  return toSettings(result.output);
}

/** The settings of the function. */
export type Settings = Readonly<ReturnType<typeof toSettings>>;

function toSettings(s: Parsed) {
  return {
    functionName: s.function_name,
    logLevel: s.log_level,
    rules: toRules(s.rules, 'rule', s.rules_separator),
    ignoreRules: toRules(s.ignore_rules, 'ignore rule', s.rules_separator),
    eventsToTrack: splitEvents(s.events_to_track),
    /** The packs that are on. They include `core` unless `use_default_rules` is false. */
    rulePacks: packsOf(s),
    disabledRules: s.disabled_rules,
    lists: s.lists,
    predicates: s.predicates,
    consoleActions: s.console_actions,
    /** Whether `access-denied` matches calls that AWS services make for themselves. */
    accessDeniedByServices: s.access_denied_by_services,
    accountNames: s.account_names,
    /** Without a slash at the end. */
    accessPortalUrl: s.access_portal_url?.replace(/\/+$/, '') ?? null,
    notifyRuleErrors: s.rule_evaluation_errors_to_slack,
    pushAccessDeniedMetrics: s.push_access_denied_cloudwatch_metrics,
    notifyRemovedObjects: s.s3_removed_object_notification,
    /** Whether each digest file that arrives is verified, and a log file that it lists but that was never read is read late. */
    verifyLogFiles: s.verify_log_files,
    /** The function's own queue; verification needs it. */
    recoveryQueueUrl: s.recovery_queue_url || null,
    /** Account ids, and `<account id>/<region>`, that may be dark. */
    verifyIgnoredAccounts: s.verify_ignored_accounts,
    stateTableName: s.dynamodb_table_name || null,
    threadWindowSeconds: s.dynamodb_time_to_live,
    threadRepliesMax: s.thread_replies_max,
    maxMessagesPerInvocation: s.max_messages_per_invocation,
    slackApiUrl: s.slack_api_url || null,
    /** The mentions in Slack messages by severity: ids of users and user groups, `here` or `channel`. */
    slackMentions: s.slack_mentions,
    /** Whether alerts in Slack have buttons: a signing secret is set, and another function handles what people press. */
    slackButtons: Boolean(s.slack_signing_secret_reference),
    ...toDestinations(s),
  };
}

function splitEvents(events: string | readonly string[]): string[] {
  const names = typeof events === 'string' ? events.split(',') : events;
  return names.map((name) => name.replace(/\s/g, '')).filter((name) => name !== '');
}

// First the destinations of the predecessor's variables, then the named destinations.
function toDestinations(s: Parsed) {
  const token = s.slack_bot_token_reference || '';
  const named = new Map(Object.entries(s.destinations).map(([name, one]) => [name, toDestination(one, token)]));
  return withIds([...predecessorRoutes(s), ...namedRoutes(s.routes, named)]);
}

function toDestination(given: v.InferOutput<typeof destination>, token: string): DestinationSettings {
  switch (given.type) {
    case 'slack':
      return slackChannel(given.channel_id, token);
    case 'slack_webhook':
      return slackWebhook(given.url_reference);
    case 'sns':
      return snsTopic(given.topic_arn);
    case 'teams':
      return teams(given.url_reference);
    case 'webhook':
      return webhook(given.url_reference, given.secret_reference ?? null);
    case 'pagerduty':
      return pagerDuty(given.routing_key_reference, given.service_region);
    case 'firehose':
      return firehose(given.delivery_stream_arn ?? given.delivery_stream_name ?? '');
    case 'event_bus':
      return eventBus(given.event_bus_arn);
  }
}
