// Finds the inputs of a command. In: paths (files, directories, `-` for standard input). Out: the files to read.

import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { arrivalMs } from '../../core/sources/arrival.ts';
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

/** Which files of a directory are inputs. */
export interface FileKind {
  readonly name: RegExp;
  /** The problem of a directory without such a file. */
  readonly missing: string;
}

const LOG_FILES: FileKind = {
  name: /\.(json|jsonl|ndjson)(\.gz)?$/i,
  missing: 'there is no .json, .jsonl or .ndjson file (or one with .gz) in this directory',
};

/** Whether a name is that of a log file or of other events. */
export function isLogFileName(name: string): boolean {
  return LOG_FILES.name.test(name);
}

export const YAML_FILES: FileKind = {
  name: /\.ya?ml$/i,
  missing: 'there is no .yml or .yaml file in this directory',
};

/**
 * Each file once, in the order in which log files arrived, as far as their names contain it; the others are last, in the
 * given order and, in a directory, sorted by path. Follows symbolic links. Continues after a problem.
 */
export function findInputs(paths: readonly string[], kind: FileKind = LOG_FILES): FoundInputs {
  const search: Search = { kind, inputs: new Map(), problems: [], directories: new Set() };
  for (const path of paths) {
    if (!visit(path, false, search)) search.problems.push({ path, reason: kind.missing });
  }
  return { inputs: [...search.inputs.values()].sort(byArrival), problems: search.problems };
}

interface Search {
  readonly kind: FileKind;
  /** By absolute path. */
  readonly inputs: Map<string, Input>;
  readonly problems: InputProblem[];
  /** Real paths of the directories visited so far, because links can form a circle. */
  readonly directories: Set<string>;
}

/** Adds what is at a path. Returns false if there is nothing to read, not even something that was added before. */
function visit(path: string, found: boolean, search: Search): boolean {
  try {
    if (path !== STDIN && statSync(path).isDirectory()) return visitDirectory(path, search);
    if (found && !search.kind.name.test(path)) return false; // The target of a symbolic link.
    const key = path === STDIN ? path : resolve(path);
    if (!search.inputs.has(key)) search.inputs.set(key, { path, found });
  } catch (error) {
    search.problems.push({ path, reason: describeFileError(error) });
  }
  return true;
}

function visitDirectory(directory: string, search: Search): boolean {
  const real = realpathSync(directory);
  if (search.directories.has(real)) return true;
  search.directories.add(real);
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const candidates = entries.filter(
    (entry) => entry.isDirectory() || entry.isSymbolicLink() || search.kind.name.test(entry.name),
  );
  return candidates.map(({ name }) => visit(join(directory, name), true, search)).includes(true);
}

function byArrival({ path: one }: Input, { path: other }: Input): number {
  const [first, second] = [arrivalMs(one), arrivalMs(other)].map((ms) => ms ?? Number.MAX_SAFE_INTEGER);
  return (first as number) - (second as number);
}
