// What all parts of one run of `verify` share.

import type { PublicKey, Range } from '../../core/digests/public-keys.ts';
import type { Report } from './report.ts';

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

/** The run as a whole, which folders are parts of. */
export interface Run extends Verification {
  readonly report: Report;
  /** Shows the progress from time to time. */
  readonly progress: (report: Report) => void;
  /** Whether another part failed, so that nothing more must be read. */
  readonly stop: AbortSignal;
}

/** The last digest of a chain. */
export interface ChainEnd {
  readonly accountId: string;
  readonly region: string;
  readonly object: string;
  readonly endMs: number;
}
