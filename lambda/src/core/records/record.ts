// The record model: the JSON that CloudTrail wrote for one event, and the object it came from.
// Records are read-only, untrusted data. Do not rely on a field to exist or to have its documented type.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

/** Parsed JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A parsed JSON object. Look keys up with `Object.hasOwn` or a field path, never by inherited name. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One CloudTrail event. Every field may be missing or of another type. */
export type CloudTrailRecord = JsonObject;

/** The object that a record was read from. `key` is decoded, as the S3 API expects it. */
export interface RecordOrigin {
  readonly bucket: string;
  readonly key: string;
}

/** Whether a JSON value is an object (not null, not a list), and therefore may be a record. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
