// What all parts of one run of `verify` share.

import type { PublicKey, Range } from '../../core/digests/public-keys.ts';
import type { Report } from './report.ts';
import type { Storage } from './storage.ts';
import type { Unlisted } from './unlisted.ts';

/** The public keys of CloudTrail. Rejects with a `CliError` if they cannot be obtained. */
export type KeyRing = (region: string, range: Range) => Promise<readonly PublicKey[]>;

export interface Verification {
  /** Infinite if there is no limit. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly keys: KeyRing;
  readonly report: Pick<Report, 'row' | 'add'>;
  /** Runs an action when fewer than the allowed number of them are running. */
  readonly limit: <T>(action: () => Promise<T>) => Promise<T>;
  /** Notes the time up to which a chain reaches. */
  readonly chainEnded: (end: ChainEnd) => void;
}

/** What the chains of one folder share. */
export interface Folder {
  readonly storage: Storage;
  readonly unlisted: Unlisted;
  readonly verification: Verification;
}

/** The run as a whole, which folders are parts of. */
export interface Run extends Verification {
  readonly report: Report;
  /** Shows the progress from time to time. */
  readonly progress: (report: Report) => void;
  /** Aborted by the first failure of a part: then nothing more must be read. */
  readonly stop: AbortController;
}

/** The last digest of a chain. */
export interface ChainEnd {
  readonly accountId: string;
  readonly region: string;
  readonly object: string;
  readonly endMs: number;
}
