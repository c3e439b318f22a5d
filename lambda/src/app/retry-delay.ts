// How long a message waits in its queue before it is tried again. In: why, and how often it was received. Out: seconds.
// Pure: the jitter comes from the message's id, so that the messages of an outage do not all come back in one moment.

import { createHash } from 'node:crypto';
import type { RetryReason } from './outcome.ts';

export interface Attempt {
  readonly why: RetryReason;
  /** Identifies the message. */
  readonly id: string;
  /** How often the message was received, this time included. */
  readonly receives: number;
  /** How long the claims that are in the way can last. */
  readonly claimedSeconds: number;
}

/** The wait after the first failure; it doubles with each attempt. */
const FIRST_SECONDS = 30;
/** The wait after progress. It is repeated a few times before it doubles too. */
const SOON_SECONDS = 10;
const SOON_TIMES = 8;
/** The maximum wait, without jitter. So long after a destination is back, at most, its alerts arrive. */
const MAX_SECONDS = 1_800;
/** Jitter only lengthens a wait, so that the sum of all waits has a lower limit. */
const JITTER = 0.2;

/** The wait in whole seconds: at most `MAX_SECONDS` plus jitter, and not less than `claimedSeconds` unless that is longer. */
export function retryDelaySeconds({ why, id, receives, claimedSeconds }: Attempt): number {
  const seconds = why === 'failed' ? doubled(FIRST_SECONDS, receives - 1) : afterProgress(claimedSeconds, receives);
  return Math.ceil(seconds * (1 + JITTER * fractionOf(`${id}#${receives}`)));
}

function afterProgress(claimedSeconds: number, receives: number): number {
  return doubled(Math.max(SOON_SECONDS, claimedSeconds), receives - SOON_TIMES);
}

function doubled(seconds: number, times: number): number {
  return Math.min(MAX_SECONDS, seconds * 2 ** Math.max(0, Math.min(times, 30)));
}

// From 0 to below 1, and the same for the same string.
function fractionOf(text: string): number {
  const hash = createHash('sha256').update(text).digest('hex');
  return Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32;
}
