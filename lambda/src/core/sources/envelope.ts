// What a trigger hands over, in the same shape whatever the trigger: envelopes, each with the things to be processed.
// A envelope is what can be acknowledged or retried on its own: one SQS message, or the whole payload of a direct call.

import type { Json } from '../records/record.ts';

/** One thing to process. */
export type EnvelopeItem = LogFileItem | RemovedObjectItem | InlineRecordsItem | SkippedItem | InvalidItem;

/** A log file to fetch. `key` is decoded (S3 URL-encodes keys in notifications, `+` means space). */
export interface LogFileItem {
  readonly kind: 'log-file';
  readonly bucket: string;
  readonly key: string;
  /** The object's size in bytes, where the notification says it. */
  readonly bytes?: number;
}

/** An object that somebody removed from the log bucket. */
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

/** Records that came in the payload itself (EventBridge, CloudWatch Logs). */
export interface InlineRecordsItem {
  readonly kind: 'records';
  readonly records: readonly Json[];
  /** What carried them, for the reader: `eventbridge`, or the log group's name. */
  readonly origin: string;
}

/** Something understood that asks for nothing: `s3:TestEvent`, a digest file, a file of AWS Config. */
export interface SkippedItem {
  readonly kind: 'skipped';
  readonly reason: 'test-event' | 'digest-file' | 'other-service' | 'other-event' | 'control-message';
  readonly detail: string;
}

/** Something that no source understands; dropped, logged and counted. */
export interface InvalidItem {
  readonly kind: 'invalid';
  readonly reason: string;
}

export interface Envelope {
  /** The SQS message id to report as a batch item failure; null where only the whole call can be retried. */
  readonly id: string | null;
  readonly items: readonly EnvelopeItem[];
}

/** A decoded payload. `partialFailures` says whether the trigger takes a list of failed envelopes back. */
export interface Trigger {
  readonly source: string;
  readonly partialFailures: boolean;
  readonly envelopes: readonly Envelope[];
}
