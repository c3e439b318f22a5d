// Decides on findings as on any other record. In: findings. Out: their alerts in the backlog, and everything counted.
// Only this function can make a record of which the rules believe that it is a finding.

import type { Location } from '../../core/digests/digest.ts';
import { recordOfFinding, type VerificationFinding } from '../../core/digests/finding.ts';
import { decideRecords } from '../decide-records.ts';
import { takeDecisions } from '../take-decisions.ts';
import { digestsNotVerified, invalidDigest } from './findings.ts';
import type { DigestFound } from './read-digest.ts';
import type { Verifying } from './verifying.ts';

/** Decides on findings; their results are counted in the tally. */
export function takeFindings(
  findings: readonly VerificationFinding[],
  { tally, invocation }: Pick<Verifying, 'tally' | 'invocation'>,
): void {
  if (findings.length === 0) return;
  const decisions = decideRecords(findings.map(recordOfFinding), null, invocation.pipeline.ruleSet);
  takeDecisions({ recordsRead: findings.length, broken: { count: 0, first: [] }, decisions }, tally, invocation);
}

/** Counts and reports a digest that is not valid. */
export function takeInvalid(
  location: Location,
  fault: Parameters<typeof invalidDigest>[1],
  verifying: Verifying,
): void {
  const findings = invalidDigest(location, fault);
  verifying.counters.digestsInvalid += findings.length;
  takeFindings(findings, verifying);
}

/** Counts and reports a digest that nothing can verify. */
export function takeRefused(
  { bucket, key }: Location,
  { name, reason }: Extract<DigestFound, { kind: 'refused' }>,
  verifying: Verifying,
): void {
  verifying.counters.digestsRefused++;
  verifying.invocation.pipeline.log.warn('digest_not_verified', { bucket, key, reason });
  takeFindings([digestsNotVerified(name, reason)], verifying);
}
