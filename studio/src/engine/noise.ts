// Alerts over time. In: events and decisions. Out: counts by severity in equal steps of time.

import { SEVERITIES } from '../../../lambda/src/core/rules/rule.ts';
import type { Noise } from '../protocol.ts';
import type { Decisions } from './decisions.ts';
import type { EventStore } from './event-store.ts';

const MINUTE = 60_000;
const STEPS_MS = [1, 5, 15, 60, 180, 360, 720, 1_440, 10_080, 43_200].map((minutes) => minutes * MINUTE);
const MOST_STEPS = 160;
// Of a hostile file, whose times are anywhere.
const MOST_LONG_STEPS = 2_000;

/** The noise; null if no alert has a time. */
export function noiseOf(events: EventStore, decisions: Decisions): Noise | null {
  const alerting = alertingEvents(events, decisions);
  if (alerting.length === 0) return null;
  const [firstMs, lastMs] = rangeOf(alerting, events);
  const stepMs =
    STEPS_MS.find((step) => (lastMs - firstMs) / step < MOST_STEPS) ?? (lastMs - firstMs) / MOST_LONG_STEPS;
  const startMs = Math.floor(firstMs / stepMs) * stepMs;
  const steps = Math.floor((lastMs - startMs) / stepMs) + 1;
  const series = [...SEVERITIES, 'ignored' as const].map((name) => ({
    name,
    counts: new Array<number>(steps).fill(0),
  }));
  for (const id of alerting) {
    const isIgnored = decisions.outcomeAt(id) === 'ignored';
    const severity = decisions.severityAt(id) ?? 'info';
    const { counts } = series[isIgnored ? SEVERITIES.length : SEVERITIES.indexOf(severity)] ?? { counts: [] };
    const step = Math.floor((events.timeAt(id) - startMs) / stepMs);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  const times = Array.from({ length: steps }, (_, step) => (startMs + step * stepMs) / 1_000);
  return { times, stepSeconds: stepMs / 1_000, series };
}

function alertingEvents(events: EventStore, decisions: Decisions): number[] {
  const found: number[] = [];
  for (let id = 0; id < decisions.length; id++) {
    const outcome = decisions.outcomeAt(id);
    if ((outcome === 'alert' || outcome === 'ignored') && !Number.isNaN(events.timeAt(id))) found.push(id);
  }
  return found;
}

function rangeOf(ids: readonly number[], events: EventStore): [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const id of ids) {
    first = Math.min(first, events.timeAt(id));
    last = Math.max(last, events.timeAt(id));
  }
  return [first, last];
}
