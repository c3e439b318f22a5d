// Imports rules. In: Sigma files, tfvars, or settings JSON. Out: rules to add, or a document that replaces the current one, and remarks
// about what was not imported. Takes only variables that decide on events, so no secret of a settings file gets into a link.

import { misspelledNames } from '../../../lambda/src/cli/settings/misspelled.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../lambda/src/core/records/record.ts';
import { convertFiles } from '../../../lambda/src/core/sigma/convert-files.ts';
import { isTextByName, isTexts, isTextsByName } from '../document-shapes.ts';
import type { Imported, RuleDocument, RuleEntry } from '../protocol.ts';
import { readTfvars } from './read-tfvars.ts';

interface TextFile {
  readonly path: string;
  readonly text: string;
}

// Besides rules and packs.
const OTHERS = [
  ...['events_to_track', 'account_names', 'console_actions'],
  ...['access_denied_by_services', 'push_access_denied_cloudwatch_metrics', 'function_name'],
];

/** Imports files, one after the other. The caller must have awaited `loadPatternEngine`. */
export function importRules(files: readonly TextFile[]): Imported {
  const sigma = files.filter(({ path }) => /\.ya?ml$/i.test(path));
  const converted = convertFiles(sigma);
  const rules: RuleEntry[] = converted.rules.map(({ source: _, ...rule }) => withoutNothing(rule));
  const remarks = converted.remarks.map(({ level, path, line, message }) => `${path}:${line}: ${level}: ${message}`);
  let document: RuleDocument | null = null;
  for (const { path, text } of files.filter((file) => !sigma.includes(file))) {
    try {
      const value = path.endsWith('.tfvars') ? readTfvars(text) : (JSON.parse(text.replace(/^\uFEFF/, '')) as Json);
      if (Array.isArray(value)) rules.push(...entriesOf(value, ','));
      else document = documentOf(value, document);
      if (isJsonObject(value)) remarks.push(...misspelledNames(value).map((message) => `${path}: warning: ${message}`));
    } catch (error) {
      remarks.push(`${path}: ${(error as Error).message}`);
    }
  }
  return { rules, document, remarks };
}

// Later files override earlier ones, as with `-var-file` in Terraform.
function documentOf(variables: Json, before: RuleDocument | null): RuleDocument {
  if (!isJsonObject(variables))
    throw new Error('contains no settings: expected an object of variables, or a list of rules');
  const separator = typeof variables.rules_separator === 'string' ? variables.rules_separator : ',';
  const { rules, ignore_rules, use_default_rules, rule_packs, disabled_rules, lists, predicates } = variables;
  return {
    rules: rules === undefined ? (before?.rules ?? []) : entriesOf(rules, separator),
    ignore_rules: ignore_rules === undefined ? (before?.ignore_rules ?? []) : entriesOf(ignore_rules, separator),
    use_default_rules: typeof use_default_rules === 'boolean' ? use_default_rules : (before?.use_default_rules ?? true),
    rule_packs: Array.isArray(rule_packs) ? rule_packs.map(String) : (before?.rule_packs ?? []),
    disabled_rules:
      typed(disabled_rules, isTexts, 'disabled_rules is not a list of strings') ?? before?.disabled_rules ?? [],
    lists: typed(lists, isTextsByName, 'lists is not an object with lists of strings') ?? before?.lists ?? {},
    predicates: typed(predicates, isTextByName, 'predicates is not an object with strings') ?? before?.predicates ?? {},
    others: { ...before?.others, ...othersOf(variables) },
  };
}

// A value of another type is an error of the file: to ignore it would change what the rules mean.
function typed<T extends Json>(
  value: Json | undefined,
  hasType: (value: Json | undefined) => value is T,
  problem: string,
): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (!hasType(value)) throw new Error(`${problem}; nothing of this file is imported`);
  return value;
}

function othersOf(variables: JsonObject): JsonObject {
  return Object.fromEntries(
    OTHERS.flatMap((name): [string, Json][] => {
      const value = Object.hasOwn(variables, name) ? variables[name] : null;
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}

// One string with a separator, or a list of strings and objects.
function entriesOf(value: Json | undefined, separator: string): RuleEntry[] {
  const given = typeof value === 'string' ? value.split(separator).filter((rule) => rule.trim() !== '') : value;
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) throw new Error('the rules are neither a list nor a string');
  return given.map((one) => (isJsonObject(one) ? withoutNothing(one) : { expression: String(one) }));
}

// Terraform sets missing attributes of an object to null.
function withoutNothing(rule: object): RuleEntry {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null && value !== '')) as RuleEntry;
}
