// Points: what a window consists of. A point is an observation in hand, or what is stored of an earlier one.

import type { Correlation } from './correlation.ts';
import { nameOf } from './keys.ts';
import type { Observation } from './observation.ts';

export interface Point {
  /** What counts as one: of the event, of the value of `field`, or the number of the feeding rule. */
  readonly value: string;
  /** Names the event in `EVENT_LENGTH` characters. */
  readonly event: string;
  readonly timeMs: number;
  /** What is stored for messages; null for an observation in hand that is not stored yet. */
  readonly detail: PointDetail | null;
  /** It is stored: an earlier decision knew it. */
  readonly stored: boolean;
  /** The observation, if it is in hand. */
  readonly observation: Observation | null;
}

/** What messages show of a point. Texts are empty where too many different ones are stored. */
export interface PointDetail {
  /** A hash if the event has another id than a UUID, and too many of those are stored. */
  readonly eventId: string;
  readonly eventName: string;
  readonly error: string;
  readonly resource: string;
  readonly region: string;
  readonly account: string;
  readonly feeder: string;
  /** The value that `value_count` counts; empty for other types. */
  readonly value: string;
}

export const EVENT_LENGTH = 23;
const TEXT_MAX = 100;

const FEEDER_LENGTH = 2;
/** 60 bits. */
const VALUE_LENGTH = 10;

/** How many characters a value is stored with in a point; 0 if it is the event. */
export function valueLength({ type }: Correlation): number {
  if (type === 'event_count') return 0;
  return type === 'value_count' ? VALUE_LENGTH : FEEDER_LENGTH;
}

/** How many characters a value is stored with in an alert that cites it. */
export const citedValueLength = (rule: Correlation): number =>
  rule.type === 'event_count' ? VALUE_LENGTH : valueLength(rule);

/** The value of a point as an alert stores it. */
export const citedValue = ({ value }: Point, { type }: Correlation): string =>
  type === 'event_count' ? nameOf([value]).slice(0, VALUE_LENGTH) : value;

/** The points of observations in hand, in the same order. */
export function pointsOf(observations: readonly Observation[], rule: Correlation): Point[] {
  const values = new Map<string, string>();
  const isEvent = rule.type === 'event_count' || rule.type === 'first_seen';
  return observations.map((observation) => {
    const event = eventName(observation.eventId);
    const value = isEvent ? event : namedValue(observation, rule, values);
    return { value, event, timeMs: observation.timeMs, detail: null, stored: false, observation };
  });
}

/** What messages show of a point; texts are cut and contain no control characters. */
export function detailOf({ detail, observation }: Point): PointDetail {
  if (observation === null) return detail ?? NO_DETAIL;
  const { eventId, feeder, value, detail: observed } = observation;
  return {
    eventId: clean(eventId),
    eventName: clean(observed.eventName),
    error: clean(observed.error),
    resource: clean(observed.resource),
    region: clean(observed.region),
    account: clean(observed.account),
    feeder: clean(feeder),
    value: clean(value ?? ''),
  };
}

/** The order of points: by time, and the same for the same points. */
export function comparePoints(a: Point, b: Point): number {
  return a.timeMs - b.timeMs || compareTexts(a.event, b.event) || compareTexts(a.value, b.value);
}

/** Event ids are UUIDs, which are stored without loss. Others are stored as a hash. */
export function eventName(eventId: string): string {
  if (!UUID.test(eventId)) return `h${nameOf([eventId])}`;
  return `u${Buffer.from(eventId.replaceAll('-', ''), 'hex').toString('base64url')}`;
}

/** Whether a name contains the whole event id. */
export function isWhole(event: string): boolean {
  return event.startsWith('u');
}

/** The event id of a name; null if it is a hash. */
export function eventIdOf(event: string): string | null {
  if (!isWhole(event)) return null;
  const hex = Buffer.from(event.slice(1), 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const NO_DETAIL: PointDetail = {
  ...{ eventId: '', eventName: '', error: '', resource: '', region: '', account: '', feeder: '', value: '' },
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Control characters and halves of surrogate pairs take six characters in JSON.
const clean = (text: string): string => text.slice(0, TEXT_MAX).replace(/[\p{Cc}\p{Cs}]/gu, ' ');

function namedValue({ value, feeder }: Observation, rule: Correlation, names: Map<string, string>): string {
  const text = rule.type === 'value_count' ? (value ?? '') : feeder;
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = rule.type === 'value_count' ? nameOf([text]).slice(0, VALUE_LENGTH) : feederName(text, rule);
  names.set(text, name);
  return name;
}

function feederName(feeder: string, { rules }: Correlation): string {
  const index = rules?.indexOf(feeder) ?? -1;
  if (index < 0) throw new Error(`${feeder} does not feed the correlation`);
  return index.toString(36).padStart(FEEDER_LENGTH, '0');
}
