// The entries of `rules` and `ignore_rules`: a string that is split, or a list of strings and objects. In: the setting. Out:
// rule definitions with a name and a severity.

import * as v from 'valibot';
import type { RuleDefinition } from '../core/rules/rule.ts';
import { correlationObject, correlationProblems, toCorrelation } from './correlation-entries.ts';
import { unknownAttribute } from './describe-issue.ts';

const text = v.string();

/** A severity by its name. */
export const severity = v.picklist(['info', 'low', 'medium', 'high', 'critical']);

const attributes = {
  name: v.nullish(text),
  expression: v.nullish(text),
  severity: v.nullish(severity),
  description: v.nullish(text),
  runbook_url: v.nullish(text),
  correlation: v.nullish(correlationObject),
  generate: v.nullish(v.boolean()),
  // `convert sigma --to json` adds the file. It has no effect.
  source: v.nullish(text),
};
const ruleObject = v.strictObject(attributes, unknownAttribute(Object.keys(attributes)));

type RuleEntry = v.InferOutput<typeof ruleObject>;

interface EntryProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** A string or something else. Not `v.union`: it reports that no alternative fits, but not which entry is wrong. */
export const textOr = <T extends v.GenericSchema>(other: T) =>
  v.lazy((given): typeof text | T => (typeof given === 'string' ? text : other));

// An object for valibot, whose attributes are numbers.
const noList = v.check<unknown, string>((given) => !Array.isArray(given), 'must be a string or an object, not a list');

const entriesOf = (problemsOf: (rule: RuleEntry) => readonly EntryProblem[]) =>
  v.nullish(textOr(v.array(textOr(v.pipe(v.unknown(), noList, ruleObject, reporting(problemsOf))))), []);

/** The schema of `rules`. */
export const ruleEntries = entriesOf((rule) => [...expressionProblems(rule), ...roleProblems(rule)]);

/** The schema of `ignore_rules`. */
export const ignoreRuleEntries = entriesOf((rule) => [...expressionProblems(rule), ...ignoringProblems(rule)]);

function reporting(problemsOf: (rule: RuleEntry) => readonly EntryProblem[]) {
  return v.rawCheck<RuleEntry>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input = dataset.value as Record<string, unknown>;
    for (const { path, message } of problemsOf(dataset.value)) {
      const keys = path.map((key) => ({ type: 'object' as const, origin: 'value' as const, input, key, value: null }));
      addIssue({ message, path: keys as unknown as [v.IssuePathItem, ...v.IssuePathItem[]] });
    }
  });
}

function expressionProblems({ expression, correlation }: RuleEntry): EntryProblem[] {
  const hasExpression = typeof expression === 'string' && expression.trim() !== '';
  if (correlation?.rules && hasExpression) {
    return [{ path: ['expression'], message: 'has no meaning if the correlation names `rules`; remove one of them' }];
  }
  if (typeof expression === 'string' || correlation?.rules) return [];
  const remedy = correlation ? 'add it, or name `rules` in the correlation' : 'add it';
  return [{ path: ['expression'], message: `is missing; ${remedy}` }];
}

function roleProblems({ name, correlation, generate }: RuleEntry): EntryProblem[] {
  const role = correlation ? 'a correlation' : generate === false ? 'a rule with generate = false' : null;
  const nameless = role !== null && !name?.trim();
  const attributes = correlation ? correlationProblems(correlation) : [];
  return [
    ...(nameless ? [{ path: ['name'], message: `is missing; ${role} needs one that stays the same` }] : []),
    ...attributes.map(({ attribute, message }) => ({ path: ['correlation', attribute], message })),
  ];
}

function ignoringProblems({ correlation, generate }: RuleEntry): EntryProblem[] {
  const message = 'has no meaning for an ignore rule, which decides on single events; remove it';
  return [
    ...(correlation ? [{ path: ['correlation'], message }] : []),
    ...(typeof generate === 'boolean' ? [{ path: ['generate'], message }] : []),
  ];
}

/** The rules of a setting. Rules without a name are numbered: `rule 1`, if `what` is `rule`. */
export function toRules(entries: v.InferOutput<typeof ruleEntries>, what: string, separator: string): RuleDefinition[] {
  const given = typeof entries === 'string' ? entries.split(separator).filter((rule) => rule.trim() !== '') : entries;
  return given.map((entry, index) =>
    toRule(typeof entry === 'string' ? { expression: entry } : entry, `${what} ${index + 1}`),
  );
}

/** The rule of an entry of `rules`. A rule without a name is named `fallbackName`. */
export function toRule(rule: RuleEntry, fallbackName: string): RuleDefinition {
  return {
    name: rule.name?.trim() || fallbackName,
    expression: rule.expression ?? '',
    severity: rule.severity ?? 'medium',
    description: rule.description ?? '',
    pack: null,
    runbookUrl: rule.runbook_url ?? null,
    ...(rule.correlation && { correlation: toCorrelation(rule.correlation) }),
    ...(rule.generate === false && { generate: false as const }),
  };
}
