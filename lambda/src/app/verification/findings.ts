// The findings of verification. In: what was found, and through which digest. Out: findings.

import { DAY_MS, type Day, HOUR_MS } from '../../core/digests/day.ts';
import type { Location } from '../../core/digests/digest.ts';
import { type DigestName, parseDigestName } from '../../core/digests/digest-key.ts';
import { DIGEST_FAULTS } from '../../core/digests/fault-text.ts';
import { type FindingName, timeText, type VerificationFinding } from '../../core/digests/finding.ts';
import type { ProvenDigest } from './read-digest.ts';

const WEEK_MS = 7 * DAY_MS;

/** A log file that a digest lists is gone, or has another content. */
export function fileFinding(name: 'LogFileMissing' | 'LogFileAltered', file: Location, digest: ProvenDigest) {
  return finding(name, digest.name, digest.digest.endMs, file, { digestKey: digest.location.key });
}

/** Log files of a digest were read late. */
export function readLate(count: number, { location, name, digest }: ProvenDigest): VerificationFinding {
  const hour = { from: timeText(digest.startMs), until: timeText(digest.endMs) };
  return finding('LogFilesReadLate', name, digest.endMs, location, { count, ...hour });
}

/** A digest is not valid, or is not the one that the next digest refers to. Nothing if `location` is not that of a digest. */
export function invalidDigest(location: Location, fault: keyof typeof DIGEST_FAULTS): VerificationFinding[] {
  const name = parseDigestName(location.key);
  return name ? [finding('DigestInvalid', name, name.endMs, location, { reason: DIGEST_FAULTS[fault] })] : [];
}

/** Digests are missing: one at `location`, and those before it since a time. Nothing if that is not the location of a digest. */
export function missingDigests(location: Location, sinceMs?: number): VerificationFinding[] {
  const name = parseDigestName(location.key);
  if (name === null) return [];
  const fromMs = sinceMs ?? name.endMs - HOUR_MS;
  const count = Math.max(1, Math.round((name.endMs - fromMs) / HOUR_MS));
  const hours = { count, from: timeText(fromMs), until: timeText(name.endMs) };
  return [finding('DigestMissing', name, name.endMs, location, hours)];
}

/** Nothing can verify the digests of a region: the same finding for all of them in a week. */
export function digestsNotVerified({ accountId, region, endMs }: DigestName, reason: string): VerificationFinding {
  const atMs = Math.floor(endMs / WEEK_MS) * WEEK_MS;
  return { name: 'DigestsNotVerified', accountId, region, atMs, details: { reason } };
}

/** Log files of a day that are gone although they were read, or that no digest lists; `location`: the first of them. */
export function dayFinding(
  name: 'LogFilesRemoved' | 'LogFilesUnlisted',
  location: Location,
  count: number,
  { startMs }: Day,
  digest: DigestName,
): VerificationFinding {
  const endMs = startMs + DAY_MS;
  return finding(name, digest, endMs, location, { count, from: timeText(startMs), until: timeText(endMs) });
}

function finding(
  name: FindingName,
  { accountId, region, trail }: DigestName,
  atMs: number,
  { bucket, key }: Location,
  details: VerificationFinding['details'],
): VerificationFinding {
  return { name, accountId, region, atMs, details: { trailName: trail, bucketName: bucket, key, ...details } };
}
