// Verifies everything in a storage: all accounts and regions, several folders at a time. In: a storage, keys and limits.
// Out: a report.

import pLimit from 'p-limit';
import { DARK_AFTER_MS } from '../../app/heartbeat/watch.ts';
import { timeText } from '../../core/digests/finding.ts';
import { type Checkpoint, NO_CHECKPOINT } from './checkpoint/checkpoint.ts';
import type { Finding } from './finding.ts';
import { createReport, type Report } from './report.ts';
import { digestFolders, type FolderSelection, type Storage } from './storage.ts';
import type { ChainEnd, KeyRing, Run } from './verification.ts';
import { type NoteProgress, verifyFolder } from './verify-folder.ts';

export interface VerifyLimits extends Partial<FolderSelection> {
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** How many log files are read at the same time. */
  readonly reads?: number;
}

const FOLDERS = 4;
const READS = 16;

export interface VerifyExtras {
  /** Shows the progress from time to time. */
  readonly progress?: (report: Report) => void;
  readonly checkpoint?: Checkpoint;
}

/**
 * Verifies storages, one after the other. Calls `show` with each finding as soon as its digest is verified; first with those of an
 * interrupted run.
 */
export async function verifyStorages(
  storages: readonly Storage[],
  keys: KeyRing,
  {
    sinceMs = Number.NEGATIVE_INFINITY,
    untilMs = Number.POSITIVE_INFINITY,
    accounts = [],
    regions = [],
    reads = READS,
  }: VerifyLimits,
  show: (finding: Finding) => void,
  { progress = () => {}, checkpoint = NO_CHECKPOINT }: VerifyExtras = {},
): Promise<Report> {
  const report = createReport(show);
  for await (const finding of checkpoint.findings()) report.add(finding);
  for (const row of checkpoint.rows) report.addRow(row);
  const ends: ChainEnd[] = [...checkpoint.ends];
  const run = {
    stop: new AbortController(),
    sinceMs,
    untilMs,
    keys,
    report,
    progress,
    limit: pLimit(reads),
    chainEnded: (end: ChainEnd) => void ends.push(end),
  };
  for (const [place, storage] of storages.entries()) {
    const folders = digestFolders(storage, { accounts, regions });
    await verifyFolders(storage, folders, run, folderNotes(checkpoint, place, run));
  }
  checkpoint.refuseIfFoldersAreMissing();
  reportDark(ends, report);
  return report;
}

/** What a checkpoint contains of a folder, and how to note more of it. `place`: the number of its storage. */
function folderNotes(checkpoint: Checkpoint, place: number, { report }: Run) {
  return (folder: string) => {
    const id = `${place} ${folder}`;
    const note: NoteProgress = (progress, findings) => checkpoint.note(id, progress, findings, report.rows);
    return { before: checkpoint.folder(id), note };
  };
}

// The first failure stops all folders, and is the failure of the whole once they have stopped.
async function verifyFolders(
  storage: Storage,
  folders: AsyncIterable<string>,
  run: Run,
  notesOf: ReturnType<typeof folderNotes>,
): Promise<void> {
  const { stop } = run;
  const running = new Set<Promise<void>>();
  try {
    for await (const folder of folders) {
      const { before, note } = notesOf(folder);
      if (before?.isFinished) continue;
      const verified: Promise<void> = verifyFolder(storage, folder, run, note, before)
        .catch((error: unknown) => stop.abort(error))
        .finally(() => running.delete(verified));
      running.add(verified);
      if (running.size >= FOLDERS) await Promise.race(running);
      if (stop.signal.aborted) break;
    }
  } catch (error) {
    stop.abort(error);
  }
  await Promise.all(running);
  stop.signal.throwIfAborted();
}

// An account and region whose digests end long before the others: the account was closed, its trail was stopped, or the newest
// digests were removed. Nothing refers to those.
function reportDark(ends: readonly ChainEnd[], report: Report): void {
  const newestMs = Math.max(...ends.map(({ endMs }) => endMs));
  const last = new Map<string, ChainEnd>();
  for (const end of [...ends].sort((one, other) => one.endMs - other.endMs))
    last.set(`${end.accountId} ${end.region}`, end);
  for (const { accountId, region, object, endMs } of last.values()) {
    if (endMs >= newestMs - DARK_AFTER_MS) continue;
    const message = `this is the last digest of its account and region; others go on until ${timeText(newestMs)}`;
    report.add({ level: 'note', code: 'chain-ends', accountId, region, object, message, count: 1 });
  }
}
