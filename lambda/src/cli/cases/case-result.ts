// The results of cases.

import type { Case } from './case-file.ts';

export interface CaseResult {
  readonly case: Case;
  /** The result of the rule or the rule set. `does not compile` always fails the case. */
  readonly actual: string;
  readonly passed: boolean;
  /** Lines that explain the result; empty if the case passed. */
  readonly details: readonly string[];
}

export interface CaseFileResult {
  readonly path: string;
  readonly results: readonly CaseResult[];
  readonly elapsedMs: number;
}
