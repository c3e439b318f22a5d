// The facts of a correlation alert as labels and values, for messages without markup. In: the alert. Out: facts in reading
// order. Values are untrusted: each renderer truncates and escapes them.

import { eventTimeAt } from '../../records/event-time.ts';
import { quotedIfNeeded } from '../headline.ts';
import type { RenderContext } from '../render-context.ts';
import { eventReferences, intervalText, thresholdText, topLists } from './breakdown.ts';
import { type CorrelationAlert, moreEvents } from './correlation-alert.ts';
import { groupValues } from './group.ts';

type Facts = readonly (readonly [label: string, value: string | null])[];

/** What the alert is about. `count` is how many notices the message represents. */
export function correlationFacts(alert: CorrelationAlert, count: number): Facts {
  const { correlation, rule } = alert;
  const more = moreEvents(alert, count);
  const since = correlation.recordedSinceMs;
  return [
    ['More', more > 0 ? `${more} in this interval` : null],
    ['Fires', thresholdText(correlation, rule)],
    ['Group', groupText(alert)],
    ['First', eventTimeAt(correlation.firstMs).utc],
    ['Last', correlation.count > 1 ? eventTimeAt(correlation.lastMs).utc : null],
    ['Interval', correlation.type === 'first_seen' ? null : intervalText(correlation)],
    ['Recorded', since === null ? null : `since ${eventTimeAt(since).utc}`],
    ...topLists(correlation).map(({ label, values }) => [label, valuesText(values)] as const),
  ];
}

/** The cited events: `14:03:10 GetObject`, and their ids. */
export function citedEventFacts({ correlation }: CorrelationAlert, context: RenderContext): Facts {
  return eventReferences(correlation, context).map(({ label, eventId }, index) => [
    `Event ${index + 1}`,
    `${label}, ${eventId}`,
  ]);
}

function groupText({ correlation }: CorrelationAlert): string | null {
  const values = groupValues(correlation).map(({ by, value }) => `${by} = ${quotedIfNeeded(value)}`);
  return values.length === 0 ? null : values.join(', ');
}

function valuesText(values: readonly { readonly text: string; readonly count: number }[]): string {
  return values.map(({ text, count }) => `${quotedIfNeeded(text)} (${count})`).join(', ');
}
