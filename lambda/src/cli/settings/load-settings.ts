// Loads the settings of a command. In: settings and tfvars files, and options that add to them. Out: the `Settings` that the
// function would have. No command needs a secret: secrets in the files are replaced by references.

import { isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { environmentOf, nameProblems } from '../../setup/compose-rules.ts';
import { toRule } from '../../setup/rule-entries.ts';
import { parseSettings, type Settings, SettingsError } from '../../setup/settings.ts';
import { CliError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import { misspelledNames } from './misspelled.ts';
import { requirePacks } from './pack-option.ts';
import { readVariables } from './read-variables.ts';

export interface SettingsOptions {
  readonly settings?: string;
  /** Later files override earlier ones, as with `-var-file` in Terraform. */
  readonly tfvars?: readonly string[];
  readonly rule?: readonly string[];
  readonly ignoreRule?: readonly string[];
  readonly track?: readonly string[];
  readonly pack?: readonly string[];
  readonly defaultRules?: boolean;
}

/**
 * Reads and merges the files over `base` and under `top`. Throws a `CliError` that lists every problem. `onWarning` receives what may be a
 * mistake.
 */
export async function loadSettings(
  options: SettingsOptions,
  base: JsonObject = {},
  top: JsonObject = {},
  onWarning: (line: string) => void = () => {},
): Promise<Settings> {
  requirePacks(options.pack ?? []);
  const files = [...(options.settings === undefined ? [] : [options.settings]), ...(options.tfvars ?? [])];
  const variables = await Promise.all(files.map(readVariables));
  variables.forEach((given, place) => {
    for (const message of misspelledNames(given)) onWarning(escaped`${files[place]}: ${message}`);
  });
  const merged = withoutSecrets(Object.assign({}, base, ...variables, top) as JsonObject);
  const settings = addOptions(parse(merged, files), options);
  const problems = nameProblems(settings);
  if (problems.length > 0) throw new CliError(problems.map((problem) => escaped`${problem}`).join('\n'));
  for (const line of await warningsOf(options, settings)) onWarning(line);
  return settings;
}

// A misspelled name never matches, and only this says why. A replay without these options does not load the names of events.
async function warningsOf(
  { rule = [], ignoreRule = [], track = [] }: SettingsOptions,
  settings: Settings,
): Promise<readonly string[]> {
  const expressions = [...rule, ...ignoreRule];
  if (expressions.length + track.length === 0) return [];
  const [{ expressionWarnings }, { loadKnownEvents }, { misspelledNamesIn }] = await Promise.all([
    import('../check/expression-warnings.ts'),
    import('../event-names/known-events.ts'),
    import('../event-names/misspelled-events.ts'),
  ]);
  const ofNames = misspelledNamesIn(track, await loadKnownEvents()).map((message) => escaped`--track: ${message}`);
  const named = expressions.map((expression) => ({ what: 'a rule', expression }));
  return [...ofNames, ...(await expressionWarnings(named, environmentOf(settings)))];
}

function parse(variables: JsonObject, files: readonly string[]): Settings {
  try {
    return parseSettings(variables);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const place = files.map((file) => escaped`${file}: `).join('');
    const problems = error.problems.map((problem) => escaped`- ${problem}`);
    const head = `${place}the settings have ${countOf(problems.length, 'problem')}:`;
    throw new CliError([head, ...problems].join('\n'), undefined, { cause: error });
  }
}

function addOptions(settings: Settings, options: SettingsOptions): Settings {
  const packs =
    options.defaultRules === false ? settings.rulePacks.filter((pack) => pack !== 'core') : settings.rulePacks;
  return {
    ...settings,
    rules: [...settings.rules, ...namedRules(options.rule ?? [], 'rule', settings.rules.length)],
    ignoreRules: [
      ...settings.ignoreRules,
      ...namedRules(options.ignoreRule ?? [], 'ignore rule', settings.ignoreRules.length),
    ],
    eventsToTrack: [...settings.eventsToTrack, ...(options.track ?? [])],
    rulePacks: [...new Set([...packs, ...(options.pack ?? [])])],
  };
}

/** Rules from plain expressions. They are named by number, like unnamed rules in a settings file. */
export function namedRules(expressions: readonly string[], what: string, before = 0): RuleDefinition[] {
  return expressions.map((expression, index) => toRule({ expression }, `${what} ${before + index + 1}`));
}

const SECRETS = ['slack_bot_token', 'default_slack_hook_url'];

/** Replaces each secret with a reference, as the module does when it stores the secret. */
export function withoutSecrets(variables: JsonObject): JsonObject {
  const settings: Record<string, Json> = { ...variables };
  for (const name of SECRETS) replaceSecret(settings, name);
  if (Array.isArray(settings.configuration)) settings.configuration = settings.configuration.map(hookEntry);
  if (namesSlackChannels(settings)) settings.slack_bot_token_reference ||= TOKEN_FROM_ELSEWHERE;
  return settings;
}

// A tfvars file rarely contains the token, and Terraform checks that it is set where a destination needs it.
const TOKEN_FROM_ELSEWHERE = 'slack_bot_token';

function namesSlackChannels({ destinations }: Readonly<Record<string, Json>>): boolean {
  if (!isJsonObject(destinations)) return false;
  return Object.values(destinations).some((one) => isJsonObject(one) && one.type === 'slack');
}

function hookEntry(entry: Json, index: number): Json {
  if (!isJsonObject(entry)) return entry;
  const settings: Record<string, Json> = { ...entry };
  replaceSecret(settings, 'slack_hook_url', `configuration[${index}].`);
  return settings;
}

function replaceSecret(settings: Record<string, Json>, name: string, place = ''): void {
  const secret = settings[name];
  delete settings[name];
  if (typeof secret === 'string' && secret !== '') settings[`${name}_reference`] ??= `${place}${name}`;
}
