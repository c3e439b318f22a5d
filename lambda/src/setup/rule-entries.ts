// The entries of `rules` and `ignore_rules`: a string that is split, or a list of strings and objects. In: the setting. Out:
// rule definitions with a name and a severity.

import * as v from 'valibot';
import type { RuleDefinition } from '../core/rules/rule.ts';

const text = v.string();

/** A severity by its name. */
export const severity = v.picklist(['info', 'low', 'medium', 'high', 'critical']);

const ruleObject = v.object({
  name: v.nullish(text),
  expression: text,
  severity: v.nullish(severity),
  description: v.nullish(text),
  runbook_url: v.nullish(text),
});

/** A string or something else. Not `v.union`: it reports that no alternative fits, but not which entry is wrong. */
export const textOr = <T extends v.GenericSchema>(other: T) =>
  v.lazy((given): typeof text | T => (typeof given === 'string' ? text : other));

/** The schema of `rules` and `ignore_rules`. */
export const ruleEntries = v.nullish(textOr(v.array(textOr(ruleObject))), []);

/** The rules of a setting. Rules without a name are numbered: `rule 1`, if `what` is `rule`. */
export function toRules(entries: v.InferOutput<typeof ruleEntries>, what: string, separator: string): RuleDefinition[] {
  const given = typeof entries === 'string' ? entries.split(separator).filter((rule) => rule.trim() !== '') : entries;
  return given.map((entry, index) =>
    toRule(typeof entry === 'string' ? { expression: entry } : entry, `${what} ${index + 1}`),
  );
}

/** The rule of an entry of `rules`. A rule without a name is named `fallbackName`. */
export function toRule(rule: v.InferOutput<typeof ruleObject>, fallbackName: string): RuleDefinition {
  return {
    name: rule.name?.trim() || fallbackName,
    expression: rule.expression,
    severity: rule.severity ?? 'medium',
    description: rule.description ?? '',
    pack: null,
    runbookUrl: rule.runbook_url ?? null,
  };
}
