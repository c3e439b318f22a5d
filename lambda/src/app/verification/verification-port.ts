// What verification needs from the outside: digests and the keys that prove them, folders, reading marks, and the function's own queue.

import type { Location } from '../../core/digests/digest.ts';
import type { ReadingMark } from '../../core/digests/reading-mark.ts';

/** A digest as it is stored. */
interface StoredDigest {
  /** Usually gzipped. */
  readonly bytes: Uint8Array;
  /** `x-amz-meta-signature`; null if it has none. */
  readonly signature: string | null;
  /** `x-amz-meta-backfill-generation-timestamp`. */
  readonly generatedAt: string | undefined;
}

export interface DigestStore {
  /** Reads a digest; null if the bucket has no such object. Rejects with a `PortError`. */
  read(location: Location): Promise<StoredDigest | null>;
}

/** A region, and a range of time in milliseconds since the epoch. */
export interface KeyQuery {
  readonly region: string;
  readonly fromMs: number;
  /** Until now if it is infinite. */
  readonly untilMs: number;
}

/**
 * Lists the public keys of a region that were valid at some time of a range: the answers of `cloudtrail:ListPublicKeys`, page by page.
 * Rejects with a `PortError`, a permanent one if the account may not call CloudTrail in that region.
 */
export type ListPublicKeys = (query: KeyQuery) => Promise<readonly unknown[]>;

/** Lists what is below a prefix. */
export interface Folders {
  /** One page of the objects, in the order of their keys; current ones only, if the bucket has versions. Rejects with a `PortError`. */
  list(
    bucket: string,
    prefix: string,
    page: { readonly recursive: true; readonly next: string | null },
  ): Promise<{ readonly objects: readonly { readonly key: string }[]; readonly next: string | null }>;
}

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

export interface OwnMessage {
  readonly body: string;
  /** Whole seconds until it can be received, at most 900. */
  readonly delaySeconds: number;
}

/** The function's own queue, to which it sends what it must do later. */
export interface OwnQueue {
  /** Sends messages, in any number. Rejects if one of them may not be sent; others may be sent then. */
  send(messages: readonly OwnMessage[]): Promise<void>;
}
