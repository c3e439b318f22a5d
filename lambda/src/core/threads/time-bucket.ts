// Which claims are kept together: those of alerts whose events lie within the same five minutes, which is about what one log
// file holds. In: a notice. Out: the bucket, the same whenever and in whatever file the event comes; null where it has no time.

import { textAt } from '../records/field-path.ts';
import type { Notice } from './notice.ts';

const BUCKET_MS = 5 * 60_000;

/** The start of the five minutes of the event, as ISO 8601 to the minute. */
export function timeBucketOf(notice: Notice): string | null {
  if (notice.kind !== 'alert') return null;
  const ms = Date.parse(textAt(notice.alert.record, 'eventTime') ?? '');
  return Number.isNaN(ms) ? null : new Date(Math.floor(ms / BUCKET_MS) * BUCKET_MS).toISOString().slice(0, 16);
}
