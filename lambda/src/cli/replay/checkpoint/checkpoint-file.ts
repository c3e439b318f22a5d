// What the checkpoint of a replay contains.

import * as v from 'valibot';
import type { Counters } from '../../../app/counters.ts';
import { readCheckpoint, writeCheckpoint } from '../../checkpoint/checkpoint-file.ts';
import type { InputProblem } from '../../inputs/find-inputs.ts';
import type { StoredByReplay } from '../replay-pipeline.ts';
import type { CommandIdentity } from './command-identity.ts';

/** What a replay has finished. */
export interface Finished {
  /** How many inputs, in their order, and the path of the last one. */
  readonly files: number;
  readonly last: string;
  readonly counters: Counters;
  readonly threads: number | null;
  readonly elapsedMs: number;
  readonly problems: readonly InputProblem[];
  readonly skipped: readonly string[];
  readonly dropped: readonly InputProblem[];
  readonly stored: StoredByReplay;
}

const VERSION = 1;

/** Writes the file. Throws a `CliError` if it cannot be written. */
export function writeFinished(path: string, command: CommandIdentity, finished: Finished): void {
  const content = { version: VERSION, command, ...finished };
  writeCheckpoint(path, content);
}

/** What the file says; null if there is none. Throws a `CliError` if it is of another command, or not a checkpoint. */
export function readFinished(path: string, command: CommandIdentity): Finished | null {
  return readCheckpoint(path, command, KIND) as unknown as Finished | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const problems = v.array(v.object({ path: v.string(), reason: v.string() }));

const KIND = {
  of: 'a replay',
  parts: [
    ['rules', 'rules or settings'],
    ['inputs', 'inputs'],
    ['output', 'output options'],
  ],
  schema: v.object({
    version: v.literal(VERSION),
    command: v.object({ rules: v.string(), inputs: v.string(), output: v.string() }),
    files: count,
    last: v.string(),
    counters: v.looseObject({ recordsRead: count, alertsByRule: v.record(v.string(), count) }),
    threads: v.nullable(count),
    elapsedMs: v.number(),
    problems,
    skipped: v.array(v.string()),
    dropped: problems,
    stored: v.object({
      startedMs: v.number(),
      state: v.object({
        claims: v.array(v.any()),
        openings: v.array(v.any()),
        threads: v.array(v.any()),
        deferred: v.array(v.any()),
      }),
      correlations: v.array(v.any()),
    }),
  }),
} as const;
