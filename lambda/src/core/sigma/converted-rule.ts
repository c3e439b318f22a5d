// What a conversion yields. Types only.

import type { RuleDefinition } from '../rules/rule.ts';
import type { WrittenCorrelation } from './write-correlation.ts';

/** A converted rule, with the attributes of the variable `rules`. */
export interface ConvertedRule extends Pick<RuleDefinition, 'name' | 'severity' | 'description'> {
  /** Null for a correlation. */
  readonly expression: string | null;
  readonly runbook_url: string | null;
  readonly correlation?: WrittenCorrelation;
  /** False for a rule that only feeds correlations. */
  readonly generate?: false;
  /** The path of the file. */
  readonly source: string;
}

/** A document that is not converted, or a warning about one that is. Lines count from 1. */
export interface Remark {
  readonly level: 'error' | 'warning';
  readonly path: string;
  readonly line: number;
  readonly message: string;
}
