// What is stored of mutes between invocations: the list of all of them as one text, and what each has suppressed.

import type { MuteCounts } from '../../core/render/mute-messages.ts';

/** The stored list. `version` changes with each write; it is 0, and the text empty, before the first one. */
interface StoredMutes {
  readonly text: string;
  readonly version: number;
}

/** Rejects with a `PortError` if the table cannot be reached. */
export interface MuteStore {
  /** The list as it is now. */
  read(): Promise<StoredMutes>;
  /**
   * Replaces the list if `version` is still its version; returns whether it did. Rejects when `signal` aborts: then the list may have been
   * replaced.
   */
  write(text: string, version: number, signal?: AbortSignal): Promise<boolean>;
  /** Adds to what a mute has suppressed, and keeps the sum until `keepUntilMs`. */
  count(muteId: string, counts: MuteCounts, keepUntilMs: number): Promise<void>;
  /** What a mute has suppressed so far. */
  counts(muteId: string): Promise<MuteCounts>;
}
