// Lets an interrupted verification continue. In: how far each folder is, and what was found in it. Out: what is left of each folder, and a
// file that says what is finished. Findings are in a file next to it that only grows, because there can be a million of them.

import { rmSync } from 'node:fs';
import { readCheckpoint, refusal, writeCheckpoint } from '../../checkpoint/checkpoint-file.ts';
import { createSaveTimes, type SaveTimes } from '../../checkpoint/save-times.ts';
import type { Finding } from '../finding.ts';
import type { Row } from '../report.ts';
import type { ChainEnd } from '../verification.ts';
import type { FolderProgress, NoteProgress } from '../verify-folder.ts';
import { KIND, VERSION, type VerifyIdentity } from './content.ts';
import { createFindingsFile } from './findings-file.ts';

export interface Checkpoint {
  /** The counts of what an interrupted run had finished, and the ends of the chains; empty at the beginning. */
  readonly rows: readonly Row[];
  readonly ends: readonly ChainEnd[];
  /** What it had found, in order. */
  findings(): AsyncIterable<Finding>;
  /** How far it was in a folder; null if it had not started. */
  folder(id: string): FolderProgress | null;
  /** Notes how far a folder is, with the counts of the whole, and writes the files if that is due. Throws a `CliError` if it cannot. */
  note(id: string, ...noted: [...Parameters<NoteProgress>, rows: () => readonly Row[]]): void;
  /** Throws a `CliError` if a folder that the interrupted run had started was not asked for. */
  refuseIfFoldersAreMissing(): void;
  /** Deletes the files, so that the next run verifies everything again. */
  remove(): void;
}

/** A checkpoint that writes nothing. */
export const NO_CHECKPOINT: Checkpoint = {
  rows: [],
  ends: [],
  async *findings() {},
  folder: () => null,
  note: () => {},
  refuseIfFoldersAreMissing: () => {},
  remove: () => {},
};

/** Opens the checkpoint in a file, which does not have to exist. Throws a `CliError` if it is of another command. */
export function openCheckpoint(
  path: string,
  command: VerifyIdentity,
  times: SaveTimes = createSaveTimes(),
): Checkpoint {
  const before = readCheckpoint(path, command, KIND);
  const folders = new Map<string, FolderProgress>(Object.entries(before?.folders ?? {}));
  const findings = createFindingsFile(path, before?.findingsBytes ?? 0);
  const missing = new Set(folders.keys());
  const save = (rows: readonly Row[]): void => {
    const beganMs = performance.now();
    const findingsBytes = findings.write();
    writeCheckpoint(path, { version: VERSION, command, rows, findingsBytes, folders: Object.fromEntries(folders) });
    times.saved(beganMs);
  };
  return {
    rows: before?.rows ?? [],
    ends: [...folders.values()].flatMap((progress) => (progress.isFinished ? progress.ends : [])),
    findings: findings.read,
    folder(id) {
      missing.delete(id);
      return folders.get(id) ?? null;
    },
    note(id, progress, found, rows) {
      folders.set(id, progress());
      findings.add(found);
      if (times.isDue()) save(rows());
    },
    refuseIfFoldersAreMissing() {
      const [first] = missing;
      if (first === undefined) return;
      const folder = first.slice(first.indexOf(' ') + 1);
      throw refusal(path, `the folder ${folder} is no longer there. Delete the file to begin again`);
    },
    remove() {
      rmSync(path, { force: true });
      findings.remove();
    },
  };
}
