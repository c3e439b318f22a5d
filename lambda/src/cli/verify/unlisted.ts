// Finds log files that exist and that no digest lists. In: the digests of one folder, in order, and the names of the log files
// next to it. Out: the names of unlisted log files, within the time that the digests cover.

import { type Covered, cover, isCovered } from '../../core/digests/coverage.ts';
import { DAY_MS, datePath } from '../../core/digests/day.ts';
import type { Digest } from '../../core/digests/digest.ts';
import { arrivalMs } from '../../core/sources/arrival.ts';
import type { Storage } from './storage.ts';

export interface Unlisted {
  /** Adds a valid digest and the keys of its log files in the storage. Digests come in order of their days. */
  add(digest: Digest, logFiles: readonly string[]): Promise<void>;
  finish(): Promise<void>;
  state(): UnlistedState;
}

/** What the search continues with. */
export interface UnlistedState {
  /** The days whose log files were listed, with those that no digest lists so far. */
  readonly days: readonly (readonly [day: number, keys: readonly string[]])[];
  /** The times that digests cover. */
  readonly covered: readonly Covered[];
}

/** Begins with a folder of digests, or continues; calls `report` with the key of each unlisted log file. */
export function findUnlisted(
  storage: Storage,
  digestFolder: string,
  report: (key: string) => void,
  before: UnlistedState = { days: [], covered: [] },
): Unlisted {
  const folder = logFolderOf(digestFolder);
  const days = new Map(before.days.map(([day, keys]) => [day, new Set(keys)]));
  const covered = [...before.covered];

  const load = async (day: number): Promise<void> => {
    const keys = new Set<string>();
    days.set(day, keys);
    if (folder === null) return;
    for await (const key of storage.keys(`${folder}${datePath(day * DAY_MS)}/`)) keys.add(key);
  };
  const flush = (before: number): void => {
    for (const [day, keys] of days) {
      if (day >= before) continue;
      for (const key of keys) if (isCovered(arrivalMs(key), covered)) report(key);
      days.set(day, new Set());
    }
  };
  return {
    async add(digest, logFiles) {
      const last = Math.floor(digest.endMs / DAY_MS);
      for (let day = Math.floor(digest.startMs / DAY_MS); day <= last; day++) if (!days.has(day)) await load(day);
      for (const key of logFiles) for (const keys of days.values()) keys.delete(key);
      cover(covered, digest);
      // A digest lists files that were delivered within its hour, so two days before it are complete.
      flush(last - 1);
    },
    async finish() {
      flush(Number.POSITIVE_INFINITY);
    },
    state: () => ({ days: [...days].map(([day, keys]) => [day, [...keys]]), covered: [...covered] }),
  };
}

// The folder of the log files of the same account and region; null if the digests are in a folder below that of the region.
function logFolderOf(digestFolder: string): string | null {
  const parts = /^(.*\/|)CloudTrail-Digest(\/[^/]+\/)$/.exec(digestFolder);
  return parts && `${parts[1]}CloudTrail${parts[2]}`;
}
