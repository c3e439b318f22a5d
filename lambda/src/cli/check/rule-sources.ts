// Which rules `check` is about. In: arguments and options. Out: rules with the file each stands in, and what is wrong with
// settings besides.

import { existsSync } from 'node:fs';
import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { isJsonObject, type JsonObject } from '../../core/records/record.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { parseSettings, type Settings, SettingsError } from '../../settings.ts';
import { namedRules, nameProblems, withoutSecrets } from '../settings/load-settings.ts';
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

/** Whether an argument names a data file; everything else is the text of a rule. */
export function isFile(arg: string): boolean {
  return FILE_NAME.test(arg) && (!OF_AN_EXPRESSION.test(arg) || existsSync(arg));
}

/** Reads every rule; an argument is a file if it has a data file's name, else the text of a rule. */
export async function readRuleSources(args: readonly string[], options: RuleSourceOptions): Promise<RuleSources> {
  const texts = args.filter((arg) => !isFile(arg));
  const files = [options.settings ?? [], options.tfvars ?? [], args.filter(isFile)].flat();
  const environment = environmentOf(parseSettings({}));
  const own = namedRules(texts, 'rule').map((rule) => ({ rule, ignoreRule: false, file: null, environment }));
  const read = await Promise.all([...new Set(files)].map(readFile));
  return {
    rules: [...own, ...read.flatMap(({ rules }) => rules)],
    problems: read.flatMap(({ problems }) => problems),
  };
}

async function readFile(file: string): Promise<RuleSources> {
  const data = await readData(file);
  // A list is a list of rules; rules are a list, a text, or part of settings.
  const variables = isJsonObject(data) ? withoutSecrets(data) : { rules: data };
  try {
    const settings = parseSettings(variables);
    return { rules: rulesOf(settings, file), problems: nameProblems(settings).map((message) => ({ file, message })) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const problems = error.problems.map((message) => ({ file, message }));
    return { rules: rulesDespite(variables, file), problems };
  }
}

function rulesOf(settings: Settings, file: string): RuleSource[] {
  const environment = environmentOf(settings);
  return [
    ...settings.rules.map((rule) => ({ rule, ignoreRule: false, file, environment })),
    ...settings.ignoreRules.map((rule) => ({ rule, ignoreRule: true, file, environment })),
  ];
}

// What is wrong elsewhere in the settings is no reason to keep quiet about the rules.
function rulesDespite({ rules, ignore_rules, rules_separator, lists }: JsonObject, file: string): RuleSource[] {
  try {
    const given = Object.entries({ rules, ignore_rules, rules_separator, lists }).filter(
      ([, value]) => value !== undefined,
    );
    return rulesOf(parseSettings(Object.fromEntries(given)), file);
  } catch (error) {
    if (error instanceof SettingsError) return [];
    throw error;
  }
}
