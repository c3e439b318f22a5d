// When the values of a group were seen, for `first_seen`: spans of time, and the events that alerted. As text, and back.

import { parseJson } from './codec.ts';
import type { Correlation } from './correlation.ts';

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Sightings {
  /** In order; more than the timespan apart. */
  readonly spans: readonly Span[];
  /** The time of each event that alerted, by its name. */
  readonly alerted: ReadonlyMap<string, number>;
  /** Up to this time spans may have been dropped, so nothing alerts; null if none was. */
  readonly droppedMs: number | null;
}

export const NOTHING_SEEN: Sightings = { spans: [], alerted: new Map(), droppedMs: null };

/** How many spans, and how many events that alerted, are stored of a group: the latest ones. */
const SPANS_MAX = 500;

const VERSION = 1;
const GRAIN = 64;

/** How far from the end of a span an event changes nothing: saves a write for each event of frequent values. */
const grainMs = ({ timespanMs }: Correlation): number => Math.floor(timespanMs / GRAIN);

/** Whether an event at that time is already known. */
export function isKnown(spans: readonly Span[], timeMs: number, rule: Correlation): boolean {
  return nearSpans(spans, timeMs, grainMs(rule)).length > 0;
}

/** Whether the values were seen within the timespan before or after that time. */
export function isRecent(spans: readonly Span[], timeMs: number, rule: Correlation): boolean {
  return nearSpans(spans, timeMs, reachMs(rule)).length > 0;
}

/** The spans with a sighting. Spans within reach of it become one. */
export function withSighting(spans: readonly Span[], timeMs: number, rule: Correlation): readonly Span[] {
  const near = nearSpans(spans, timeMs, reachMs(rule));
  const start = spans.findLastIndex(({ toMs }) => toMs + reachMs(rule) < timeMs) + 1;
  const merged = {
    fromMs: Math.min(timeMs, ...near.map(({ fromMs }) => fromMs)),
    toMs: Math.max(timeMs, ...near.map(({ toMs }) => toMs)),
  };
  return spans.toSpliced(start, near.length, merged);
}

/** Sightings within the limits: the oldest spans and events are dropped. */
export function withinLimits({ spans, alerted, droppedMs }: Sightings, rule: Correlation): Sightings {
  const dropped = spans.at(-SPANS_MAX - 1);
  const latest = [...alerted].sort(([, a], [, b]) => a - b).slice(-SPANS_MAX);
  return {
    spans: spans.slice(-SPANS_MAX),
    alerted: new Map(latest),
    droppedMs: dropped === undefined ? droppedMs : Math.max(dropped.toMs + reachMs(rule), droppedMs ?? dropped.toMs),
  };
}

/** Sightings as text, at most `STORED_VALUE_MAX` characters. */
export function encodeSightings({ spans, alerted, droppedMs }: Sightings): string {
  return JSON.stringify({
    version: VERSION,
    spans: spans.map(({ fromMs, toMs }) => [fromMs, toMs]),
    alerted: [...alerted],
    droppedMs,
  });
}

/** The sightings that a text contains; null if it cannot be read. Absent text is nothing seen. */
export function decodeSightings(text: string | undefined): Sightings | null {
  if (text === undefined) return NOTHING_SEEN;
  const stored = parseJson(text);
  if (!isStored(stored)) return null;
  const { spans, alerted, droppedMs } = stored;
  return { spans: spans.map(([fromMs, toMs]) => ({ fromMs, toMs })), alerted: new Map(alerted), droppedMs };
}

/** The learning item as text: since when a definition records. */
export const encodeLearning = (startMs: number): string => JSON.stringify({ version: VERSION, startMs });

/** Since when a definition records, by its learning item; null if it cannot be read. */
export function decodeLearning(text: string): number | null {
  const stored = parseJson(text);
  if (typeof stored !== 'object' || stored === null || !('version' in stored) || !('startMs' in stored)) return null;
  return stored.version === VERSION && typeof stored.startMs === 'number' ? stored.startMs : null;
}

// The last sighting may be later than the stored end of its span, by less than the grain.
const reachMs = (rule: Correlation): number => rule.timespanMs + grainMs(rule);

function nearSpans(spans: readonly Span[], timeMs: number, distanceMs: number): readonly Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.toMs + distanceMs < timeMs) return [];
  return spans.filter(({ fromMs, toMs }) => timeMs >= fromMs - distanceMs && timeMs <= toMs + distanceMs);
}

interface Stored {
  readonly spans: readonly (readonly [number, number])[];
  readonly alerted: readonly (readonly [string, number])[];
  readonly droppedMs: number | null;
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== VERSION) return false;
  const { spans, alerted } = value as Partial<Record<keyof Stored, unknown>>;
  return Array.isArray(spans) && Array.isArray(alerted);
}
