// The record model: one CloudTrail event as the JSON it arrived in, and where it came from.
// Records are read-only data from outside; nothing here trusts a field to exist or to have its documented type.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

/** Parsed JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A parsed JSON object; look keys up with `Object.hasOwn` or through a field path, never by inherited name. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One CloudTrail event. Every field may be missing or of another type. */
export type CloudTrailRecord = JsonObject;

/** Where a record was read from. `key` is decoded, as S3's API takes it. */
export interface RecordOrigin {
  readonly bucket: string;
  readonly key: string;
}

/** Whether a JSON value is an object (not null, not a list), and so may be a record. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
