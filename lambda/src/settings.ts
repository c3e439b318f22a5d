// Settings: the module's own variables, by their own names, as one JSON object (see docs/adr/0001). In: that JSON.
// Out: `Settings`, with rules normalised and every way of naming destinations translated into destinations and routes.
// Every problem is collected and thrown at once. Secrets never stand here, only references to them.

import * as v from 'valibot';
import type { Route, RouteTable } from './core/routing/route.ts';
import type { RuleDefinition, Severity } from './core/rules/rule.ts';

const text = v.string();
const severity = v.picklist(['info', 'low', 'medium', 'high', 'critical']);
const accountId = v.pipe(text, v.regex(/^\d{12}$/, 'an account id has 12 digits'));
const accounts = v.array(text);
const ruleEntry = v.union([
  text,
  v.object({
    name: v.nullish(text),
    expression: text,
    severity: v.nullish(severity),
    description: v.nullish(text),
    runbook_url: v.nullish(text),
  }),
]);
const ruleEntries = v.nullish(v.union([text, v.array(ruleEntry)]), []);
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const list = v.nullish(v.array(text), []);

const schema = v.object({
  function_name: v.nullish(text, 'cloudtrail-to-slack'),
  log_level: v.nullish(
    v.pipe(text, v.toUpperCase(), v.picklist(['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR'])),
    'INFO',
  ),

  rules: ruleEntries,
  ignore_rules: ruleEntries,
  rules_separator: v.nullish(v.pipe(text, v.minLength(1)), ','),
  events_to_track: v.nullish(v.union([text, v.array(text)]), []),
  use_default_rules: v.nullish(v.boolean(), true),
  rule_packs: list,
  disabled_rules: list,
  lists: v.nullish(v.record(text, v.array(text)), {}),
  account_names: v.nullish(v.record(accountId, text), {}),
  console_actions: v.nullish(
    v.object({
      included_accounts: list,
      excluded_accounts: list,
      included_users: list,
      excluded_users: list,
      excluded_scoped_actions: list,
      excluded_scoped_actions_effect: v.nullish(v.picklist(['APPEND', 'REPLACE']), 'APPEND'),
      include_cli_and_sdk: v.nullish(v.boolean(), false),
      human_sessions: list,
    }),
  ),

  rule_evaluation_errors_to_slack: v.nullish(v.boolean(), true),
  push_access_denied_cloudwatch_metrics: v.nullish(v.boolean(), true),
  s3_removed_object_notification: v.nullish(v.boolean(), true),

  dynamodb_table_name: v.nullish(text),
  dynamodb_time_to_live: v.nullish(positive, 900),
  thread_replies_max: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), 10),
  max_messages_per_invocation: v.nullish(positive, 100),

  slack_bot_token_reference: v.nullish(text),
  default_slack_channel_id: v.nullish(text),
  slack_app_configuration: v.nullish(v.array(v.object({ accounts, slack_channel_id: text })), []),
  slack_api_url: v.nullish(text),
  default_slack_hook_url_reference: v.nullish(text),
  configuration: v.nullish(v.array(v.object({ accounts, slack_hook_url_reference: text })), []),
  default_sns_topic_arn: v.nullish(text),
  sns_configuration: v.nullish(v.array(v.object({ accounts, sns_topic_arn: text })), []),
});

type Parsed = v.InferOutput<typeof schema>;

/** Where messages go. `id` is stable across deployments, for it is part of what is remembered as told. */
export type DestinationSettings =
  | { readonly kind: 'slack-app'; readonly id: string; readonly channelId: string; readonly tokenReference: string }
  | { readonly kind: 'slack-webhook'; readonly id: string; readonly urlReference: string }
  | { readonly kind: 'sns'; readonly id: string; readonly topicArn: string };

export interface Settings {
  readonly functionName: string;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly rules: readonly RuleDefinition[];
  readonly ignoreRules: readonly RuleDefinition[];
  readonly eventsToTrack: readonly string[];
  /** Catalogue packs that are on, `core` among them unless `use_default_rules` is false. */
  readonly rulePacks: readonly string[];
  readonly disabledRules: readonly string[];
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly consoleActions: Parsed['console_actions'];
  readonly accountNames: Readonly<Record<string, string>>;
  readonly notifyRuleErrors: boolean;
  readonly pushAccessDeniedMetrics: boolean;
  readonly notifyRemovedObjects: boolean;
  readonly stateTableName: string | null;
  readonly threadWindowSeconds: number;
  readonly threadRepliesMax: number;
  readonly maxMessagesPerInvocation: number;
  readonly slackApiUrl: string | null;
  readonly destinations: readonly DestinationSettings[];
  readonly routeTables: readonly RouteTable[];
}

/** Thrown with every problem of the settings, one a line: `path: what is wrong`. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the settings have ${problems.length} problem(s):\n${problems.map((p) => `- ${p}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Checks and translates settings JSON. Throws `SettingsError`. Unknown keys are other variables of the module and ignored. */
export function parseSettings(json: unknown): Settings {
  const result = v.safeParse(schema, json);
  if (!result.success) throw new SettingsError(result.issues.map(describeIssue));
  const s = result.output;
  return {
    functionName: s.function_name,
    logLevel: s.log_level === 'WARNING' ? 'WARN' : s.log_level,
    rules: toRules(s.rules, 'rule', s.rules_separator),
    ignoreRules: toRules(s.ignore_rules, 'ignore rule', s.rules_separator),
    eventsToTrack: splitEvents(s.events_to_track),
    rulePacks: [...new Set([...(s.use_default_rules ? ['core'] : []), ...s.rule_packs])],
    disabledRules: s.disabled_rules,
    lists: s.lists,
    consoleActions: s.console_actions,
    accountNames: s.account_names,
    notifyRuleErrors: s.rule_evaluation_errors_to_slack,
    pushAccessDeniedMetrics: s.push_access_denied_cloudwatch_metrics,
    notifyRemovedObjects: s.s3_removed_object_notification,
    stateTableName: s.dynamodb_table_name || null,
    threadWindowSeconds: s.dynamodb_time_to_live,
    threadRepliesMax: s.thread_replies_max,
    maxMessagesPerInvocation: s.max_messages_per_invocation,
    slackApiUrl: s.slack_api_url || null,
    ...toDestinations(s),
  };
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

function toRules(entries: Parsed['rules'], what: string, separator: string): RuleDefinition[] {
  const given = typeof entries === 'string' ? entries.split(separator).filter((rule) => rule.trim() !== '') : entries;
  return given.map((entry, index) => {
    const rule: Exclude<typeof entry, string> = typeof entry === 'string' ? { expression: entry } : entry;
    return {
      name: rule.name ?? `${what} ${index + 1}`,
      expression: rule.expression,
      severity: (rule.severity ?? 'medium') as Severity,
      description: rule.description ?? '',
      pack: null,
      runbookUrl: rule.runbook_url ?? null,
    };
  });
}

function splitEvents(events: string | readonly string[]): string[] {
  const names = typeof events === 'string' ? events.split(',') : events;
  return names.map((name) => name.replaceAll(' ', '')).filter((name) => name !== '');
}

// The predecessor's three ways to name destinations, each one route table: an entry for each account list, then the default.
function toDestinations(s: Parsed): Pick<Settings, 'destinations' | 'routeTables'> {
  const destinations = new Map<string, DestinationSettings>();
  const route = (destination: DestinationSettings, accountIds?: readonly string[]): Route => {
    destinations.set(destination.id, destination);
    return { destination: destination.id, ...(accountIds && { accounts: accountIds }) };
  };
  const tables = [slackRoutes(s, route), snsRoutes(s, route)].filter((table) => table.length > 0);
  return { destinations: [...destinations.values()], routeTables: tables };
}

type MakeRoute = (destination: DestinationSettings, accountIds?: readonly string[]) => Route;

// Where a bot token is given, webhooks are not used: the predecessor's rule.
function slackRoutes(s: Parsed, route: MakeRoute): RouteTable {
  const tokenReference = s.slack_bot_token_reference;
  if (tokenReference) {
    const channel = (channelId: string): DestinationSettings => ({
      kind: 'slack-app',
      id: `slack:${channelId}`,
      channelId,
      tokenReference,
    });
    return [
      ...s.slack_app_configuration.map((entry) => route(channel(entry.slack_channel_id), entry.accounts)),
      ...(s.default_slack_channel_id ? [route(channel(s.default_slack_channel_id))] : []),
    ];
  }
  const webhook = (urlReference: string): DestinationSettings => ({
    kind: 'slack-webhook',
    id: `webhook:${urlReference}`,
    urlReference,
  });
  return [
    ...s.configuration.map((entry) => route(webhook(entry.slack_hook_url_reference), entry.accounts)),
    ...(s.default_slack_hook_url_reference ? [route(webhook(s.default_slack_hook_url_reference))] : []),
  ];
}

function snsRoutes(s: Parsed, route: MakeRoute): RouteTable {
  const topic = (topicArn: string): DestinationSettings => ({ kind: 'sns', id: `sns:${topicArn}`, topicArn });
  return [
    ...s.sns_configuration.map((entry) => route(topic(entry.sns_topic_arn), entry.accounts)),
    ...(s.default_sns_topic_arn ? [route(topic(s.default_sns_topic_arn))] : []),
  ];
}
