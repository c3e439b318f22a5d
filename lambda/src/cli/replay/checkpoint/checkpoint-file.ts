// The file of a checkpoint. In: what a replay has finished, and what it stores. Out: the same, when the command is run again. The file is
// replaced as a whole, so an interruption never leaves half of one.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Counters } from '../../../app/counters.ts';
import { CliError, describeFileError, EXIT } from '../../cli-error.ts';
import { escaped } from '../../escaped.ts';
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

interface CheckpointFile extends Finished {
  readonly version: typeof VERSION;
  readonly command: CommandIdentity;
}

const VERSION = 1;

/** Replaces the file. Only its owner can read it, because it contains parts of events. Throws a `CliError` if it cannot be written. */
export function writeCheckpoint(path: string, command: CommandIdentity, finished: Finished): void {
  const content: CheckpointFile = { version: VERSION, command, ...finished };
  const partial = `${path}.partial`;
  try {
    writeFileSync(partial, JSON.stringify(content), { mode: 0o600 });
    renameSync(partial, path);
  } catch (error) {
    throw new CliError(escaped`--checkpoint ${path}: cannot be written: ${describeFileError(error)}`, EXIT.findings, {
      cause: error,
    });
  }
}

/** What the file says; null if there is none. Throws a `CliError` if it is of another command, or not a checkpoint. */
export function readCheckpoint(path: string, command: CommandIdentity): Finished | null {
  const content = readContent(path);
  if (content === null) return null;
  for (const [part, name] of PARTS) {
    if (content.command[part] !== command[part])
      throw refusal(path, `it is the checkpoint of a replay with other ${name}. Use another file, or delete this one`);
  }
  return content;
}

const PARTS: readonly (readonly [keyof CommandIdentity, string])[] = [
  ['rules', 'rules or settings'],
  ['inputs', 'inputs'],
  ['output', 'output options'],
];

function readContent(path: string): CheckpointFile | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw refusal(path, `cannot be read: ${describeFileError(error)}`, error);
  }
  try {
    return v.parse(CHECKPOINT, JSON.parse(text)) as unknown as CheckpointFile;
  } catch (error) {
    throw refusal(path, 'it is not a checkpoint of this version. Use another file, or delete this one', error);
  }
}

function refusal(path: string, reason: string, cause?: unknown): CliError {
  return new CliError(escaped`--checkpoint ${path}: ${reason}`, EXIT.usage, { cause });
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const problems = v.array(v.object({ path: v.string(), reason: v.string() }));

const CHECKPOINT = v.object({
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
});
