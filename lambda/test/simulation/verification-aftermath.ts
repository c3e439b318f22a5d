// The days after a history of verification, when everything of its day was read: log files and digests are removed, log files are forged,
// and CloudTrail lists one late. The oracle knows what was done, and nothing of how it is found.

import { gunzipSync } from 'node:zlib';
import { type Buckets, HOUR_MS, type SigningKey, type Written, writeTrail } from '../digests/trail-world.ts';
import { ALERTING, BUCKET } from './log-bucket.ts';
import type { Chance } from './random.ts';
import {
  type Expected,
  SIGNING_KEYS,
  type SimulatedChain,
  type SimulatedTrails,
  START_MS,
} from './verification-trail.ts';

const DAY_MS = 24 * HOUR_MS;
// A day is compared at most that long after its end.
const WAIT_MS = 19 * HOUR_MS;

/** What to announce on a day, and when. */
interface Announcements {
  readonly keys: readonly string[];
  readonly atMs: number;
}

export interface Aftermath {
  /** The day after the history, and the one after that. */
  readonly days: readonly (() => readonly Announcements[])[];
  readonly expected: Pick<Expected, 'alerts' | 'findings'>;
  readonly removed: number;
  readonly forged: number;
}

/** CloudTrail lists no public keys of this region. */
export const REFUSED_REGION = 'ap-east-1';

interface Choices {
  readonly buckets: Buckets;
  readonly chance: Chance;
  readonly alerts: Set<string>;
  readonly findings: Set<string>;
}

/** Chooses what happens; nothing happens before a day is called. */
export function createAftermath({ buckets, chains }: SimulatedTrails, chance: Chance): Aftermath {
  const choices = { buckets, chance, alerts: new Set<string>(), findings: new Set<string>() };
  const plans = chains.map((chain) => plan(chain, choices));
  const refused = chance.hits(0.3) ? [() => writeRefused(choices)] : [];
  return {
    days: [
      () => [...plans.map((one) => one.firstDay()), ...refused.map((write) => write())],
      () => plans.map((one) => one.secondDay()),
    ],
    expected: choices,
    removed: plans.flatMap(({ removed }) => removed).length,
    forged: plans.flatMap(({ forged }) => forged).length,
  };
}

function plan(chain: SimulatedChain, choices: Choices) {
  const { buckets, chance } = choices;
  const { options, digests } = chain;
  const { goneDigest, removed, forged } = harmOf(chain, choices);
  const late = chance.hits(0.3) ? writeLate(options, digests[0]?.endMs ?? 0, buckets) : null;
  let previous = chain.last;
  const closing = (day: number): Announcements => {
    const startMs = START_MS + day * DAY_MS + WAIT_MS - HOUR_MS;
    [previous] = writeTrail(buckets, { ...options, previous, startMs, hours: 1, filesPerHour: () => 0 }) as [Written];
    return { keys: [previous.key], atMs: previous.endMs };
  };
  return {
    removed,
    forged,
    firstDay() {
      for (const key of [...removed, ...goneDigest]) buckets.remove({ bucket: BUCKET, key });
      for (const key of forged) forge(key, choices);
      const { keys, atMs } = closing(1);
      return { keys: [...forged, ...(late?.listFiles() ?? []), ...keys], atMs };
    },
    secondDay() {
      const { keys, atMs } = closing(2);
      return { keys: [...(late?.listDigest() ?? []), ...keys], atMs };
    },
  };
}

function harmOf({ options, digests }: SimulatedChain, { chance, findings }: Choices) {
  const kept = digests.flatMap(({ fate }, at) => (fate === 'kept' ? [at] : []));
  // Only a valid digest can say which one is before it.
  const removable = kept.filter((at) => kept.includes(at + 1) && kept.includes(at - 1));
  const goneAt = removable.length > 0 && chance.hits(0.3) ? chance.pick(removable) : -1;
  const proven = kept.filter((at) => at !== goneAt);
  const removed = proven
    .flatMap((at) => digests[at]?.files ?? [])
    .filter(({ fate }) => fate === 'kept' && chance.hits(0.15))
    .map(({ key }) => key)
    .sort();
  // A digest and the next one prove that nothing else was delivered in the hour of the first.
  const certain = proven.filter((at) => proven.includes(at + 1));
  const forged = certain
    .filter(() => chance.hits(0.15))
    .map((at) => forgedKey(options.account, digests[at]?.endMs ?? 0));
  const goneDigest = goneAt < 0 ? [] : [digests[goneAt]?.key ?? ''];
  for (const key of goneDigest) findings.add(`DigestMissing ${key} 1`);
  if (removed.length > 0) findings.add(`LogFilesRemoved ${removed[0]} ${removed.length}`);
  if (forged.length > 0) findings.add(`LogFilesUnlisted ${forged[0]} ${forged.length}`);
  return { goneDigest, removed, forged };
}

// Nothing can verify the digests of a region that is not enabled.
function writeRefused({ buckets, findings }: Choices): Announcements {
  const options = { account: '333333333333', region: REFUSED_REGION, key: SIGNING_KEYS[0] as SigningKey };
  const startMs = START_MS + DAY_MS + WAIT_MS - 4 * HOUR_MS;
  const written = writeTrail(buckets, { ...options, startMs, hours: 3, filesPerHour: () => 0 });
  findings.add('DigestsNotVerified ');
  return { keys: written.map(({ key }) => key), atMs: startMs + 3 * HOUR_MS };
}

// CloudTrail lists what it processed late in a backfill digest.
function writeLate(options: SimulatedChain['options'], endMs: number, buckets: Buckets) {
  const late = { startMs: endMs - HOUR_MS, hours: 1, filesPerHour: () => 1, recordsOf: () => [] };
  const [written] = writeTrail(buckets, { ...options, ...late, backfillAfterMs: 40 * HOUR_MS }) as [Written];
  const { key, logFiles } = written;
  const { bytes, metadata } = buckets.get(BUCKET, key);
  buckets.remove({ bucket: BUCKET, key });
  for (const file of logFiles) buckets.get(BUCKET, file).bytes = gunzipSync(buckets.get(BUCKET, file).bytes);
  const listDigest = () => {
    buckets.put(BUCKET, key, bytes, metadata);
    return [key];
  };
  return { listFiles: () => logFiles, listDigest };
}

function forge(key: string, { buckets, alerts }: Choices): void {
  alerts.add(key);
  const record = { eventID: key, eventName: ALERTING, eventTime: '2026-01-01T00:00:00Z' };
  buckets.put(BUCKET, key, Buffer.from(JSON.stringify({ Records: [record] })));
}

function forgedKey(account: string, endMs: number): string {
  const time = new Date(endMs - HOUR_MS / 2).toISOString();
  const [day, minute] = [time.slice(0, 10), time.slice(0, 16).replaceAll(/[-:]/g, '')];
  return `AWSLogs/${account}/CloudTrail/us-east-1/${day.replaceAll('-', '/')}/${account}_CloudTrail_us-east-1_${minute}Z_forged.json.gz`;
}
