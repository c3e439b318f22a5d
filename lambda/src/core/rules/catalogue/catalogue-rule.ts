// What the catalogue holds: rules as data, each with what a reader needs in order to judge and to answer its alerts.
// No code of its own: an entry is an expression of the rule language and the facts about it.

import type { Severity } from '../rule.ts';

/** A technique of MITRE ATT&CK for cloud, https://attack.mitre.org/matrices/enterprise/cloud/. */
export interface Technique {
  readonly id: string;
  readonly name: string;
}

/** One rule of the catalogue. `name` is a fact in the past tense, kebab-case, unique in the whole catalogue. */
export interface CatalogueRule {
  readonly name: string;
  readonly expression: string;
  readonly severity: Severity;
  /** One sentence: what has happened, and why it matters. */
  readonly description: string;
  /** One line: how often to expect it, and from whom. */
  readonly noise: string;
  /** Where the fact that the rule rests on is documented. */
  readonly reference: string;
  /** Control number in the CIS AWS Foundations Benchmark v3.0. */
  readonly control?: string;
  readonly mitre?: Technique;
  readonly runbookUrl?: string;
}

/** A named group of rules that is switched on as one. */
export interface Pack {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly CatalogueRule[];
}
