// What is kept of scheduled summaries between invocations. Adapters implement it; `adapters/memory` has an in-process twin.

import type { ClaimId } from '../ports.ts';

/** A collection as it was when it was opened. */
export interface OpenCollection {
  /** Its text; null if there is none. */
  readonly text: string | null;
  /** Those of the claims that were settled before. */
  readonly settled: ReadonlySet<string>;
  /**
   * Replaces the text and settles claims, both or neither. False, and nothing done, if the collection or what is settled with
   * these claims has changed since it was opened. The text has at most `STORED_VALUE_MAX` characters.
   */
  write(text: string, settle: readonly ClaimId[], keep: KeepUntil): Promise<boolean>;
  /** Deletes the collection; false if it has changed since it was opened. */
  remove(): Promise<boolean>;
}

/** Until when a collection and the claims settled with it are kept, in milliseconds since the epoch. */
export interface KeepUntil {
  readonly collectionMs: number;
  readonly claimsMs: number;
}

/** With how many buckets, and claims without one, a collection is opened at most: one transaction changes them all. */
export const CLAIM_PLACES_MAX = 90;

/** Entries past their time count as absent. Every write is linearizable with every other of the same collection or claim. */
export interface CollectionStore {
  /** Opens a collection together with claims, in up to `CLAIM_PLACES_MAX` places. */
  open(key: string, claims: readonly ClaimId[], nowMs: number): Promise<OpenCollection>;
  /** The keys of all collections that were written and not removed, in order; also of those whose time has passed. */
  keys(): Promise<readonly string[]>;
}
