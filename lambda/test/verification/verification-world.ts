// The pipeline with verification over memory ports, and a trail that CloudTrail signs. A test chooses what is announced, removed and
// altered; what the function sends to itself is received when its time comes.

import { createHash, createSign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryMarks } from '../../src/adapters/memory/marks.ts';
import { createMemoryOwnQueue } from '../../src/adapters/memory/own-queue.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import { type LogFileStore, PortError } from '../../src/app/ports.ts';
import type { Report } from '../../src/app/process-payload.ts';
import { createKeyRing } from '../../src/app/verification/key-ring.ts';
import type { Verification, VerificationCounters } from '../../src/app/verification/verification.ts';
import type { Folders } from '../../src/app/verification/verification-port.ts';
import {
  Buckets,
  createSigningKey,
  HOUR_MS,
  publicKeyList,
  START_MS,
  type TrailOptions,
  type Written,
  writeTrail,
} from '../digests/trail-world.ts';
import { aRecord, batch } from '../pipeline/payloads.ts';
import { createWorld, deliveredEvents, type WorldOptions } from '../pipeline/pipeline-world.ts';

export const KEY = createSigningKey('us-east-1');
export const LOGS = 'logs';

const RULES = [
  { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" },
  { name: 'finding', expression: "eventSource == 'cloudtrail-to-slack'", severity: 'critical' },
];

/** A world with a trail of some hours, all of whose alerts must be delivered. It begins when the last digest is delivered. */
export function createVerificationWorld(trail: Partial<TrailOptions> = {}, settings: WorldOptions['settings'] = {}) {
  const buckets = new Buckets();
  const eventId = (hour: number, index: number) => `event-${hour}-${index}`;
  const options: TrailOptions = {
    key: KEY,
    recordsOf: (hour, index) => [aRecord({ eventID: eventId(hour, index) })],
    ...trail,
  };
  const digests = writeTrail(buckets, options);
  const world = createWorld({ settings: { rules: RULES, ...settings } });
  const last = digests.at(-1) as Written;
  world.clock.advance(last.endMs + 10 * 60_000 - world.clock.nowMs());
  const queue = createMemoryOwnQueue();
  const verification: Verification = {
    marks: createMemoryMarks(),
    trails: createMemoryCorrelations(),
    digests: { read: async (location) => storedDigest(buckets, location) },
    folders: foldersOf(buckets),
    unwritten: [],
    keys: createKeyRing(async () => [publicKeyList([KEY])], world.clock),
    queue,
    runningSinceMs: async () => START_MS - 24 * HOUR_MS,
  };
  const ports: Partial<Pipeline> = { verification, logFiles: logFilesOf(buckets) };
  const invoke = (payload: unknown, more: Partial<Pipeline> & { timeoutMs?: number } = {}): Promise<Report> =>
    world.invoke(payload, { ...ports, ...more });
  const receiveOwn = async (more: Partial<Pipeline> = {}): Promise<Report[]> => {
    const reports: Report[] = [];
    while (queue.sent.length > 0) {
      const messages = queue.sent.splice(0, 10);
      world.clock.advance(Math.max(...messages.map(({ delaySeconds }) => delaySeconds)) * 1_000);
      reports.push(await invoke(batch(...messages.map(({ body }) => body)), more));
    }
    return reports;
  };
  return {
    ...world,
    buckets,
    digests,
    queue,
    verification,
    invoke,
    receiveOwn,
    eventId,
    options,
    /** Processes the notifications of objects, one message each. */
    announce: (...keys: readonly string[]) => invoke(batch(...keys.map(created))),
    findings: () => findingsIn(world.channel().posts),
    delivered: () => deliveredEvents(world.channel()),
  };
}

export type VerificationWorld = ReturnType<typeof createVerificationWorld>;

/** Only the findings among messages, as `name object`, in order. */
function findingsIn(posts: VerificationWorldPosts): string[] {
  return posts.flatMap(({ message: { notice, details } }) => {
    if (notice.kind !== 'alert' || details || notice.alert.rule.name !== 'finding') return [];
    const { eventName, additionalEventData } = notice.alert.record;
    const { key = '', count } = additionalEventData as { key?: string; count?: number };
    return [`${eventName} ${nameOf(key)}${count === undefined ? '' : ` x${count}`}`];
  });
}

type VerificationWorldPosts = ReturnType<ReturnType<typeof createWorld>['channel']>['posts'];

export const nameOf = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** The S3 notification of an object. */
export function created(key: string) {
  const s3 = { bucket: { name: LOGS }, object: { key: encodeURIComponent(key), size: 1 } };
  return { Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] };
}

export function logFilesOf(buckets: Buckets): LogFileStore {
  return {
    async read({ bucket, key }) {
      const object = buckets.objects.get(`${bucket}/${key}`);
      if (object === undefined) throw new PortError('permanent', 'NoSuchKey', `there is no object ${key} in ${bucket}`);
      return object.bytes;
    },
  };
}

/** Pages of three objects, so that most listings have several. */
export function foldersOf(buckets: Buckets): Folders {
  return {
    async list(bucket, prefix, { next }) {
      const keys = buckets.ofBucket(bucket).flatMap(({ key }) => (key.startsWith(prefix) ? [key] : []));
      const from = keys.sort().filter((key) => key > (next ?? ''));
      return { objects: from.slice(0, 3).map((key) => ({ key })), next: from.length > 3 ? (from[2] ?? null) : null };
    },
  };
}

export function storedDigest(buckets: Buckets, { bucket, key }: { bucket: string; key: string }) {
  const object = buckets.objects.get(`${bucket}/${key}`);
  if (object === undefined) return null;
  const { signature = null, 'backfill-generation-timestamp': generatedAt } = object.metadata;
  return { bytes: object.bytes, signature, generatedAt };
}

/** Replaces the content of an object. */
export function alter(buckets: Buckets, key: string, content: object): void {
  buckets.get(LOGS, key).bytes = gzipSync(JSON.stringify(content));
}

/** The sum of the counters of several invocations. */
export function sumOf(reports: readonly Report[]): VerificationCounters {
  const all = reports.map(({ counters }) => counters.verification as VerificationCounters);
  const names = Object.keys(all[0] ?? {}) as (keyof VerificationCounters)[];
  return Object.fromEntries(names.map((name) => [name, all.reduce((sum, one) => sum + one[name], 0)])) as never;
}

/** Replaces a digest by one that CloudTrail signed, too, with other fields or at least another content. */
export function signAgain({ buckets }: Pick<VerificationWorld, 'buckets'>, key: string, fields: object = {}): void {
  const digest = buckets.get(LOGS, key);
  const content = `${JSON.stringify({ ...JSON.parse(String(gunzipSync(digest.bytes))), ...fields })} `;
  const { digestEndTime, previousDigestSignature } = JSON.parse(content);
  const hash = createHash('sha256').update(content).digest('hex');
  const text = [digestEndTime, `${LOGS}/${key}`, hash, previousDigestSignature ?? 'null'].join('\n');
  digest.bytes = gzipSync(content);
  digest.metadata.signature = createSign('RSA-SHA256').update(text).sign(KEY.privateKey, 'hex');
}
