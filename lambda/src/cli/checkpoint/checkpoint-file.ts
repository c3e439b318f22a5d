// The file of a checkpoint: what an interrupted command had finished. In: plain data. Out: the same, when the command is run again. The
// file is replaced as a whole, so an interruption never leaves half of one.

import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { CliError, describeFileError, EXIT } from '../cli-error.ts';
import { escaped } from '../escaped.ts';

/** What makes a command the same command: hashes of its parts. */
export type CommandParts = Readonly<Record<string, string>>;

/** What the checkpoints of a command have in common. */
export interface CheckpointKind {
  /** What was interrupted: `a replay`. */
  readonly of: string;
  /** What a checkpoint contains; unknown versions do not parse. */
  readonly schema: v.GenericSchema<unknown, { readonly command: CommandParts }>;
  /** Each part of a command, with the words for it: `inputs`. */
  readonly parts: readonly (readonly [part: string, name: string])[];
}

/** Replaces the file. Only its owner can read it, because it can contain parts of events. Throws a `CliError` if it cannot be written. */
export function writeCheckpoint(path: string, content: object): void {
  const partial = `${path}.partial`;
  try {
    writeFileSync(partial, JSON.stringify(content), { mode: 0o600 });
    renameSync(partial, path);
  } catch (error) {
    throw cannotBeWritten(path, error);
  }
}

/** The error of a file that cannot be written. */
export function cannotBeWritten(path: string, error: unknown): CliError {
  return new CliError(escaped`--checkpoint ${path}: cannot be written: ${describeFileError(error)}`, EXIT.findings, {
    cause: error,
  });
}

/** What the file says; null if there is none. Throws a `CliError` if it is of another command, or not a checkpoint. */
export function readCheckpoint<T extends CheckpointKind>(
  path: string,
  command: CommandParts,
  { of, schema, parts }: T,
): v.InferOutput<T['schema']> | null {
  const content = parse(path, schema);
  if (content === null) return null;
  for (const [part, name] of parts) {
    if (content.command[part] !== command[part])
      throw refusal(path, `it is the checkpoint of ${of} with other ${name}. Use another file, or delete this one`);
  }
  return content;
}

function parse(path: string, schema: CheckpointKind['schema']): v.InferOutput<CheckpointKind['schema']> | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw refusal(path, `cannot be read: ${describeFileError(error)}`, error);
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw refusal(
      path,
      'it is not a checkpoint of this command and version. Use another file, or delete this one',
      error,
    );
  }
}

/** The error of a checkpoint that cannot be used. */
export function refusal(path: string, reason: string, cause?: unknown): CliError {
  return new CliError(escaped`--checkpoint ${path}: ${reason}`, EXIT.usage, { cause });
}

/** A part of a command, to compare. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
