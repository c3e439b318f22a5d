// The facts of a correlation as JSON, part of the contract of every JSON format. In: facts. Out: an object of limited size.
// Texts are untrusted: their length is limited, and JSON escapes them.

import { CITED_EVENTS_MAX, type CorrelationFacts } from '../../correlation/finding.ts';

/** What `correlation` contains in JSON. Times are ISO 8601 in UTC. */
export type CorrelationJson = {
  readonly type: string;
  /** The expressions of `group_by`, and their values in the same order. */
  readonly groupBy: readonly string[];
  readonly group: readonly string[];
  /** The cited events, or their distinct values. */
  readonly count: number;
  readonly threshold: number;
  readonly timespanSeconds: number;
  readonly first: string;
  readonly last: string;
  /** The interval that the alert covers, from `start` to before `end`. */
  readonly start: string;
  readonly end: string;
  /** The first ten cited events. */
  readonly eventIds: readonly string[];
  /** What the cited events have in common, the most frequent first. */
  readonly top: readonly { readonly kind: string; readonly text: string; readonly count: number }[];
  /** For `first_seen`: since when the rule records. */
  readonly recordedSince: string | null;
};

/** The largest object that `correlationJson` returns, in bytes of JSON. */
const LARGEST_CORRELATION = 20_000;

// The second is for texts that no event of AWS contains: a character takes up to six bytes in JSON.
const LONGEST_TEXTS = [2_000, 60];
const MOST_EXPRESSIONS = 10;
const MOST_VALUES = 20;

/** The JSON of some facts, with shorter texts if it would be too large. */
export function correlationJson(facts: CorrelationFacts): CorrelationJson {
  const sizes = LONGEST_TEXTS.map((longest) => jsonOf(facts, longest));
  const isSmall = (json: CorrelationJson) => Buffer.byteLength(JSON.stringify(json)) <= LARGEST_CORRELATION;
  return (sizes.find(isSmall) ?? sizes.at(-1)) as CorrelationJson;
}

function jsonOf(facts: CorrelationFacts, longest: number): CorrelationJson {
  const short = (text: string) => text.slice(0, longest);
  return {
    type: facts.type,
    groupBy: facts.groupBy.slice(0, MOST_EXPRESSIONS).map(short),
    group: facts.group.slice(0, MOST_EXPRESSIONS).map(short),
    count: facts.count,
    threshold: facts.gte,
    timespanSeconds: facts.timespanMs / 1000,
    first: isoTime(facts.firstMs),
    last: isoTime(facts.lastMs),
    start: isoTime(facts.startMs),
    end: isoTime(facts.endMs),
    eventIds: facts.events.slice(0, CITED_EVENTS_MAX).map(({ eventId }) => short(eventId)),
    top: facts.top.slice(0, MOST_VALUES).map(({ kind, text, count }) => ({ kind, text: short(text), count })),
    recordedSince: facts.recordedSinceMs === null ? null : isoTime(facts.recordedSinceMs),
  };
}

// No date is later: the end of an interval may be, if an event is from the last days that a date can express.
const LATEST_MS = 8.64e15;

function isoTime(ms: number): string {
  return new Date(Math.min(ms, LATEST_MS)).toISOString();
}
