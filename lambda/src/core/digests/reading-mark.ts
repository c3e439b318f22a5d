// Compares what a digest lists with what was read. In: a listed log file and its reading mark. Out: what became of the file.

import type { ListedLogFile, Location } from './digest.ts';

/**
 * How a log file was read. `read`: after its notification. `late`: because a digest lists it. `missing`: it was gone when it was
 * read late. `altered`: its content was not the listed one when it was read late. `unlisted`: not of a log
 * file, but of a folder in which are log files that no digest lists.
 */
export type MarkState = 'read' | 'late' | 'missing' | 'altered' | 'unlisted';

/** The stored fact that a log file was read, and that its alerts were delivered. */
export interface ReadingMark extends Location {
  readonly state: MarkState;
  /** SHA-256 of the uncompressed content, in hex. `TOO_LARGE`, or empty if the content could not be decompressed. */
  readonly sha256: string;
}

/** Instead of the hash of a log file that is too large to read; it was reported when it was dropped. */
export const TOO_LARGE = 'too-large';

/** What became of a listed log file. `unknown`: it was not read, or had another content when it was. */
export type ListedState = 'verified' | 'recovered' | 'missing' | 'altered' | 'tooLarge' | 'unknown';

/** What became of a log file, by its mark. */
export function listedStateOf(
  { sha256 }: ListedLogFile,
  mark: Omit<ReadingMark, keyof Location> | undefined,
): ListedState {
  if (mark === undefined) return 'unknown';
  if (mark.state === 'missing' || mark.state === 'altered') return mark.state;
  if (mark.sha256 === TOO_LARGE) return 'tooLarge';
  if (mark.sha256 !== sha256) return 'unknown';
  return mark.state === 'late' ? 'recovered' : 'verified';
}

/** Names an object among those of all buckets. */
export const nameOfObject = ({ bucket, key }: Location): string => `${bucket}/${key}`;
