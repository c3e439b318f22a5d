// The verification of one item of an envelope: what it works with, and where its results are counted.

import type { Invocation } from '../invocation.ts';
import type { Tally } from '../tally.ts';
import type { Verification, VerificationCounters } from './verification.ts';

export interface Verifying extends Verification {
  readonly tally: Tally;
  readonly counters: VerificationCounters;
  readonly invocation: Invocation;
}
