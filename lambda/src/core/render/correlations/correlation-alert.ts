// The alert of a correlation, and short texts that several formats of its message share.

import type { CorrelationFacts } from '../../correlation/finding.ts';
import type { Alert } from '../../rules/rule.ts';

export type CorrelationAlert = Alert & { readonly correlation: CorrelationFacts };

/** Whether an alert is about several events together. */
export function isOfCorrelation(alert: Alert): alert is CorrelationAlert {
  return alert.correlation !== undefined;
}

/** How many events of the interval the message does not cite. `count` is how many notices it represents. */
export function moreEvents({ continued }: Alert, count: number): number {
  return continued ? count : count - 1;
}

/** `7 more events in this interval`; empty if there are none. */
export function moreEventsText(alert: Alert, count: number): string {
  const more = moreEvents(alert, count);
  return more > 0 ? `${counted(more, 'more event')} in this interval` : '';
}

/** A number with its noun: `1 call`, `20 calls`, `2 policies`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : plural(noun)}`;
}

/** The plural of a noun. */
export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A duration as configured, in the largest unit that is exact: `10 minutes`, `90 minutes`, `30 days`. */
export function timespanText(ms: number): string {
  const [noun, unitMs] = UNITS.find(([, unit]) => ms >= unit && ms % unit === 0) ?? ['second', 1_000];
  return counted(ms / unitMs, noun);
}

/** The time between two events, rounded: `8 minutes`; `1 second` for less. */
export function elapsedText(ms: number): string {
  const [noun, unitMs] = UNITS.find(([, unit]) => ms >= 2 * unit) ?? ['second', 1_000];
  return counted(Math.max(1, Math.round(ms / unitMs)), noun);
}
