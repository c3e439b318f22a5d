// A decoded payload, in the same shape for every trigger: envelopes with items to process.
// An envelope can be acknowledged or retried separately: one SQS message, or the whole payload of a direct invocation.

import type { Json } from '../records/record.ts';

/** One thing to process. */
export type EnvelopeItem =
  | LogFileItem
  | RemovedObjectItem
  | InlineRecordsItem
  | DigestItem
  | WalkItem
  | DayItem
  | JobItem
  | SkippedItem
  | InvalidItem;

/** A log file to fetch. `key` is decoded (S3 URL-encodes keys in notifications, `+` means space). */
export interface LogFileItem {
  readonly kind: 'log-file';
  readonly bucket: string;
  readonly key: string;
  /** The object's size in bytes, if the notification contains it. */
  readonly bytes?: number;
  /** Set if it is read because a digest lists it. */
  readonly isLate?: true;
}

/** A digest of CloudTrail. */
export interface DigestItem {
  readonly kind: 'digest';
  readonly bucket: string;
  readonly key: string;
  /** Set if the function sent it to itself: what the digest lists and was not read is read now. */
  readonly again?: true;
}

/** Digests to look for, from one to the one before and so on: what the function sent to itself. */
export interface WalkItem {
  readonly kind: 'walk';
  /** The digest to read next. `sha256`: of its content, in hex, as the digest after it says; null if it does not say. */
  readonly bucket: string;
  readonly key: string;
  readonly sha256: string | null;
  /** The digest that is known already, where the walk ends. */
  readonly until: { readonly bucket: string; readonly key: string; readonly sha256: string; readonly endMs: number };
  /** The newest of the digests that are missing just after the next one; null if the one after it was found. */
  readonly missing: { readonly bucket: string; readonly key: string } | null;
}

/** A day to compare once more: what the function sent to itself when the digest with this key ended it. */
export interface DayItem {
  readonly kind: 'day';
  readonly bucket: string;
  readonly key: string;
}

/** What the function sends to itself while it verifies log files. */
export type OwnItem = DigestItem | WalkItem | DayItem;

/** An object that was removed from the log bucket. */
export interface RemovedObjectItem {
  readonly kind: 'removed-object';
  readonly bucket: string;
  readonly key: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly region: string;
  /** `userIdentity.principalId` of the notification; `''` if it has none. */
  readonly principalId: string;
  readonly sourceIp: string;
  /** Orders and identifies the events of one key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
  readonly sequencer: string;
}

/** Records inside the payload (EventBridge, CloudWatch Logs). */
export interface InlineRecordsItem {
  readonly kind: 'records';
  readonly records: readonly Json[];
  /** Where they came from, for log lines: `eventbridge`, or the log group's name. */
  readonly origin: string;
}

/** Every job that a schedule can start; see `app/jobs`. */
export const JOB_NAMES = ['heartbeat', 'mutes', 'summaries'] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** Something to do that a schedule started. */
export interface JobItem {
  readonly kind: 'job';
  readonly job: JobName;
}

/** Something that is recognised and needs no action: `s3:TestEvent`, a file of AWS Config. */
export interface SkippedItem {
  readonly kind: 'skipped';
  readonly reason: 'test-event' | 'other-service' | 'other-event' | 'control-message';
  readonly detail: string;
}

/** Something that no source can decode; dropped, logged and counted. */
interface InvalidItem {
  readonly kind: 'invalid';
  readonly reason: string;
}

export interface Envelope {
  /** The SQS message id to report as a batch item failure; null if only the whole invocation can be retried. */
  readonly id: string | null;
  readonly items: readonly EnvelopeItem[];
  /** The message in its queue; absent if the envelope is not from a queue, or its trigger does not say which. */
  readonly queued?: QueuedMessage;
}

/**
 * A message of an SQS queue, as one receive returned it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
 */
export interface QueuedMessage {
  readonly queueArn: string;
  /** What SQS calls this receive of the message by. */
  readonly receiptHandle: string;
  /** How often the message was received, this time included; 1 if it does not say. */
  readonly receives: number;
  /** Milliseconds since the epoch; null if it does not say. */
  readonly sentAtMs: number | null;
}

/** A decoded payload. `partialFailures`: whether the trigger accepts a list of failed envelopes. */
export interface Trigger {
  readonly source: string;
  readonly partialFailures: boolean;
  readonly envelopes: readonly Envelope[];
}
