// Trails with log file validation, as CloudTrail writes them: log files, and an hourly digest for each account and region,
// signed and linked. Keys are generated. Tests break the objects in every way.

import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** An object of a bucket. `metadata`: without the prefix `x-amz-meta-`. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  bytes: Buffer;
  metadata: Record<string, string>;
}

/** A key pair of CloudTrail, as `ListPublicKeys` returns the public one. */
export interface SigningKey {
  readonly region: string;
  readonly fingerprint: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly value: string;
  readonly privateKey: KeyObject;
}

/** A digest that was written, as the next one refers to it. */
export interface Written {
  readonly bucket: string;
  readonly key: string;
  readonly sha256: string;
  readonly signature: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly logFiles: readonly string[];
}

export const HOUR_MS = 60 * 60 * 1000;
export const START_MS = Date.UTC(2024, 2, 1, 20, 1, 31);

export const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const compact = (ms: number) => iso(ms).replace(/[-:]/g, '');
const day = (ms: number) => iso(ms).slice(0, 10).replaceAll('-', '/');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Makes a key pair, valid for a month around the start unless other times are given. */
export function createSigningKey(region: string, validity: { fromMs?: number; untilMs?: number } = {}): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'pkcs1', format: 'der' });
  const { fromMs = START_MS - 240 * HOUR_MS, untilMs = START_MS + 480 * HOUR_MS } = validity;
  const fingerprint = createHash('md5').update(der).digest('hex');
  return { region, fingerprint, fromMs, untilMs, value: der.toString('base64'), privateKey };
}

/** The buckets. */
export class Buckets {
  readonly objects = new Map<string, StoredObject>();

  put(bucket: string, key: string, bytes: Buffer, metadata: Record<string, string> = {}): void {
    this.objects.set(`${bucket}/${key}`, { bucket, key, bytes, metadata });
  }

  get(bucket: string, key: string): StoredObject {
    const object = this.objects.get(`${bucket}/${key}`);
    if (object === undefined) throw new Error(`no object ${bucket}/${key}`);
    return object;
  }

  remove({ bucket, key }: { bucket: string; key: string }): void {
    if (!this.objects.delete(`${bucket}/${key}`)) throw new Error(`no object ${bucket}/${key}`);
  }

  ofBucket(bucket: string): readonly StoredObject[] {
    return [...this.objects.values()].filter((object) => object.bucket === bucket);
  }
}

/** One call of `aws cloudtrail validate-logs`: one trail, in one account and region. */
export interface Run {
  readonly trail?: string;
  readonly region?: string;
  readonly homeRegion?: string;
  readonly account?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly organization?: string;
  readonly start: string;
  readonly end: string;
}

export interface TrailOptions {
  readonly account?: string;
  readonly region?: string;
  readonly trail?: string;
  readonly homeRegion?: string;
  readonly bucket?: string;
  /** Ends with `/`, or empty. */
  readonly prefix?: string;
  /** `o-..` for an organization trail. */
  readonly organization?: string;
  readonly startMs?: number;
  readonly hours?: number;
  readonly filesPerHour?: (hour: number) => number;
  readonly key: SigningKey;
  /** The digest that the first one refers to; null begins a chain. */
  readonly previous?: Written | null;
  /** The records of a log file; one that no rule matches if absent. */
  readonly recordsOf?: (hour: number, index: number) => readonly object[];
  /** Backfill digests, generated that long after their hour. */
  readonly backfillAfterMs?: number;
}

/** Writes the log files and the digests of some hours, and returns the digests, oldest first. */
export function writeTrail(buckets: Buckets, options: TrailOptions): Written[] {
  const written: Written[] = [];
  let previous = options.previous ?? null;
  for (let hour = 0; hour < (options.hours ?? 4); hour++) {
    previous = writeDigest(buckets, options, hour, previous);
    written.push(previous);
  }
  return written;
}

function writeDigest(buckets: Buckets, options: TrailOptions, hour: number, previous: Written | null): Written {
  const { account = '111122223333', region = 'us-east-1', trail = 'main', bucket = 'logs', key: signingKey } = options;
  const startMs = (options.startMs ?? START_MS) + hour * HOUR_MS;
  const endMs = startMs + HOUR_MS;
  const folder = `${options.prefix ?? ''}AWSLogs/${options.organization ? `${options.organization}/` : ''}${account}`;
  const logFiles = writeLogFiles(buckets, { ...options, account, region, bucket }, folder, startMs, hour);
  const suffix = options.backfillAfterMs === undefined ? '' : '_backfill';
  const name = `${account}_CloudTrail-Digest_${region}_${trail}_${options.homeRegion ?? region}_${compact(endMs)}${suffix}`;
  const key = `${folder}/CloudTrail-Digest/${region}/${day(endMs)}/${name}.json.gz`;
  const content = JSON.stringify({
    awsAccountId: account,
    digestStartTime: iso(startMs),
    digestEndTime: iso(endMs),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signingKey.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: logFiles.length > 0 ? iso(endMs - 600_000) : null,
    oldestEventTime: logFiles.length > 0 ? iso(startMs) : null,
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles,
  });
  const hash = sha256(Buffer.from(content));
  const text = [iso(endMs), `${bucket}/${key}`, hash, previous?.signature ?? 'null'].join('\n');
  const signature = createSign('RSA-SHA256').update(text).sign(signingKey.privateKey, 'hex');
  const generated = options.backfillAfterMs;
  buckets.put(bucket, key, gzipSync(content), {
    signature,
    'signature-algorithm': 'SHA256withRSA',
    ...(generated !== undefined && { 'backfill-generation-timestamp': iso(endMs + generated) }),
  });
  return { bucket, key, sha256: hash, signature, startMs, endMs, logFiles: logFiles.map(({ s3Object }) => s3Object) };
}

function writeLogFiles(
  buckets: Buckets,
  { account, region, bucket, filesPerHour = () => 2, trail = 'main', recordsOf, backfillAfterMs }: TrailOptions,
  folder: string,
  startMs: number,
  hour: number,
) {
  return Array.from({ length: filesPerHour(hour) }, (_, index) => {
    const atMs = startMs + 120_000 + index * 300_000;
    const name = `${account}_CloudTrail_${region}_${compact(atMs).slice(0, 13)}Z_${trail}${backfillAfterMs ? 'B' : ''}${index}`;
    const key = `${folder}/CloudTrail/${region}/${day(atMs)}/${name}.json.gz`;
    const records = recordsOf?.(hour, index) ?? [
      { eventVersion: '1.09', eventID: `${name}-1`, eventName: 'DescribeInstances', awsRegion: region },
    ];
    const content = Buffer.from(JSON.stringify({ Records: records }));
    buckets.put(bucket as string, key, gzipSync(content));
    return {
      s3Bucket: bucket as string,
      s3Object: key,
      hashValue: sha256(content),
      hashAlgorithm: 'SHA-256',
      newestEventTime: iso(atMs),
      oldestEventTime: iso(atMs - 300_000),
    };
  });
}

/** Keys in the form of `aws cloudtrail list-public-keys`. */
export function publicKeyList(keys: readonly SigningKey[]): object {
  return {
    PublicKeyList: keys.map(({ value, fingerprint, fromMs, untilMs }) => ({
      Value: value,
      Fingerprint: fingerprint,
      ValidityStartTime: fromMs / 1000,
      ValidityEndTime: untilMs / 1000,
    })),
  };
}
