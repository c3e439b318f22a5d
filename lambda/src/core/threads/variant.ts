// Which notices of one thread one count may represent: alerts of the same rule, with the same outcome. The thread of a
// correlation contains only one alert.
// In: a notice. Out: a short string, equal for notices of the same variant.

import { hash } from 'node:crypto';
import { failureOf } from '../records/failure.ts';
import type { Notice } from './notice.ts';

/** The variant of a notice: 16 characters of a hash over the naming rule and the outcome. */
export function variantOf(notice: Notice): string {
  if (notice.kind !== 'alert') return notice.kind;
  const { rule, correlation } = notice.alert;
  const outcome = isOfFailure(notice) ? 'failed' : 'done';
  const variant = JSON.stringify([rule.name, correlation ? 'correlation' : outcome]);
  return hash('sha256', variant, 'base64url').slice(0, 16);
}

/** Whether a notice is about a call that failed. */
export function isOfFailure(notice: Notice): boolean {
  return notice.kind === 'alert' && failureOf(notice.alert.record) !== null;
}
