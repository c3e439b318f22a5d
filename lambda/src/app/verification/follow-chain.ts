// Links a digest that arrived to the newest one that is known of its trail. In: a proven digest. Out: the stored state is current,
// and digests between the two will be looked for.

import { dayToCompare } from '../../core/digests/day.ts';
import { chainOf } from '../../core/digests/digest-key.ts';
import { stepFrom, type TrailHead } from '../../core/digests/trail-head.ts';
import { PortError } from '../ports.ts';
import type { ProvenDigest } from './read-digest.ts';
import { sendLater } from './send-later.ts';
import { takeInvalid } from './take-findings.ts';
import type { Verifying } from './verifying.ts';

// A trail that sends no digests for this long begins again like a new one.
const KEPT_MS = 90 * 24 * 3600 * 1000;
const ATTEMPTS = 5;
// The notification of the digest before may still be in the queue.
const WALK_DELAY_SECONDS = 900;
// The digest itself may have to be compared first.
const COMPARE_DELAY_SECONDS = 900;

/** Follows the chain of a trail to a digest. Rejects with a transient `PortError` if the state cannot be read or changed. */
export async function followChain(proven: ProvenDigest, verifying: Verifying): Promise<void> {
  const key = `trail#${chainOf(proven.name)}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const stored = await verifying.trails.read([key], verifying.invocation.pipeline.clock.nowMs());
    const { value, version = null } = stored.get(key) ?? {};
    const head = value === undefined ? null : (JSON.parse(value) as TrailHead);
    const step = stepFrom(head, proven.digest);
    if (step === 'older') return;
    if (step === 'broken' && head) takeInvalid(head, 'link', verifying);
    if (step === 'gap' && head) await lookFor(proven, head, verifying);
    await endDay(proven, head, verifying);
    if (await replace(key, version, proven, verifying)) return;
  }
  throw new PortError('transient', 'trail_conflict', `other invocations kept changing what is known of ${key}`);
}

// The walk is sent before the state changes: if the function crashed in between, it would be sent twice, not never.
async function lookFor({ digest }: ProvenDigest, until: TrailHead, verifying: Verifying): Promise<void> {
  if (digest.previous === null) return;
  const { bucket, key, sha256 } = digest.previous;
  await sendLater([{ kind: 'walk', bucket, key, sha256, until, missing: null }], WALK_DELAY_SECONDS, verifying);
}

// Sent before the state changes, like a walk.
async function endDay({ location, name, digest }: ProvenDigest, head: TrailHead | null, verifying: Verifying) {
  const day = dayToCompare(location.key, digest.endMs);
  const known = dayToCompare(location.key, head?.endMs ?? digest.startMs);
  if (name.isBackfill || day === null || day.startMs === known?.startMs) return;
  await sendLater([{ kind: 'day', ...location }], COMPARE_DELAY_SECONDS, verifying);
}

async function replace(
  key: string,
  version: number | null,
  { location, digest, sha256 }: ProvenDigest,
  { trails, invocation }: Verifying,
): Promise<boolean> {
  const nowMs = invocation.pipeline.clock.nowMs();
  const head: TrailHead = { ...location, sha256, endMs: digest.endMs };
  const writes = [{ key, value: JSON.stringify(head), keepUntilMs: nowMs + KEPT_MS }];
  const [isDone = false] = await trails.commit([{ expected: new Map([[key, version]]), writes }], nowMs);
  return isDone;
}
