// The types of the catalogue: rules as data, each with what a reader needs to assess its alerts. An entry is an expression
// of the rule language and the facts about it, without code.

import type { Correlation } from '../../correlation/correlation.ts';
import type { Severity } from '../rule.ts';

/** A technique of MITRE ATT&CK for cloud, https://attack.mitre.org/matrices/enterprise/cloud/. */
export interface Technique {
  readonly id: string;
  readonly name: string;
}

/** One rule of the catalogue. `name` is a fact in the past tense, kebab-case, unique in the whole catalogue. */
export interface CatalogueRule {
  readonly name: string;
  /** Empty for a correlation of other rules. */
  readonly expression: string;
  /** What the rule correlates; it then alerts only when the correlation fires. */
  readonly correlation?: Correlation;
  /** False for a rule that only feeds correlations and never alerts alone. */
  readonly generate?: false;
  readonly severity: Severity;
  /** What happened and why it matters, in one or two sentences. */
  readonly description: string;
  /** How often to expect alerts, and from which activity. */
  readonly noise: string;
  /** The page that documents the API call or the record that the rule relies on. */
  readonly reference: string;
  /** Control number in the CIS AWS Foundations Benchmark v3.0. */
  readonly control?: string;
  readonly mitre?: Technique;
  readonly runbookUrl?: string;
  /** Cases with another severity or text, such as a refused attempt. The first case that applies decides. */
  readonly variants?: readonly RuleVariant[];
}

/** A case of a rule that has its own severity and text; the name, the pack and the technique stay those of the rule. */
export interface RuleVariant {
  /** An expression that is true in this case and not in the others. */
  readonly condition: string;
  /** The negation of the condition. */
  readonly otherwise: string;
  readonly severity: Severity;
  readonly description: string;
}

/** A named group of rules that is enabled as a whole. */
export interface Pack {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly CatalogueRule[];
}

/** A variant for calls that AWS refused or that failed. Its text must not say that the change was made. */
export const refused = (description: string, severity: Severity = 'high'): RuleVariant => ({
  condition: 'not succeeded()',
  otherwise: 'succeeded()',
  severity,
  description,
});

/** A variant for a condition in parentheses or of a single comparison. */
export const when = (condition: string, severity: Severity, description: string): RuleVariant => ({
  condition,
  otherwise: `not (${condition})`,
  severity,
  description,
});
