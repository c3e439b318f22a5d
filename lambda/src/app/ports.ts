// The outside world as the pipeline sees it. Adapters implement these; `adapters/memory` has an in-process twin of each.
// Every port rejects with a `PortError`, never with an SDK's own error, so that the pipeline knows what to do about it.

import type { RecordOrigin } from '../core/records/record.ts';
import type { Occasion } from '../core/render/occasion.ts';
import type { Notice } from '../core/threads/notice.ts';

/** `transient`: the same call may work later. `permanent`: it will not. `thread_gone`: only the thread is lost. */
export type FaultKind = 'transient' | 'permanent' | 'thread_gone';

/** What a port rejects with. `code` is the service's own code (`NoSuchKey`, `channel_not_found`), suitable for a log line. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly kind: FaultKind;
  readonly code: string;
  /** How long the service asks to wait; undefined if it does not state a time. */
  readonly retryAfterMs: number | undefined;
  /** Whether the service may have done what it was asked for, because it did not answer. */
  readonly isUnconfirmed: boolean;
  constructor(kind: FaultKind, code: string, message: string, options: FaultOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.isUnconfirmed = options.isUnconfirmed ?? false;
  }
}

export type FaultOptions = ErrorOptions & Partial<Pick<PortError, 'retryAfterMs' | 'isUnconfirmed'>>;

/** Whether the same call will not work later: a channel is gone or archived, a token was revoked, an object does not exist. */
export function isPermanent(error: unknown): error is PortError {
  return error instanceof PortError && error.kind === 'permanent';
}

export interface LogFileStore {
  /** The object's bytes. Permanent for `NoSuchKey` and `NoSuchBucket`; `AccessDenied` is transient: a policy can be fixed. */
  read(ref: RecordOrigin): Promise<Uint8Array>;
}

/** Where a message was posted, as its destination names it. For Slack the channel id and the message's `ts`. */
export interface MessageHandle {
  readonly channel: string;
  readonly ts: string;
}

/** The first message that a message replies to. */
export interface ReplyTo extends MessageHandle {
  /** Set if the channel shows the reply too, and not only those who open the thread. */
  readonly alsoInChannel?: true;
}

/** The owner of a claim and its time limit. Times are milliseconds since the epoch. */
export interface Lease {
  readonly owner: string;
  readonly nowMs: number;
  readonly untilMs: number;
}

/** A thread that accepts replies. */
export interface OpenThread {
  readonly handle: MessageHandle;
  /** Notices delivered in the thread, including that of its first message. */
  readonly total: number;
  /** The variants that a message in it shows: see `core/threads/variant.ts`. */
  readonly variants: ReadonlySet<string>;
  /** The ids of the notices that were posted in it. */
  readonly posted: ReadonlySet<string>;
  /** What is needed to render the first message again with a count; empty if it was not kept. */
  readonly note: string;
}

export type ThreadSlot =
  /** The caller must post the first message and then start the thread. */
  | { readonly state: 'ours' }
  | { readonly state: 'open'; readonly thread: OpenThread }
  /** Another owner has a running lease and is posting the first message. */
  | { readonly state: 'opening' };

/** What is claimed: a notice for a destination. Ids with the same `bucket` are stored together; an id with null is stored separately. */
export interface ClaimId {
  readonly id: string;
  readonly bucket: string | null;
}

/** `done`: delivered before. `held`: another owner has a running lease on it. */
export type ClaimState = 'claimed' | 'done' | 'held';

export interface Claims {
  /** By id. */
  readonly ids: ReadonlyMap<string, ClaimState>;
  /** By thread key. */
  readonly threads: ReadonlyMap<string, ThreadSlot>;
  /** By id: when it was posted without an answer. Ids that never were are missing. */
  readonly unconfirmed: ReadonlyMap<string, readonly number[]>;
}

/** How many ids one call of `claim`, `settle` or `release` takes. */
export const LOT_MAX = 2_000;

/**
 * What is kept between invocations. Entries past their time count as absent, whenever they are deleted. Ids are passed in lots
 * of up to `LOT_MAX`, which take one call per bucket.
 */
export interface StateStore {
  /**
   * Claims the right to deliver each of some ids and to start each of some threads, as far as they are free. An id is free if it
   * is unknown, its lease has run out, or the owner has it already; a thread if it is not open and no other owner is starting it.
   */
  claim(ids: readonly ClaimId[], threadKeys: readonly string[], lease: Lease): Promise<Claims>;
  /**
   * Which ids in buckets were delivered. Takes any number, and costs a read for each bucket: a redelivered file thus skips
   * thousands of alerts in one call.
   */
  delivered(ids: readonly ClaimId[], nowMs: number): Promise<ReadonlySet<string>>;
  /** Marks ids as delivered until `keepUntilMs`. */
  settle(ids: readonly ClaimId[], keepUntilMs: number): Promise<void>;
  /** Notes that some ids in buckets were posted at `nowMs`, and that no answer confirmed it; nothing of ids without a bucket. */
  noteUnconfirmed(ids: readonly ClaimId[], nowMs: number): Promise<void>;
  /** Releases claims and unstarted threads of the owner, so that a retry does not have to wait for the lease to end. */
  release(ids: readonly ClaimId[], threadKeys: readonly string[], owner: string): Promise<void>;
  /** Records the first message of a thread, which shows the notice `id`, until its window ends. The count starts at 1. */
  startThread(
    key: string,
    handle: MessageHandle,
    start: { readonly id: string; readonly variant: string; readonly untilMs: number; readonly note: string },
  ): Promise<void>;
  /**
   * Adds notices to the count of an open thread, and the id and variant of a posted reply; a null id is not kept. False if the thread is gone
   * or another replaced it; then nothing is counted.
   */
  addToThread(
    key: string,
    handle: MessageHandle,
    change: { readonly by: number; readonly posted?: { readonly id: string | null; readonly variant: string } },
  ): Promise<boolean>;
  /** Closes a thread whose first message is gone, unless its window has ended: then another may be starting, or have replaced it. */
  closeThread(key: string, handle: MessageHandle, nowMs: number): Promise<void>;
  /** The counts of the thread under a first message; those of one notice if the thread is gone or was replaced. */
  threadCount(key: string, handle: MessageHandle): Promise<ThreadCount>;
  /** Records that a first message has shown `count` since `nowMs`; nothing if it shows more already, or was replaced. */
  markShown(key: string, handle: MessageHandle, count: number, nowMs: number): Promise<void>;
  /**
   * Notes that the first message of a thread must show `total`, or more if more was noted before; `note` is what is needed
   * to show it. There is one note per message.
   */
  deferCount(key: string, handle: MessageHandle, total: number, note: string): Promise<void>;
  /** Some of the noted counts, with the current counts of the thread if it is still the thread of the note. */
  deferredCounts(): Promise<readonly DeferredCount[]>;
  /** Deletes a note that `deferredCounts` returned, unless it was written again since. */
  settleCount(deferred: DeferredCount): Promise<void>;
}

/** What a correlation stores under one key. `version` changes with each write. */
export interface StoredValue {
  readonly value: string;
  readonly version: number;
}

/** A change of what is stored of one group, all or nothing. */
export interface StoreChange {
  /** What must still have these versions, or must still be absent (null); includes every key that is written. */
  readonly expected: ReadonlyMap<string, number | null>;
  readonly writes: readonly { readonly key: string; readonly value: string; readonly keepUntilMs: number }[];
}

/** How many characters a stored value has at most. */
export const STORED_VALUE_MAX = 100_000;

/** Throws a permanent fault if no store can apply a change: a value is too large, or a key is written whose version is not expected. */
export function requireStorable({ expected, writes }: StoreChange): void {
  for (const { key, value } of writes) {
    if (!expected.has(key)) throw new PortError('permanent', 'version_unknown', `no version of ${key} is expected`);
    if (value.length <= STORED_VALUE_MAX) continue;
    const message = `the value of ${key} has ${value.length} characters, but at most ${STORED_VALUE_MAX} can be stored`;
    throw new PortError('permanent', 'value_too_large', message);
  }
}

/**
 * What correlations store between invocations. Entries past their time count as absent. Reads and writes are linearizable
 * for each key: a read returns the last committed write.
 */
export interface CorrelationStore {
  /** What is stored under some keys; absent keys are missing. Takes any number of keys. */
  read(keys: readonly string[], nowMs: number): Promise<ReadonlyMap<string, StoredValue>>;
  /** Applies changes independently of each other. For each: false, and nothing written, if a version is not the expected one. */
  commit(changes: readonly StoreChange[], nowMs: number): Promise<readonly boolean[]>;
}

export interface ThreadCount {
  /** Notices in the thread, including that of the first message. */
  readonly total: number;
  /** What the first message shows. */
  readonly shown: number;
  /** Since when it has shown that; 0 if it never showed a count. */
  readonly shownAtMs: number;
}

export interface DeferredCount extends ThreadCount {
  readonly key: string;
  readonly handle: MessageHandle;
  readonly note: string;
  /** Distinguishes this note from a later one about the same message. */
  readonly mark: string;
}

/** How long a message may take at least, in milliseconds: what an invocation keeps for its last one. */
export const MESSAGE_TIMEOUT_MS = 3_500;

/** One kind of message transport, bound to one destination. `M` is what its renderer returns. */
export interface Notifier<M> {
  /**
   * Posts a message, as a reply if a thread is given. Returns null if the destination has no threads, otherwise the handle of the first
   * message of its thread: of the reply itself if the given one was deleted and the channel shows the reply. `timeoutMs` is how
   * long an answer is worth waiting for: a destination that is slow may accept a message and answer late, and would get it again.
   */
  post(message: M, thread: ReplyTo | null, timeoutMs?: number): Promise<MessageHandle | null>;
  /** Resolves if the destination answers a call that changes nothing. Absent if it cannot be asked, or recognizes a repeated message. */
  answers?(timeoutMs: number): Promise<void>;
  /** Replaces a message posted before; absent if `post` returns no handles. */
  update?(handle: MessageHandle, message: M, timeoutMs?: number): Promise<void>;
}

/** Renders a notice as a message of a destination. Pure and total; within the destination's limits for any input. */
export interface Renderer<M> {
  /** `count` is how many notices the message represents, 1 unless more were folded into it. */
  message(notice: Notice, count: number, occasion?: Occasion): M;
  /** The first reply in the thread of the message; null if there is none. Absent if no message has one. */
  details?(notice: Notice): M | null;
}

/** A renderer, or one that is loaded when it first renders. */
export interface LateRenderer<M> {
  message(...given: Parameters<Renderer<M>['message']>): M | Promise<M>;
  details?(notice: Notice): M | null | Promise<M | null>;
}

/** A notifier with the renderer of its messages. */
export interface Destination<M = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly renderer: LateRenderer<M>;
  readonly notifier: Notifier<M>;
  /** Machines store its messages: every notice is posted separately, however many there are, none in a summary. */
  readonly everyNotice?: true;
  /** People can acknowledge and mute alerts where they read them, and its alerts can be muted. */
  readonly hasButtons?: true;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html, the part that is used here. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  readonly unit: 'Count' | 'Milliseconds' | 'Seconds';
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricSink {
  /** Pushes all metrics of an invocation. */
  push(metrics: readonly Metric[], atMs: number): Promise<void>;
}

/** A message of an SQS queue, named by one receive of it. */
export interface DelayedMessage {
  readonly queueArn: string;
  readonly receiptHandle: string;
  /** From now, whole seconds, at most 12 hours. */
  readonly delaySeconds: number;
}

export interface RetryQueue {
  /**
   * Makes received messages stay invisible for a time, after which they are received again. Rejects if that failed for any of
   * them; the others wait all the same.
   */
  delay(messages: readonly DelayedMessage[]): Promise<void>;
}

export interface SecretStore {
  /**
   * Reads a secret: an SSM parameter's name or ARN, or a Secrets Manager ARN with an optional `#json_key` after it.
   * Values are cached for some minutes; `fresh` asks the service again, for use after a value was refused.
   */
  read(reference: string, options?: { readonly fresh?: boolean }): Promise<string>;
}

export interface Clock {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

/** Structured log lines: an event name and fields. Never contains a secret or, above debug, the body of an event. */
export interface Logger {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
