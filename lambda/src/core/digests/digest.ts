// Parses the content of a digest. In: raw bytes, decompressed. Out: a digest, or null if the content is not one.
// Never throws. Nothing in a digest is proven until its signature is verified.

/** Where an object is. */
export interface Location {
  readonly bucket: string;
  readonly key: string;
}

/** A log file as a digest lists it. */
export interface ListedLogFile extends Location {
  /** SHA-256 of the uncompressed content, in lower-case hex. */
  readonly sha256: string;
}

/** The digest before, as a digest refers to it. */
export interface PreviousDigest extends Location {
  /** SHA-256 of the uncompressed content, in lower-case hex; null if the digest does not contain it. */
  readonly sha256: string | null;
  /** In hex. */
  readonly signature: string;
}

export interface Digest {
  /** Where CloudTrail delivered it. */
  readonly location: Location;
  /** As written, because the signed text contains it. */
  readonly endTime: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly fingerprint: string;
  /** As written; null if the content does not have it. */
  readonly algorithm: string | null;
  /** As written, because the signed text contains it; null in the first digest of a chain. */
  readonly previousSignature: string | null;
  /** Null in the first digest of a chain. */
  readonly previous: PreviousDigest | null;
  readonly logFiles: readonly ListedLogFile[];
}

/**
 * Parses a digest. Null if it is not JSON, or lacks a field that verification needs.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function parseDigest(content: Uint8Array): Digest | null {
  const fields = parseObject(content);
  if (fields === null) return null;
  const [bucket, key] = [fields.digestS3Bucket, fields.digestS3Object];
  const { digestStartTime, digestEndTime, digestPublicKeyFingerprint, previousDigestSignature } = fields;
  const [startMs, endMs] = [msOf(digestStartTime), msOf(digestEndTime)];
  const logFiles = logFilesOf(fields.logFiles);
  if (!isText(bucket) || !isText(key) || !isText(digestEndTime) || !isText(digestPublicKeyFingerprint)) return null;
  if (startMs === null || endMs === null || logFiles === null) return null;
  if (!isText(previousDigestSignature) && previousDigestSignature !== null) return null;
  return {
    location: { bucket, key },
    endTime: digestEndTime,
    startMs,
    endMs,
    fingerprint: digestPublicKeyFingerprint,
    algorithm: isText(fields.digestSignatureAlgorithm) ? fields.digestSignatureAlgorithm : null,
    previousSignature: previousDigestSignature,
    previous: previousOf(fields),
    logFiles,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(content: Uint8Array): Fields | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

// The first digest of a chain has null in each of these fields.
function previousOf(fields: Fields): PreviousDigest | null {
  const [bucket, key, sha256] = [
    fields.previousDigestS3Bucket,
    fields.previousDigestS3Object,
    fields.previousDigestHashValue,
  ];
  if (!isText(bucket) || !isText(key)) return null;
  const signature = isText(fields.previousDigestSignature) ? fields.previousDigestSignature : '';
  return { bucket, key, sha256: isText(sha256) ? sha256.toLowerCase() : null, signature };
}

function logFilesOf(list: unknown): readonly ListedLogFile[] | null {
  if (list === null) return []; // An hour without activity.
  if (!Array.isArray(list)) return null;
  const files = list.map(logFileOf);
  return files.every((file) => file !== null) ? files : null;
}

function logFileOf(entry: unknown): ListedLogFile | null {
  if (!isFields(entry)) return null;
  const { s3Bucket: bucket, s3Object: key, hashValue } = entry;
  if (!isText(bucket) || !isText(key) || !isText(hashValue)) return null;
  return { bucket, key, sha256: hashValue.toLowerCase() };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function msOf(time: unknown): number | null {
  const ms = isText(time) && TIME.test(time) ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
