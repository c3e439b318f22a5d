// Checks one digest. In: where it is. Out: whether it is valid, how it is linked, and which of the log files that it lists were not
// read. Those are read later, when their notifications had time to arrive.

import type { ListedLogFile } from '../../core/digests/digest.ts';
import { listedStateOf, nameOfObject } from '../../core/digests/reading-mark.ts';
import type { DigestItem } from '../../core/sources/envelope.ts';
import { noteDigest } from '../heartbeat/note-digest.ts';
import { DONE, drop, type Outcome } from '../outcome.ts';
import { skip } from '../read-item.ts';
import { missingDigests } from './findings.ts';
import { followChain } from './follow-chain.ts';
import { type ProvenDigest, readDigest } from './read-digest.ts';
import { sendLater } from './send-later.ts';
import { takeFindings, takeInvalid, takeRefused } from './take-findings.ts';
import type { StoredMark } from './verification-port.ts';
import type { Verifying } from './verifying.ts';

/** The comparison of a digest with reading marks. */
export interface Comparison {
  readonly proven: ProvenDigest;
  readonly marks: ReadonlyMap<string, StoredMark>;
  /** The log files to read now. */
  readonly unknown: readonly ListedLogFile[];
}

/** The outcome for a digest; `comparison` is null if nothing is left to do. */
export interface Checked {
  readonly outcome: Outcome;
  readonly comparison: Comparison | null;
}

/** What notifications may be late, and the time that a backlog of the queue may take. */
const LATE_SECONDS = 900;

/** Checks a digest. Rejects with a `PortError` or a `LogFileError`. */
export async function checkDigest(item: DigestItem, verifying: Verifying): Promise<Checked> {
  const { invocation } = verifying;
  const found = await readDigest(item, verifying);
  if (found.kind === 'other') {
    const outcome = skip('digest-file', `s3://${item.bucket}/${item.key}`, invocation);
    return { outcome, comparison: null };
  }
  if (found.kind === 'missing') return gone(item, verifying);
  if (found.kind === 'refused') {
    takeRefused(item, found, verifying);
    return done(null);
  }
  if (found.kind === 'invalid') {
    takeInvalid(item, found.fault, verifying);
    return done(null);
  }
  if (!item.again) {
    await followChain(found.proven, verifying);
    const { name, digest } = found.proven;
    if (!name.isBackfill) await noteDigest({ ...name, endMs: digest.endMs }, invocation);
  }
  return compare(found.proven, item, verifying);
}

const done = (comparison: Comparison | null): Checked => ({ outcome: DONE, comparison });

// A digest that is gone before it was read is found when the next one arrives. One that was read is not looked for again.
function gone(item: DigestItem, verifying: Verifying): Checked {
  if (!item.again) return { outcome: drop(`NoSuchKey: there is no object ${item.key}`), comparison: null };
  takeFindings(missingDigests(item), verifying);
  return done(null);
}

async function compare(proven: ProvenDigest, item: DigestItem, verifying: Verifying): Promise<Checked> {
  const { digest, location, sha256 } = proven;
  const nowMs = verifying.invocation.pipeline.clock.nowMs();
  if (digest.startMs < (await runningSinceMs(verifying))) return done(null);
  const marks = await verifying.marks.read([location, ...digest.logFiles], nowMs);
  if (marks.get(nameOfObject(location))?.sha256 === sha256) return done(null);
  const unknown = digest.logFiles.filter((file) => listedStateOf(file, marks.get(nameOfObject(file))) === 'unknown');
  if (item.again || unknown.length === 0) return done({ proven, marks, unknown });
  await sendLater(
    [{ kind: 'digest', bucket: location.bucket, key: location.key, again: true }],
    LATE_SECONDS,
    verifying,
  );
  return done(null);
}

async function runningSinceMs(verifying: Verifying): Promise<number> {
  const { pipeline } = verifying.invocation;
  const sinceMs = await verifying.runningSinceMs();
  if (sinceMs === null) pipeline.log.warn('verification_paused', { effect: PAUSED });
  return sinceMs ?? pipeline.clock.nowMs();
}

const PAUSED =
  'the heartbeat has not run for hours, so it is not known which log files have marks; no digest file is compared';
