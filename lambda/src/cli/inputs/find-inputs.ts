// Which files a command line names: files as they are, directories with everything below them, `-` for standard input.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../cli-error.ts';

/** One file to read. */
export interface Input {
  /** As the user would name it; `-` is standard input. */
  readonly path: string;
  /** Found in a directory, where other JSON files may lie, and not named by the user. */
  readonly found: boolean;
}

/** Something that could not be read, and why. */
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

/** Each file once, in the order in which they were named, those of a directory sorted by path (and so, for CloudTrail, by time). */
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
  if (inputs.length === 0) throw new Error('there is no .json, .json.gz, .jsonl or .ndjson file in this directory');
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
