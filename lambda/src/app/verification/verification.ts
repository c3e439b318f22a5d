// What verification needs, and what it counts.

import type { ReadingMark } from '../../core/digests/reading-mark.ts';
import type { CorrelationStore } from '../ports.ts';
import type { KeyRing } from './key-ring.ts';
import type { DigestStore, Folders, MarkStore, OwnQueue } from './verification-port.ts';

export interface Verification {
  readonly marks: MarkStore;
  /** The newest digest of each trail, account and region. The contract is that of what correlations store. */
  readonly trails: CorrelationStore;
  readonly digests: DigestStore;
  readonly keys: KeyRing;
  readonly folders: Folders;
  /** Marks that this instance could not write yet. */
  readonly unwritten: ReadingMark[];
  readonly queue: OwnQueue;
  /**
   * Since when verification has run without a pause, in milliseconds since the epoch; null if that is not known yet. Log files of
   * the time before have no marks, so nothing of that time is compared.
   */
  runningSinceMs(): Promise<number | null>;
}

/**
 * The numbers of one invocation, present only if log files are verified. They reconcile: filesListed = filesVerified +
 * filesRecovered + filesMissing + filesAltered + filesTooLarge. A digest is counted in these, once, when all of its files are known.
 */
export type VerificationCounters = Record<keyof typeof ZERO, number>;

const ZERO = {
  digestsVerified: 0,
  /** Digests that are not valid, or are not those that the next ones refer to. Again if one is found again. */
  digestsInvalid: 0,
  /** Digests of regions in which CloudTrail refuses the account, so that nothing verifies their signatures. Again if one is found again. */
  digestsRefused: 0,
  filesListed: 0,
  /** Read after their notification, with the listed content. */
  filesVerified: 0,
  /** Read because a digest lists them, with the listed content. */
  filesRecovered: 0,
  filesMissing: 0,
  filesAltered: 0,
  filesTooLarge: 0,
  /** Days that were compared once more. */
  daysCompared: 0,
  /** Log files that were removed after they were read, and log files that no digest lists. Again if a day is compared again. */
  filesRemoved: 0,
  filesUnlisted: 0,
  /** Digests whose log files are read later, walks, and days. */
  messagesSent: 0,
  /** Marks that the invocation could not write. */
  marksFailed: 0,
};

/** Counters that are all zero. */
export const emptyVerificationCounters = (): VerificationCounters => ({ ...ZERO });
