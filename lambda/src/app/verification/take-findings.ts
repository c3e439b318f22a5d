// Decides on findings as on any other record. In: findings. Out: their alerts in the backlog, and everything counted.
// Only this function can make a record of which the rules believe that it is a finding.

import type { Location } from '../../core/digests/digest.ts';
import { recordOfFinding, type VerificationFinding } from '../../core/digests/finding.ts';
import { decideRecords } from '../decide-records.ts';
import type { Invocation } from '../invocation.ts';
import { takeDecisions } from '../take-decisions.ts';
import type { Tally } from '../tally.ts';
import { invalidDigest } from './findings.ts';

/** Decides on findings; their results are counted in the tally. */
export function takeFindings(findings: readonly VerificationFinding[], tally: Tally, invocation: Invocation): void {
  if (findings.length === 0) return;
  const decisions = decideRecords(findings.map(recordOfFinding), null, invocation.pipeline.ruleSet);
  takeDecisions({ recordsRead: findings.length, broken: { count: 0, first: [] }, decisions }, tally, invocation);
}

/** Counts and reports a digest that is not valid. */
export function takeInvalid(
  location: Location,
  fault: Parameters<typeof invalidDigest>[1],
  tally: Tally,
  invocation: Invocation,
): void {
  const findings = invalidDigest(location, fault);
  const { verification } = invocation.counters;
  if (verification) verification.digestsInvalid += findings.length;
  takeFindings(findings, tally, invocation);
}
