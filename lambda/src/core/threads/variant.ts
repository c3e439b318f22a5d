// Which notices of one thread may stand for each other in a count: alerts of the same rule, with the same outcome.
// In: a notice. Out: a text, the same for notices that are alike.

import { failureOf } from '../records/failure.ts';
import type { Notice } from './notice.ts';

/** What makes a notice like others of its thread. */
export function variantOf(notice: Notice): string {
  if (notice.kind !== 'alert') return notice.kind;
  const { rule, record } = notice.alert;
  return JSON.stringify([rule.name, failureOf(record) === null ? 'done' : 'failed']);
}
