// What the checkpoint of a replay contains: what is finished, and which command it belongs to.

import * as v from 'valibot';
import type { Counters } from '../../../app/counters.ts';
import { PACKS } from '../../../core/rules/catalogue/all-packs.ts';
import type { Settings } from '../../../setup/settings.ts';
import { hashOf } from '../../checkpoint/checkpoint-file.ts';
import type { InputProblem } from '../../inputs/find-inputs.ts';
import type { LotOptions } from '../find-lots.ts';
import type { StoredByReplay } from '../replay-pipeline.ts';

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

export const VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const problems = v.array(v.object({ path: v.string(), reason: v.string() }));

/** The checkpoints of `replay`. */
export const KIND = {
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

/** What makes a command the same command: its rules, its inputs, and what it prints; hashes to compare. */
export type CommandIdentity = Readonly<Record<'rules' | 'inputs' | 'output', string>>;

/** The identity of a replay. `paths` as the user writes them; `output` is the name of the view. */
export function identityOf(
  settings: Settings,
  paths: readonly string[],
  { since, until, account, region }: LotOptions,
  output: string,
): CommandIdentity {
  return {
    // A pack of another version has other rules under the same name.
    rules: hashOf({ settings, packs: PACKS }),
    inputs: hashOf({ paths, since, until, account, region }),
    output,
  };
}
