// The public keys of CloudTrail. In: keys as `cloudtrail:ListPublicKeys` returns them. Out: the key that may have signed a
// digest. A key is valid for about a month, in one region.

import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Digest } from './digest.ts';

export interface PublicKey {
  readonly fingerprint: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** The DER encoding of a PKCS #1 public key. */
  readonly der: Uint8Array;
}

/** A range of time, in milliseconds since the epoch. */
export interface Range {
  readonly fromMs: number;
  readonly untilMs: number;
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * The time in which CloudTrail signed a digest. It signs a digest after the hour that it covers, so a key that became valid
 * up to two hours later may have signed it. A backfill digest is signed when it is generated.
 */
export function signingRange({ startMs, endMs }: Pick<Digest, 'startMs' | 'endMs'>, generatedMs?: number): Range {
  if (generatedMs !== undefined) return { fromMs: generatedMs - HOUR_MS, untilMs: generatedMs + HOUR_MS };
  return { fromMs: startMs, untilMs: endMs + 2 * HOUR_MS };
}

/** Whether a key is valid at some time of a range. */
export function isValidIn(key: PublicKey, { fromMs, untilMs }: Range): boolean {
  return key.fromMs <= untilMs && key.untilMs >= fromMs;
}

/** The key object; null if the bytes are not a PKCS #1 public key. */
export function keyObject({ der }: PublicKey): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'pkcs1' });
  } catch {
    return null;
  }
}

/**
 * Reads keys in the form of `aws cloudtrail list-public-keys`, one answer or a list of them: `PublicKeyList` with `Value`
 * in base64, and times in ISO 8601 or in seconds since the epoch. Null if the value has another form.
 */
export function readPublicKeys(value: unknown): readonly PublicKey[] | null {
  const lists = (Array.isArray(value) ? value : [value]).map(keyListOf);
  const keys = lists.flatMap((list) => list?.map(readKey) ?? [null]);
  return keys.every((key) => key !== null) ? keys : null;
}

function keyListOf(answer: unknown): readonly unknown[] | null {
  const list =
    typeof answer === 'object' && answer !== null ? (answer as { PublicKeyList?: unknown }).PublicKeyList : null;
  return Array.isArray(list) ? list : null;
}

function readKey(entry: unknown): PublicKey | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { Value, Fingerprint, ValidityStartTime, ValidityEndTime } = entry as Record<string, unknown>;
  const [fromMs, untilMs] = [timeMs(ValidityStartTime), timeMs(ValidityEndTime)];
  if (typeof Value !== 'string' || typeof Fingerprint !== 'string' || fromMs === null || untilMs === null) return null;
  return { fingerprint: Fingerprint, fromMs, untilMs, der: Buffer.from(Value, 'base64') };
}

function timeMs(time: unknown): number | null {
  if (typeof time === 'number') return time * 1000;
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
