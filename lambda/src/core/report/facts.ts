// What a report keeps of a record. In: a record. Out: short texts, as plain data that can cross threads.

import { accountOf } from '../records/account.ts';
import { actorOf } from '../records/actor.ts';
import { eventMsOf } from '../records/event-time.ts';
import { textAt } from '../records/field-path.ts';
import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';
import { shortened } from '../render/shortened.ts';
import { visibleText } from '../render/visible-text.ts';
import type { Severity } from '../rules/rule.ts';

/** What alerts are counted by, besides rule, severity and time. */
export const DIMENSIONS = ['identity', 'event', 'account', 'region', 'address'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** A record as a report counts it. Each text has at most `TEXT_MAX` characters; it is empty where the record has no such value. */
export interface RecordFacts extends Readonly<Record<Dimension, string>> {
  /** Milliseconds since the epoch; null if the record has no valid time. */
  readonly timeMs: number | null;
}

/** A matching rule as a report names it. */
export interface RuleFacts {
  readonly name: string;
  readonly severity: Severity;
}

/** An alert as a report counts it. */
export interface AlertFacts extends RecordFacts {
  /** Every matching rule; the first one names the alert. */
  readonly rules: readonly RuleFacts[];
}

/** A record that an ignore rule matched. */
export interface IgnoredFacts extends RecordFacts {
  /** The place of the ignore rule in its list. */
  readonly ignoreRule: number;
  /** The names of the rules that match it; empty if it was only counted as AccessDenied. */
  readonly rules: readonly string[];
}

export const TEXT_MAX = 200;

/** The facts of a record. Total: a broken record has empty texts. */
export function factsOf(record: CloudTrailRecord, origin: RecordOrigin | null): RecordFacts {
  const { name, via } = actorOf(record);
  const service = (textAt(record, 'eventSource') ?? '').replace(/\.amazonaws\.com$/, '');
  const eventName = textAt(record, 'eventName') ?? '';
  return {
    timeMs: eventMsOf(record),
    identity: shortText(via === null ? name : `${name} (${via})`),
    event: shortText(service === '' ? eventName : `${service} ${eventName}`),
    account: shortText(accountOf(record, origin)),
    region: shortText(textAt(record, 'awsRegion') ?? ''),
    address: shortText(textAt(record, 'sourceIPAddress') ?? ''),
  };
}

/** A text for a report: without invisible characters, and cut where it is long. */
export function shortText(text: string): string {
  return shortened(visibleText(text.slice(0, 4 * TEXT_MAX)), TEXT_MAX);
}
