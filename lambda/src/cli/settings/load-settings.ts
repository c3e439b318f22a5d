// Makes `Settings` of a command's options. In: settings and tfvars files, and what the options add to them. Out: the same
// `Settings` the function would have. Secrets are needed for nothing here: one that is given is replaced by a reference.

import { isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { nameProblems } from '../../setup/compose-rules.ts';
import { parseSettings, type Settings, SettingsError, toRule } from '../../setup/settings.ts';
import { CliError } from '../cli-error.ts';
import { readVariables } from './read-variables.ts';

export interface SettingsOptions {
  readonly settings?: string;
  /** Later files win, as with Terraform's `-var-file`. */
  readonly tfvars?: readonly string[];
  readonly rule?: readonly string[];
  readonly ignoreRule?: readonly string[];
  readonly track?: readonly string[];
  readonly pack?: readonly string[];
  readonly defaultRules?: boolean;
}

/** Reads and merges everything the options name, over `base` and under `top`. Throws a `CliError` with every problem. */
export async function loadSettings(
  options: SettingsOptions,
  base: JsonObject = {},
  top: JsonObject = {},
): Promise<Settings> {
  const files = [...(options.settings === undefined ? [] : [options.settings]), ...(options.tfvars ?? [])];
  const variables = await Promise.all(files.map(readVariables));
  const merged = withoutSecrets(Object.assign({}, base, ...variables, top) as JsonObject);
  const settings = addOptions(parse(merged, files), options);
  const problems = nameProblems(settings);
  if (problems.length > 0) throw new CliError(problems.join('\n'));
  return settings;
}

function parse(variables: JsonObject, files: readonly string[]): Settings {
  try {
    return parseSettings(variables);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CliError([...files, error.message].join(': '), undefined, { cause: error });
  }
}

function addOptions(settings: Settings, options: SettingsOptions): Settings {
  const own =
    options.defaultRules === false ? settings.rulePacks.filter((pack) => pack !== 'core') : settings.rulePacks;
  return {
    ...settings,
    rules: [...settings.rules, ...namedRules(options.rule ?? [], 'rule', settings.rules.length)],
    ignoreRules: [
      ...settings.ignoreRules,
      ...namedRules(options.ignoreRule ?? [], 'ignore rule', settings.ignoreRules.length),
    ],
    eventsToTrack: [...settings.eventsToTrack, ...(options.track ?? [])],
    rulePacks: [...new Set([...own, ...(options.pack ?? [])])],
  };
}

/** Rules given as bare texts, named by their number as those of a settings file without a name are. */
export function namedRules(expressions: readonly string[], what: string, before = 0): RuleDefinition[] {
  return expressions.map((expression, index) => toRule({ expression }, `${what} ${before + index + 1}`));
}

const SECRETS = ['slack_bot_token', 'default_slack_hook_url'];

/** What the module does with a secret that is given directly: it is stored, and the settings hold a reference to it. */
export function withoutSecrets(variables: JsonObject): JsonObject {
  const settings: Record<string, Json> = { ...variables };
  for (const name of SECRETS) storeSecret(settings, name);
  if (Array.isArray(settings.configuration)) settings.configuration = settings.configuration.map(hookEntry);
  if (namesSlackChannels(settings)) settings.slack_bot_token_reference ||= TOKEN_FROM_ELSEWHERE;
  return settings;
}

// A token is rarely written into a tfvars file; Terraform refuses a plan without one where it is needed.
const TOKEN_FROM_ELSEWHERE = 'slack_bot_token';

function namesSlackChannels({ destinations }: Readonly<Record<string, Json>>): boolean {
  if (!isJsonObject(destinations)) return false;
  return Object.values(destinations).some((one) => isJsonObject(one) && one.type === 'slack');
}

function hookEntry(entry: Json, index: number): Json {
  if (!isJsonObject(entry)) return entry;
  const settings: Record<string, Json> = { ...entry };
  storeSecret(settings, 'slack_hook_url', `configuration[${index}].`);
  return settings;
}

function storeSecret(settings: Record<string, Json>, name: string, place = ''): void {
  const secret = settings[name];
  delete settings[name];
  if (typeof secret === 'string' && secret !== '') settings[`${name}_reference`] ??= `${place}${name}`;
}
