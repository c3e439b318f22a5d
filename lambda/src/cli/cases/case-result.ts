// What came of one case, and how a result is told apart from what was expected.

import type { Case } from './case-file.ts';

export interface CaseResult {
  readonly case: Case;
  /** What the rule or the rule set said; `does not compile` is never expected. */
  readonly actual: string;
  readonly passed: boolean;
  /** Lines that help to see why, where the case failed. */
  readonly details: readonly string[];
}

export interface CaseFileResult {
  readonly path: string;
  readonly results: readonly CaseResult[];
  readonly elapsedMs: number;
}
