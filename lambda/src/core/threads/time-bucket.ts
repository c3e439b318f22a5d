// Which claims are stored together: those of alerts whose events happened within the same five minutes, about the period of
// one log file. In: a notice. Out: the bucket, which depends only on the event, or of a correlation's alert on its start; null
// if the event has no time.

import { eventMsOf } from '../records/event-time.ts';
import type { Notice } from './notice.ts';

const BUCKET_MS = 5 * 60_000;

/** The start of the five minutes of the event or alert, as ISO 8601 to the minute. */
export function timeBucketOf(notice: Notice): string | null {
  if (notice.kind !== 'alert') return null;
  const ms = notice.claimedAtMs ?? eventMsOf(notice.alert.record);
  return ms === null ? null : new Date(Math.floor(ms / BUCKET_MS) * BUCKET_MS).toISOString().slice(0, 16);
}
