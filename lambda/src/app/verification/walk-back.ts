// Walks back from a digest to the one that is known, along the links. In: where to begin and to end. Out: each digest in between
// is verified and will be compared; missing and invalid ones are reported. What does not fit into one invocation is sent on.

import { DAY_MS } from '../../core/digests/day.ts';
import { hourBefore, parseDigestName } from '../../core/digests/digest-key.ts';
import type { DigestItem, WalkItem } from '../../core/sources/envelope.ts';
import { DONE, type Outcome } from '../outcome.ts';
import { CALL_RESERVE_MS, hasTime } from '../wait.ts';
import { missingDigests } from './findings.ts';
import { type DigestFound, readDigest } from './read-digest.ts';
import { sendLater } from './send-later.ts';
import { takeFindings, takeInvalid, takeRefused } from './take-findings.ts';
import type { Verifying } from './verifying.ts';

/** How far back a walk goes. */
const WALK_MS = 7 * DAY_MS;
/** How many digests one walk reads in an invocation. */
const WALK_MAX = 1_000;

/** A walk in progress: what to read next, and which digests are missing after it. */
type Position = Pick<WalkItem, 'bucket' | 'key' | 'sha256' | 'missing'>;

interface Walk extends Verifying {
  readonly item: WalkItem;
  /** Digests that end before this time are not read. */
  readonly floorMs: number;
  readonly toCompare: DigestItem[];
}

/** Walks. Rejects with a `PortError` if a digest cannot be read now; the walk then begins again. */
export async function walkBack(item: WalkItem, verifying: Verifying): Promise<Outcome> {
  const { pipeline, delivery } = verifying.invocation;
  const { clock } = pipeline;
  const sinceMs = (await verifying.runningSinceMs()) ?? clock.nowMs();
  const floorMs = Math.max(item.until.endMs, sinceMs, clock.nowMs() - WALK_MS);
  const walk: Walk = { ...verifying, item, floorMs, toCompare: [] };
  let position: Position | null = item;
  const reserveMs = 2 * CALL_RESERVE_MS;
  for (let read = 0; position !== null && read < WALK_MAX; read++) {
    if (!hasTime(clock, delivery.deadlineMs, reserveMs)) break;
    position = await stepBack(position, walk);
  }
  await sendLater(walk.toCompare, 0, verifying);
  if (position !== null) await sendLater([{ ...item, ...position }], 0, verifying);
  return DONE;
}

// Null if the walk has ended.
async function stepBack(position: Position, walk: Walk): Promise<Position | null> {
  const { until } = walk.item;
  const name = parseDigestName(position.key);
  if (position.bucket === until.bucket && position.key === until.key) {
    close(position, until.endMs, walk);
    const isOther = position.sha256 !== null && position.sha256 !== until.sha256;
    if (isOther) takeInvalid(until, 'link', walk);
    return null;
  }
  if (name === null || name.endMs <= walk.floorMs) {
    close(position, walk.floorMs, walk);
    return null;
  }
  return pass(position, await readDigest(position, walk), name.endMs, walk);
}

function pass(position: Position, found: DigestFound, endMs: number, walk: Walk): Position | null {
  const { bucket, key } = position;
  if (found.kind === 'missing')
    return anHourBefore({ ...position, missing: position.missing ?? { bucket, key } }, walk);
  close(position, endMs, walk);
  // No other digest of its region can be verified now.
  if (found.kind === 'refused') takeRefused(position, found, walk);
  if (found.kind === 'other' || found.kind === 'refused') return null;
  const isOther = found.kind === 'proven' && position.sha256 !== null && position.sha256 !== found.proven.sha256;
  if (found.kind === 'invalid' || isOther) {
    const fault = found.kind === 'invalid' ? found.fault : 'link';
    takeInvalid({ bucket, key }, fault, walk);
    return anHourBefore({ ...position, missing: null }, walk);
  }
  walk.toCompare.push({ kind: 'digest', bucket, key, again: true });
  const { previous } = found.proven.digest;
  return previous && { bucket: previous.bucket, key: previous.key, sha256: previous.sha256, missing: null };
}

// Neither a digest that is gone nor one that is not valid says which one is before it.
function anHourBefore(position: Position, walk: Walk): Position | null {
  const key = hourBefore(position.key);
  if (key !== null) return { ...position, key, sha256: null };
  close(position, walk.floorMs, walk);
  return null;
}

// Reports the digests that are missing between `fromMs` and the last one that was found.
function close({ missing }: Position, fromMs: number, walk: Walk): void {
  if (missing !== null) takeFindings(missingDigests(missing, fromMs), walk);
}
