// pySigma with its SQLite backend, the oracle for converted rules: `oracle.py` in a child process.
// If it is missing, fails with an error that says what to install; never skips.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Json } from '../../src/core/records/record.ts';

/** Rules and the records that each of them decides. */
export interface Question {
  /** The YAML of one rule each. */
  readonly rules: readonly string[];
  readonly records: readonly Json[];
}

/** The indices of the records that a rule matches, or why the oracle does not convert it. */
export type Answer = readonly number[] | { readonly error: string };

/** Asks the oracle: for each question, one answer for each rule. */
export function askPySigma(questions: readonly Question[]): readonly (readonly Answer[])[] {
  const { status, stdout, stderr } = spawnSync('python3', [path.join(import.meta.dirname, 'oracle.py')], {
    input: JSON.stringify(questions),
    maxBuffer: 1024 ** 3,
    encoding: 'utf8',
  });
  if (status === 0) return JSON.parse(stdout);
  throw new Error(
    `These tests need pySigma. Install it with: pip install pysigma pysigma-backend-sqlite\n${stderr ?? ''}`,
  );
}
