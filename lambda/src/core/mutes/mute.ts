// Mutes as data: what is muted in a Slack channel, who muted it, and until when. In: a notice and a time. Out: whether a mute
// applies to it. Pure. A critical alert is never suppressed for longer than 8 hours, whatever a stored mute or a button says.

import type { RuleDefinition, Severity } from '../rules/rule.ts';
import type { Notice } from '../threads/notice.ts';
import { callerKeyOf, hashOf } from '../threads/thread-key.ts';
import { isOfFailure } from '../threads/variant.ts';

const HOUR_MS = 3_600_000;

/** How long a mute can last, by the code that a button sends. */
export const MUTE_DURATIONS = {
  '1h': HOUR_MS,
  '8h': 8 * HOUR_MS,
  '1d': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
} as const;

export type MuteDuration = keyof typeof MUTE_DURATIONS;

/** How long alerts of critical rules can be muted. */
export const CRITICAL_MUTE_MAX_MS = 8 * HOUR_MS;

export interface Mute {
  /** Differs for each press of the button, and is the same if the request of one press arrives again. */
  readonly id: string;
  /** The id of the only destination that it applies to: the channel in which it was pressed. */
  readonly destination: string;
  readonly rule: string;
  /** The identity and event name, or the group of a correlation (see `muteKeyOf`); null for all alerts that the rule names. */
  readonly key: string | null;
  /** What `key` represents, for people. Untrusted text. */
  readonly what: string;
  /** The Slack user. */
  readonly by: string;
  readonly startedMs: number;
  readonly untilMs: number;
  /** When a person ended it, and who. */
  readonly ended?: { readonly atMs: number; readonly by: string };
  /** Whether the channel has been informed that it began. */
  readonly announced: boolean;
  /** Whether an invocation has started to post its report. */
  readonly isReporting?: true;
}

/** The durations that a severity allows, the shortest first. */
export function durationsFor(severity: Severity): readonly MuteDuration[] {
  const all = Object.keys(MUTE_DURATIONS) as MuteDuration[];
  return severity === 'critical' ? all.filter((code) => MUTE_DURATIONS[code] <= CRITICAL_MUTE_MAX_MS) : all;
}

/** When a mute ends, or ended, in milliseconds since the epoch. */
export function endOf({ untilMs, ended }: Mute): number {
  return Math.min(untilMs, ended?.atMs ?? Number.POSITIVE_INFINITY);
}

/** Whether a mute is in effect. */
export function isRunning(mute: Mute, nowMs: number): boolean {
  return nowMs < endOf(mute);
}

/** Whether two mutes cover the same alerts. */
export function coversTheSame(one: Pick<Mute, 'destination' | 'rule' | 'key'>, other: typeof one): boolean {
  return one.destination === other.destination && one.rule === other.rule && one.key === other.key;
}

const NUMBERED = /^rule \d+$/;
const IDENTIFYING_LENGTH = 1_000;

/** What mutes need of a rule's expression: nothing of a rule with a name. */
export function identifyingExpression({ name, expression }: RuleDefinition): string {
  return NUMBERED.test(name) ? expression.slice(0, IDENTIFYING_LENGTH) : '';
}

/**
 * What mutes call a rule: its name. A rule without one is called after its place in the list, so a hash of its expression is added:
 * the mute must not cover another rule that takes the place.
 */
export function muteNameOf(rule: RuleDefinition): string {
  const expression = identifyingExpression(rule);
  return expression === '' ? rule.name : `${rule.name} (${hashOf(expression).slice(0, 6)})`;
}

/**
 * The mute that suppresses a notice at a destination now; undefined if there is none. Only alerts can be muted, and only by the
 * rule that names them: an alert that a more severe rule names is not muted.
 */
export function muteFor(notice: Notice, destination: string, mutes: readonly Mute[], nowMs: number): Mute | undefined {
  if (notice.kind !== 'alert' || notice.alert.continued) return undefined;
  const { severity } = notice.alert.rule;
  const name = muteNameOf(notice.alert.rule);
  const candidates = mutes.filter((mute) => mute.destination === destination && mute.rule === name);
  if (candidates.length === 0) return undefined;
  const keys = keysOf(notice);
  return candidates.find(
    (mute) =>
      (mute.key === null || keys.includes(mute.key)) && isRunning(mute, nowMs) && mayStillMute(mute, severity, nowMs),
  );
}

function mayStillMute({ startedMs }: Mute, severity: Severity, nowMs: number): boolean {
  return severity !== 'critical' || nowMs < startedMs + CRITICAL_MUTE_MAX_MS;
}

const KEY_LENGTH = 32;

/**
 * What a mute of one identity and event name compares: the same for all alerts with this identity and event name, for those of calls
 * that failed if this one did, or for all alerts of one group of a correlation. Null if the event contains too little about the caller.
 */
export function muteKeyOf(notice: Notice): string | null {
  return keysOf(notice)[0] ?? null;
}

// A mute of refused attempts does not hide a success. One of calls that succeed covers those that fail, too.
function keysOf(notice: Notice): readonly string[] {
  if (notice.kind !== 'alert') return [];
  const { correlation } = notice.alert;
  if (correlation) return [shortKey(hashOf(['group', correlation.type, correlation.groupBy, correlation.group]))];
  const key = callerKeyOf(notice);
  if (key === null) return [];
  return isOfFailure(notice) ? [shortKey(hashOf(['failed', key])), shortKey(key)] : [shortKey(key)];
}

const shortKey = (key: string) => key.slice(0, KEY_LENGTH);

/** The id of the mute that a request begins. */
export function muteIdOf(covers: Pick<Mute, 'destination' | 'rule' | 'key'>, requestedSeconds: number): string {
  return `${hashOf([covers.destination, covers.rule, covers.key]).slice(0, 12)}-${requestedSeconds.toString(36)}`;
}
