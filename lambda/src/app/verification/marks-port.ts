// Where reading marks are stored.

import type { Location } from '../../core/digests/digest.ts';
import type { ReadingMark } from '../../core/digests/reading-mark.ts';

/** A mark without its object. */
export type StoredMark = Pick<ReadingMark, 'state' | 'sha256'>;

/** The reading marks. Entries past their time count as absent. */
export interface MarkStore {
  /** Writes marks, each in the place of the one before. Rejects if one of them may not be written; others may be written then. */
  write(marks: readonly ReadingMark[], keepUntilMs: number): Promise<void>;
  /**
   * Writes a mark unless the object has one with the same hash. Of several calls at the same time, one returns true; so does one whose
   * response was lost, if a repetition of it gets through.
   */
  settle(mark: ReadingMark, keepUntilMs: number, nowMs: number): Promise<boolean>;
  /**
   * The marks of some objects, by `nameOfObject`; objects without one are missing. Takes any number. What was written in the
   * last seconds may be missing.
   */
  read(objects: readonly Location[], nowMs: number): Promise<ReadonlyMap<string, StoredMark>>;
}
