// What a correlation alert shows besides its sentence, as plain data for every format: why it fired, what made up the count,
// and which events. In: facts. Out: labels and values; values are untrusted, each renderer escapes them.

import { CITED_EVENTS_MAX, type CitedEvent, type CorrelationFacts, type TopValue } from '../../correlation/finding.ts';
import { eventTimeAt } from '../../records/event-time.ts';
import type { RuleDefinition } from '../../rules/rule.ts';
import { type ConsoleLink, eventLink } from '../console-links.ts';
import type { RenderContext } from '../render-context.ts';
import { counted, timespanText } from './correlation-alert.ts';

/** When the rule fires, after that word: `at 20 events in 10 minutes`. */
export function thresholdText(
  { type, gte, timespanMs }: Pick<CorrelationFacts, 'type' | 'gte' | 'timespanMs'>,
  { correlation }: RuleDefinition,
): string {
  const span = timespanText(timespanMs);
  switch (type) {
    case 'event_count':
      return `at ${counted(gte, 'event')} in ${span}`;
    case 'value_count':
      return `at ${counted(gte, 'different value')}${correlation?.field ? ` of ${correlation.field}` : ''} in ${span}`;
    case 'first_seen':
      return `if not seen for ${span}`;
    case 'temporal':
      return `if all rules match in ${span}`;
    case 'temporal_ordered':
      return `if all rules match in this order in ${span}`;
  }
}

const LABELS: readonly { readonly kind: TopValue['kind']; readonly label: string }[] = [
  { kind: 'event', label: 'Events' },
  { kind: 'error', label: 'Errors' },
  { kind: 'value', label: 'Values' },
  { kind: 'resource', label: 'Resources' },
];

export interface TopList {
  readonly label: string;
  readonly values: readonly TopValue[];
}

/** What the cited events have in common, one list for each kind that has values. Resources that are the values are not repeated. */
export function topLists({ top }: CorrelationFacts): readonly TopList[] {
  const texts = (kind: TopValue['kind']) =>
    JSON.stringify(top.filter((one) => one.kind === kind).map(({ text }) => text));
  const repeated = texts('resource') === texts('value') ? 'resource' : null;
  return LABELS.map(({ kind, label }) => ({
    label,
    values: top.filter((one) => one.kind === kind && kind !== repeated),
  })).filter(({ values }) => values.length > 0);
}

/** The time range that the alert covers: `2026-03-01 14:03:10 – 14:13:10 UTC`. */
export function intervalText({ startMs, endMs }: CorrelationFacts): string {
  const [start, end] = [eventTimeAt(startMs).utc.replace(/ UTC$/, ''), eventTimeAt(endMs).utc];
  const sameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${start} – ${sameDay ? end.slice(11) : end}`;
}

export interface EventReference {
  /** `14:03:10 GetObject`, with the date if the events are of several days, and the feeding rule if there are several. */
  readonly label: string;
  readonly eventId: string;
  /** Null for an event without a page in the console. */
  readonly link: ConsoleLink | null;
}

/** The cited events, at most ten. */
export function eventReferences(
  { events, firstMs, lastMs }: CorrelationFacts,
  context: RenderContext,
): readonly EventReference[] {
  const shown = events.slice(0, CITED_EVENTS_MAX);
  const hasDate = eventTimeAt(firstMs).utc.slice(0, 10) !== eventTimeAt(lastMs).utc.slice(0, 10);
  const hasFeeder = new Set(shown.map(({ feeder }) => feeder)).size > 1;
  return shown.map((event) => ({
    label: labelOf(event, hasDate, hasFeeder),
    eventId: event.eventId,
    link: eventLink({ eventID: event.eventId, awsRegion: event.region, recipientAccountId: event.account }, context),
  }));
}

function labelOf({ timeMs, eventName, feeder }: CitedEvent, hasDate: boolean, hasFeeder: boolean): string {
  const { utc } = eventTimeAt(timeMs);
  const time = hasDate ? utc.replace(/ UTC$/, '') : utc.replace(/^\S+ (\S+) UTC$/, '$1');
  return `${time} ${eventName.slice(0, LONGEST_NAME)}${hasFeeder ? ` (${feeder.slice(0, LONGEST_NAME)})` : ''}`;
}

const LONGEST_NAME = 40;
