// Which rules `check` is about. In: arguments and options. Out: rules with the file each stands in, and what is wrong with
// settings besides.

import { existsSync } from 'node:fs';
import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { nameProblems } from '../../setup/compose-rules.ts';
import { parseSettings, type Settings, SettingsError } from '../../setup/settings.ts';
import { namedRules, withoutSecrets } from '../settings/load-settings.ts';
import { readData } from '../settings/read-variables.ts';
import { environmentOf } from '../settings/rule-environment.ts';

export interface RuleSource {
  readonly rule: RuleDefinition;
  readonly ignoreRule: boolean;
  /** The file it stands in; null for an argument. */
  readonly file: string | null;
  readonly environment: LanguageEnvironment;
}

export interface RuleSources {
  readonly rules: readonly RuleSource[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

export interface RuleSourceOptions {
  readonly settings?: string;
  readonly tfvars?: readonly string[];
}

const FILE_NAME = /\.(ya?ml|json|tfvars)$/i;
// A name with one of these may be that of a file, but only if there is one.
const OF_AN_EXPRESSION = /[\s'"=()]/;

/** Whether an argument names a data file or standard input; everything else is the text of a rule. */
export function isFile(arg: string): boolean {
  return arg === '-' || (FILE_NAME.test(arg) && (!OF_AN_EXPRESSION.test(arg) || existsSync(arg)));
}

/**
 * Reads every rule; an argument is a file if it has a data file's name, else the text of a rule. The lists of settings
 * and tfvars, the later ones in place of the earlier as with Terraform, are those of all rules but of files with their own.
 */
export async function readRuleSources(args: readonly string[], options: RuleSourceOptions): Promise<RuleSources> {
  const named = [...new Set([options.settings ?? [], options.tfvars ?? []].flat())];
  const given = await Promise.all(named.map(readFile));
  const listed = await Promise.all(args.filter((arg) => isFile(arg) && !named.includes(arg)).map(readFile));
  const lists = given.findLast(hasLists)?.settings?.lists ?? {};
  const environment = environmentOf({ ...parseSettings({}), lists });
  const texts = namedRules(
    args.filter((arg) => !isFile(arg)),
    'rule',
  );
  return {
    rules: [
      ...texts.map((rule) => ({ rule, ignoreRule: false, file: null, environment })),
      ...given.flatMap((read) => rulesOf(read, lists)),
      ...listed.flatMap((read) => rulesOf(read, hasLists(read) ? null : lists)),
    ],
    problems: [...given, ...listed].flatMap(({ file, problems }) => problems.map((message) => ({ file, message }))),
  };
}

interface ReadFile {
  readonly file: string;
  readonly variables: JsonObject;
  /** Null where not even rules and lists can be read. */
  readonly settings: Settings | null;
  readonly problems: readonly string[];
}

async function readFile(file: string): Promise<ReadFile> {
  const data = await readData(file);
  // A list is a list of rules; rules are a list, a text, or part of settings.
  const variables = isJsonObject(data) ? withoutSecrets(data) : { rules: data };
  try {
    const settings = parseSettings(variables);
    return { file, variables, settings, problems: nameProblems(settings) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { file, variables, settings: rulesAndLists(variables), problems: error.problems };
  }
}

function hasLists({ variables }: ReadFile): boolean {
  return isJsonObject(variables.lists);
}

function rulesOf({ file, settings }: ReadFile, lists: Settings['lists'] | null): RuleSource[] {
  if (settings === null) return [];
  const environment = environmentOf(lists === null ? settings : { ...settings, lists });
  return [
    ...settings.rules.map((rule) => ({ rule, ignoreRule: false, file, environment })),
    ...settings.ignoreRules.map((rule) => ({ rule, ignoreRule: true, file, environment })),
  ];
}

// What is wrong elsewhere in the settings, or with one rule, is no reason to keep quiet about the other rules.
function rulesAndLists({ rules, ignore_rules, rules_separator, lists }: JsonObject): Settings | null {
  const given = { rules: readable(rules, 'rule'), ignore_rules: readable(ignore_rules, 'ignore rule') };
  const others = Object.entries({ rules_separator, lists }).filter(([, value]) => value !== undefined);
  return parseOrNull({ ...given, ...Object.fromEntries(others) });
}

/** The rules of a list that can be read, each with the number that it has among all. */
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
