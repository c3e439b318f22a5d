// The trails of a history of verification: what CloudTrail wrote, what an attacker removed or altered, and which notifications were lost.
// The oracle: what must be found, and which alerts must be delivered. It knows what was done, and nothing of how it is found.

import { gunzipSync, gzipSync } from 'node:zlib';
import {
  Buckets,
  createSigningKey,
  HOUR_MS,
  type SigningKey,
  type Written,
  writeTrail,
} from '../digests/trail-world.ts';
import { ALERTING, BUCKET } from './log-bucket.ts';
import type { Chance } from './random.ts';

export const SIGNING_KEYS = [createSigningKey('us-east-1', { untilMs: Date.UTC(2030, 0, 1) })];
export const START_MS = Date.UTC(2026, 0, 1, 0, 1, 31);
const SUBJECTS = [
  { account: '111111111111', trail: 'main' },
  { account: '222222222222', trail: 'main' },
];

/** An object in the bucket, and what happened to it. */
export interface Announced {
  readonly key: string;
  readonly atMs: number;
  readonly fate: 'kept' | 'removed' | 'altered';
  readonly isLost: boolean;
}

interface SimulatedDigest extends Announced {
  readonly endMs: number;
  readonly files: readonly Announced[];
}

/** What must be true at the end. */
export interface Expected {
  /** Ids of events that must be delivered. */
  readonly alerts: ReadonlySet<string>;
  /** Findings other than `LogFilesReadLate`, as `name key count`. */
  readonly findings: ReadonlySet<string>;
  /** By the key of a digest: how many log files must be read late at least. */
  readonly late: ReadonlyMap<string, { readonly least: number }>;
}

export interface SimulatedChain {
  readonly options: { readonly account: string; readonly trail: string; readonly key: SigningKey };
  readonly digests: readonly SimulatedDigest[];
  readonly last: Written;
}

export interface SimulatedTrails {
  readonly buckets: Buckets;
  readonly chains: readonly SimulatedChain[];
  /** The first digest of each chain, which is known before anything goes wrong. */
  readonly known: readonly string[];
  readonly digests: readonly SimulatedDigest[];
  readonly expected: Expected;
}

/** Writes one or two trails of some hours. The last digest of each is kept and announced. In some histories all notifications of some hours are lost. */
export function createTrails(chance: Chance, lostRate: number): SimulatedTrails {
  const buckets = new Buckets();
  const outageMs = chance.hits(0.25) ? START_MS + (1 + chance.below(4)) * HOUR_MS : Number.POSITIVE_INFINITY;
  const outageEndMs = outageMs + (1 + chance.below(3)) * HOUR_MS;
  const chains = SUBJECTS.slice(0, 1 + chance.below(2)).map(({ account, trail }) => {
    const options = { account, trail, key: SIGNING_KEYS[0] as SigningKey };
    const written = writeTrail(buckets, {
      ...options,
      startMs: START_MS,
      hours: 3 + chance.below(5),
      filesPerHour: (hour) => (hour === 0 ? 0 : chance.below(4)),
      recordsOf: (hour, index) => recordsOf(`${account}-${hour}-${index}`, account, chance),
    });
    return {
      options,
      first: written[0] as Written,
      last: written.at(-1) as Written,
      digests: written.slice(1).map((one, at) => suffer(one, at === written.length - 2)),
    };
  });
  for (const { bytes, key } of buckets.ofBucket('logs').filter(({ key }) => key.includes('/CloudTrail/')))
    buckets.get('logs', key).bytes = gunzipSync(bytes); // Decompression takes real time.
  const digests = chains.map((chain) => chain.digests);
  for (const one of digests.flat().flatMap((digest) => [digest, ...digest.files])) harm(buckets, one);
  return {
    buckets,
    chains,
    known: chains.map(({ first }) => first.key),
    digests: digests.flat(),
    expected: expectedOf(buckets, digests),
  };

  function suffer({ key, endMs, logFiles }: Written, isLast: boolean): SimulatedDigest {
    const files = logFiles.map((file, index) => announced(file, endMs - HOUR_MS + 120_000 + index * 300_000));
    const atMs = endMs + 300_000;
    return { ...(isLast ? { key, atMs, fate: 'kept', isLost: false } : announced(key, atMs)), endMs, files };
  }
  function announced(key: string, atMs: number): Announced {
    const fate = chance.hits(0.08) ? chance.pick(['removed', 'altered'] as const) : 'kept';
    const isOutage = atMs >= outageMs && atMs < outageEndMs;
    return { key, atMs, fate, isLost: chance.hits(lostRate) || isOutage };
  }
}

function recordsOf(name: string, account: string, chance: Chance): object[] {
  return Array.from({ length: 1 + chance.below(3) }, (_, index) => ({
    eventID: `${name}-${index}`,
    eventName: chance.hits(0.6) ? ALERTING : 'DescribeTrails',
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'cloudtrail.amazonaws.com',
    recipientAccountId: account,
    userIdentity: {
      type: 'IAMUser',
      accountId: account,
      principalId: 'jane',
      arn: `arn:aws:iam::${account}:user/jane`,
    },
  }));
}

function harm(buckets: Buckets, { key, fate }: Announced): void {
  if (fate === 'removed') buckets.remove({ bucket: BUCKET, key });
  if (fate !== 'altered') return;
  const isDigest = key.includes('CloudTrail-Digest');
  const forged = [{ eventID: `forged-${key}`, eventName: ALERTING, eventTime: '2026-01-01T00:00:00Z' }];
  const content = JSON.stringify(isDigest ? { logFiles: [] } : { Records: forged });
  buckets.get(BUCKET, key).bytes = isDigest ? gzipSync(content) : Buffer.from(content);
}

function expectedOf(buckets: Buckets, chains: readonly (readonly SimulatedDigest[])[]): Expected {
  const alerts = new Set<string>();
  const findings = new Set<string>();
  const late = new Map<string, { least: number }>();
  for (const digest of chains.flat()) {
    const isProof = digest.fate === 'kept';
    const kept = digest.files.filter(({ fate }) => fate === 'kept');
    if (isProof) late.set(digest.key, { least: kept.filter(({ isLost }) => isLost).length });
    for (const file of digest.files) {
      if (file.fate !== 'removed' && (isProof || !file.isLost))
        for (const id of alertsIn(buckets, file.key)) alerts.add(id);
      if (isProof && file.fate === 'removed') findings.add(`LogFileMissing ${file.key}`);
      if (isProof && file.fate === 'altered') findings.add(`LogFileAltered ${file.key}`);
    }
    if (digest.fate === 'altered') findings.add(`DigestInvalid ${digest.key}`);
  }
  for (const chain of chains) for (const finding of missingRuns(chain)) findings.add(finding);
  return { alerts, findings, late };
}

/** The ids of the events in a log file that must be delivered; none if it is gone. */
export function alertsIn(buckets: Buckets, key: string): string[] {
  const text = buckets.objects.get(`${BUCKET}/${key}`)?.bytes.toString() ?? '{"Records":[]}';
  const { Records } = JSON.parse(text) as { Records: Record<string, string>[] };
  return Records.filter(({ eventName }) => eventName === ALERTING).map(({ eventID = '' }) => eventID);
}

// Digests that are removed one after the other are one finding, about the newest of them.
function missingRuns(chain: readonly SimulatedDigest[]): string[] {
  const runs: { key: string; count: number }[] = [];
  let run: { key: string; count: number } | null = null;
  for (const { fate, key } of chain) {
    if (fate !== 'removed') {
      run = null;
    } else if (run === null) {
      run = { key, count: 1 };
      runs.push(run);
    } else {
      Object.assign(run, { key, count: run.count + 1 });
    }
  }
  return runs.map(({ key, count }) => `DigestMissing ${key} ${count}`);
}
