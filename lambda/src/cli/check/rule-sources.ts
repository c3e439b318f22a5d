// Collects the rules that `check` examines. In: arguments and options. Out: each rule with its file, and the problems with
// other settings.

import { existsSync } from 'node:fs';
import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import { leastDefinitionsOf } from '../../core/rules/catalogue/packs.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { environmentOf, nameProblems } from '../../setup/compose-rules.ts';
import { parseSettings, type Settings, SettingsError } from '../../setup/settings.ts';
import { CliError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { namedRules, withoutSecrets } from '../settings/load-settings.ts';
import { nameWarnings } from '../settings/misspelled.ts';
import { readData } from '../settings/read-variables.ts';

export interface RuleSource {
  readonly rule: RuleDefinition;
  readonly ignoreRule: boolean;
  /** The file that contains the rule; null for an argument. */
  readonly file: string | null;
  readonly environment: LanguageEnvironment;
  /** The rules of the packs that the same settings turn on; empty without settings. */
  readonly packRules: readonly RuleDefinition[];
}

/** What rules can refer to, besides the lists and predicates of the packs. */
type Shared = Pick<Settings, 'lists' | 'predicates'>;

export interface PredicateSource {
  readonly name: string;
  readonly expression: string;
  readonly file: string;
  readonly environment: LanguageEnvironment;
}

export interface RuleSources {
  readonly rules: readonly RuleSource[];
  readonly predicates: readonly PredicateSource[];
  readonly problems: readonly SettingsProblem[];
  /** The names in `events_to_track` of each file. */
  readonly tracked: readonly { readonly file: string; readonly names: readonly string[] }[];
}

interface SettingsProblem {
  readonly level: 'error' | 'warning';
  readonly code: 'invalid_setting' | 'unknown_variable' | 'no_rules' | 'unknown_event_name';
  readonly file: string;
  readonly message: string;
}

export interface RuleSourceOptions {
  readonly settings?: string;
  readonly tfvars?: readonly string[];
}

const FILE_NAME = /\.(ya?ml|json|tfvars)$/i;
// An argument with one of these characters is a file name only if the file exists.
const OF_AN_EXPRESSION = /[\s'"=()]/;

/** Whether an argument is a data file or standard input. Every other argument is an expression. Throws for other files and directories. */
export function isFile(arg: string): boolean {
  if (arg === '-') return true;
  if (FILE_NAME.test(arg)) return !OF_AN_EXPRESSION.test(arg) || existsSync(arg);
  // A slash has no meaning in an expression, except in a string, and no field has the name of a file.
  if (/[/.]/.test(arg) && !OF_AN_EXPRESSION.test(arg) && existsSync(arg))
    throw new CliError(escaped`${arg}: is not a file with rules; name files that end in .tfvars, .json, .yaml or .yml`);
  return false;
}

/**
 * Reads every rule. All rules can use the lists and predicates of settings and tfvars (later files replace earlier ones, as
 * in Terraform), except rules in a file that has its own.
 */
export async function readRuleSources(args: readonly string[], options: RuleSourceOptions): Promise<RuleSources> {
  const named = [...new Set([options.settings ?? [], options.tfvars ?? []].flat())];
  const given = await Promise.all(named.map(readFile));
  const listed = await Promise.all(args.filter((arg) => isFile(arg) && !named.includes(arg)).map(readFile));
  const shared: Shared = {
    lists: given.findLast(has('lists'))?.settings?.lists ?? {},
    predicates: given.findLast(has('predicates'))?.settings?.predicates ?? {},
  };
  const environment = environmentOf({ ...parseSettings({}), ...shared });
  const texts = namedRules(
    args.filter((arg) => !isFile(arg)),
    'rule',
  );
  return {
    rules: [
      ...texts.map((rule) => ({ rule, ignoreRule: false, file: null, environment, packRules: [] })),
      ...given.flatMap((read) => rulesOf(read, shared)),
      ...listed.flatMap((read) => rulesOf(read, ownOr(read, shared))),
    ],
    predicates: [
      ...given.filter(has('predicates')).flatMap((read) => predicatesOf(read, shared)),
      ...listed.filter(has('predicates')).flatMap((read) => predicatesOf(read, ownOr(read, shared))),
    ],
    problems: [...[...given, ...listed].flatMap(settingsProblems), ...listed.flatMap(missingRules)],
    tracked: [...given, ...listed].map(({ file, settings }) => ({ file, names: settings?.eventsToTrack ?? [] })),
  };
}

// Settings without rules are complete, but a list without rules is probably another file than was meant.
function missingRules({ file, isList, settings }: ReadFile): SettingsProblem[] {
  if (!isList || settings === null || settings.rules.length > 0) return [];
  const message = `lists no rules; write a list such as ["eventName == 'StopLogging'"]`;
  return [{ level: 'error', code: 'no_rules', file, message }];
}

function settingsProblems({ file, variables, problems }: ReadFile): SettingsProblem[] {
  return [
    ...problems.map((message) => ({ level: 'error' as const, code: 'invalid_setting' as const, file, message })),
    ...nameWarnings(variables).map((message) => ({
      level: 'warning' as const,
      code: 'unknown_variable' as const,
      file,
      message,
    })),
  ];
}

interface ReadFile {
  readonly file: string;
  readonly variables: JsonObject;
  /** Whether it lists rules instead of setting variables. */
  readonly isList: boolean;
  /** Null if not even the rules and lists are readable. */
  readonly settings: Settings | null;
  readonly packRules: readonly RuleDefinition[];
  readonly problems: readonly string[];
}

async function readFile(file: string): Promise<ReadFile> {
  const data = await readData(file);
  // A file is an object of variables, a list of rules, or one string with rules.
  const isList = !isJsonObject(data);
  const variables = isList ? { rules: data, use_default_rules: false } : withoutSecrets(data);
  try {
    const settings = parseSettings(variables);
    const packRules = leastDefinitionsOf(settings.rulePacks, settings.disabledRules);
    return { file, variables, isList, settings, packRules, problems: nameProblems(settings) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { file, variables, isList, settings: rulesAndLists(variables), packRules: [], problems: error.problems };
  }
}

function has(name: keyof Shared): (read: ReadFile) => boolean {
  return ({ variables }) => isJsonObject(variables[name]);
}

function ownOr(read: ReadFile, shared: Shared): Shared {
  const { lists, predicates } = read.settings ?? shared;
  return {
    lists: has('lists')(read) ? lists : shared.lists,
    predicates: has('predicates')(read) ? predicates : shared.predicates,
  };
}

function predicatesOf({ file, settings }: ReadFile, shared: Shared): PredicateSource[] {
  if (settings === null) return [];
  const environment = environmentOf({ ...settings, ...shared });
  return Object.entries(settings.predicates).map(([name, expression]) => ({ name, expression, file, environment }));
}

function rulesOf({ file, settings, packRules }: ReadFile, shared: Shared): RuleSource[] {
  if (settings === null) return [];
  const environment = environmentOf({ ...settings, ...shared });
  const common = { file, environment, packRules };
  return [
    ...settings.rules.map((rule) => ({ rule, ignoreRule: false, ...common })),
    ...settings.ignoreRules.map((rule) => ({ rule, ignoreRule: true, ...common })),
  ];
}

// A problem elsewhere in the settings, or with one rule, must not prevent the check of the other rules.
function rulesAndLists({ rules, ignore_rules, rules_separator, lists, predicates }: JsonObject): Settings | null {
  const given = { rules: readable(rules, 'rule'), ignore_rules: readable(ignore_rules, 'ignore rule') };
  const others = Object.entries({ rules_separator, lists, predicates }).filter(([, value]) => value !== undefined);
  return parseOrNull({ ...given, ...Object.fromEntries(others) });
}

/** The readable rules of a list. A rule without a name is named by its position in the whole list. */
function readable(rules: Json | undefined, what: string): Json {
  if (!Array.isArray(rules)) return rules ?? [];
  return rules.flatMap((given: Json, index): Json[] => {
    const entry = typeof given === 'string' ? { expression: given } : given;
    if (!isJsonObject(entry) || parseOrNull({ rules: [entry] }) === null) return [];
    return [{ ...entry, name: entry.name || `${what} ${index + 1}` }];
  });
}

function parseOrNull(variables: JsonObject): Settings | null {
  try {
    return parseSettings(variables);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}
