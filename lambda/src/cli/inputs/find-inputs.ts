// Finds the inputs of a command. In: paths (files, directories, `-` for standard input). Out: the files to read.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../cli-error.ts';

/** One file to read. */
export interface Input {
  /** The path as the user writes it; `-` is standard input. */
  readonly path: string;
  /** Whether it was found in a directory, which may also contain unrelated JSON files. */
  readonly found: boolean;
}

/** An input that cannot be read, and why. */
export interface InputProblem {
  readonly path: string;
  readonly reason: string;
}

export interface FoundInputs {
  readonly inputs: readonly Input[];
  readonly problems: readonly InputProblem[];
}

export const STDIN = '-';

const LOG_FILE_NAME = /\.(json|jsonl|ndjson)(\.gz)?$/i;

/** Each file once, in the given order. The files of a directory are sorted by path, which for CloudTrail is by time. */
export function findInputs(paths: readonly string[]): FoundInputs {
  const inputs: Input[] = [];
  const problems: InputProblem[] = [];
  for (const path of paths) {
    try {
      inputs.push(...inputsAt(path));
    } catch (error) {
      problems.push({ path, reason: describeFileError(error) });
    }
  }
  return { inputs: [...new Map(inputs.map((input) => [input.path, input])).values()], problems };
}

function inputsAt(path: string): Input[] {
  if (path === STDIN || !statSync(path).isDirectory()) return [{ path, found: false }];
  const inputs = logFilesBelow(path).map((file) => ({ path: file, found: true }));
  if (inputs.length === 0)
    throw new Error('there is no .json, .jsonl or .ndjson file (or one with .gz) in this directory');
  return inputs;
}

function logFilesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return logFilesBelow(path);
    return LOG_FILE_NAME.test(entry.name) ? [path] : [];
  });
}
