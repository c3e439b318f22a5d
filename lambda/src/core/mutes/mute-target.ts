// What the buttons under an alert carry: what a mute would cover. In: a notice, or the text of a button that came back. Out: a short
// text, or the target. The text passes through Slack, so nothing in it is trusted: every field is checked when it comes back.

import { SEVERITIES, type Severity } from '../rules/rule.ts';
import type { AlertNotice } from '../threads/notice.ts';
import { muteKeyOf, muteNameOf } from './mute.ts';

export interface MuteTarget {
  readonly destination: string;
  readonly rule: string;
  readonly severity: Severity;
  /** Null if only the whole rule can be muted. */
  readonly key: string | null;
  /** What `key` represents, for people: the caller and the event name, or the group. Empty if `key` is null. */
  readonly what: string;
}

/** Slack accepts 2,000 characters as the value of a button. */
const TARGET_TEXT_MAX = 2_000;
/** How long the name of a rule or the id of a destination in it can be. */
export const NAME_MAX = 500;
const WHAT_MAX = 200;

/** The target of an alert at a destination; `what` describes its identity and event name. */
export function muteTargetOf(notice: AlertNotice, destination: string, what: string): MuteTarget {
  const { severity } = notice.alert.rule;
  const key = muteKeyOf(notice);
  return { destination, rule: muteNameOf(notice.alert.rule), severity, key, what: key === null ? '' : cut(what) };
}

// Removes half a surrogate pair at the end.
const cut = (text: string) => text.slice(0, WHAT_MAX).replace(/[\uD800-\uDBFF]$/, '');

/** A target as text; null if it is too long for a button, so that the alert has none. */
export function writeTarget({ destination, rule, severity, key, what }: MuteTarget): string | null {
  const text = JSON.stringify([destination, rule, severity, key, what]);
  const isShort = destination.length <= NAME_MAX && rule.length <= NAME_MAX && text.length <= TARGET_TEXT_MAX;
  return isShort ? text : null;
}

/** The target of a text; null if it is not one. */
export function readTarget(text: string): MuteTarget | null {
  if (text.length > TARGET_TEXT_MAX) return null;
  const fields = parsed(text);
  if (!Array.isArray(fields) || fields.length !== 5) return null;
  const [destination, rule, severity, key, what] = fields as unknown[];
  if (!isText(destination, NAME_MAX) || !isText(rule, NAME_MAX) || !isText(what, WHAT_MAX)) return null;
  if (destination === '' || rule === '' || !isSeverity(severity)) return null;
  if (key !== null && !(isText(key, 64) && /^[0-9a-f]{32}$/.test(key))) return null;
  return { destination, rule, severity, key, what };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest;
}

function isSeverity(value: unknown): value is Severity {
  return SEVERITIES.some((severity) => severity === value);
}
