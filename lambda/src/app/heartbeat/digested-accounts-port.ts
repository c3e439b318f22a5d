// The port of the heartbeat: what is known of the accounts whose digests arrive.

/** A verified digest. */
export interface SeenDigest {
  readonly accountId: string;
  readonly region: string;
  /** When the time that it covers ends, in milliseconds since the epoch. */
  readonly endMs: number;
}

/** An account whose digests were seen. */
export interface DigestedAccount {
  readonly accountId: string;
  /** When the newest digest of each region ends, in milliseconds since the epoch. */
  readonly newest: ReadonlyMap<string, number>;
  /** What the heartbeat stored; empty if it has not stored anything. */
  readonly watch: string;
}

/** Instead of an account id: what the heartbeat stores about all accounts together. */
export const ALL_ACCOUNTS = '';

/** What is known after a run of the heartbeat. */
export interface RecordedRun {
  /** Since when no two runs have been further apart than is allowed. */
  readonly sinceMs: number;
  /** What the heartbeat stored about all accounts together; empty if it has not stored anything. */
  readonly watch: string;
}

/** How many accounts a store lists. */
export const ACCOUNTS_MAX = 20_000;

/** How long an account is known after its last digest. */
export const KNOWN_MS = 30 * 24 * 3600 * 1000;

export interface DigestedAccountStore {
  /**
   * Notes a digest, unless a newer one of its account and region is known. False if the account is new and the list is full; then
   * the account is not listed.
   */
  note(digest: SeenDigest, nowMs: number): Promise<boolean>;
  /** Every listed account with a digest in the last `KNOWN_MS`. Takes the others off the list. */
  all(nowMs: number): Promise<readonly DigestedAccount[]>;
  /** Replaces what the heartbeat stored; false, and nothing replaced, if it is no longer what `account` has. */
  replaceWatch(account: DigestedAccount, watch: string): Promise<boolean>;
  /** Records a run of the heartbeat; `gapMs` is how far apart two runs can be. */
  recordRun(nowMs: number, gapMs: number): Promise<RecordedRun>;
  /** The `sinceMs` that `recordRun` returned last; null if that is longer than `gapMs` ago. */
  runningSince(nowMs: number, gapMs: number): Promise<number | null>;
}

/** What the heartbeat needs. */
export interface Heartbeat {
  readonly accounts: DigestedAccountStore;
  /** What is not watched: account ids, and `<account id>/<region>`. */
  readonly ignored: ReadonlySet<string>;
}
