// Buckets as text, and back. The text is at most `STORED_VALUE_MAX` characters long for any events. Its first member is a version:
// a text of another version, or one that is damaged, cannot be read and counts as absent.

import { type Bucket, type BucketAlert, emptyBucket } from './bucket.ts';
import type { Correlation } from './correlation.ts';
import {
  citedValueLength,
  detailOf,
  EVENT_LENGTH,
  eventIdOf,
  isWhole,
  type Point,
  type PointDetail,
  valueLength,
} from './point.ts';
import { createTextTable, NO_TEXT, type TextTable } from './text-table.ts';

const VERSION = 1;
// Milliseconds since the start of the bucket, in base 36: enough for 25 days.
const TIME_LENGTH = 6;
const INDEX_LENGTH = 2;

// What messages show is limited: what decides is not.
const CONTEXTS = { entries: 32, characters: 4_000 };
const RESOURCES = { entries: 32, characters: 4_000 };
const EXTRAS = { entries: 10, characters: 2_000 };

type Context = readonly [eventName: string, error: string, region: string, feeder: string, account: string];

interface StoredBucket {
  readonly version: number;
  /** Points of fixed length: value (except for `event_count`, whose value is the event), event, time, context, resource. */
  readonly points: string;
  readonly contexts: readonly Context[];
  readonly resources: readonly string[];
  /** By value and by event: texts that the points do not contain. */
  readonly values: Readonly<Record<string, string>>;
  readonly ids: Readonly<Record<string, string>>;
  readonly alerts: readonly StoredAlert[];
}

interface StoredAlert extends Pick<BucketAlert, 'startMs' | 'summary'> {
  readonly values: string;
  readonly senders: string;
}

/** A bucket as text. */
export function encodeBucket(bucket: Bucket, rule: Correlation): string {
  const stored: StoredBucket = {
    version: VERSION,
    ...encodePoints(bucket, rule),
    ...extrasOf(bucket.points),
    alerts: bucket.alerts.map(({ values, senders, ...alert }) => ({
      ...alert,
      values: [...values].join(''),
      senders: [...senders].join(''),
    })),
  };
  return JSON.stringify(stored);
}

/** The bucket that a text contains; null if it cannot be read. Absent text is an empty bucket. */
export function decodeBucket(text: string | undefined, number: number, rule: Correlation): Bucket | null {
  if (text === undefined) return emptyBucket(number);
  const stored = parseJson(text);
  if (!isStoredBucket(stored)) return null;
  const points = split(stored.points, entryLength(rule)).map((entry) => decodePoint(entry, stored, number, rule));
  const alerts = stored.alerts.map(({ values, senders, ...alert }) => ({
    ...alert,
    values: new Set(split(values, citedValueLength(rule))),
    senders: new Set(split(senders, EVENT_LENGTH)),
  }));
  return { number, points, alerts };
}

/** The text as JSON; undefined if it is something else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A text in parts of equal length. */
function split(text: string, length: number): string[] {
  return Array.from({ length: Math.floor(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

const entryLength = (rule: Correlation): number => valueLength(rule) + EVENT_LENGTH + TIME_LENGTH + 2 * INDEX_LENGTH;

interface Tables {
  readonly contexts: TextTable;
  readonly resources: TextTable;
  readonly hasAccounts: boolean;
}

// Accounts are only for links. If there are so many that they would displace names of events, none is stored.
function encodePoints(
  bucket: Bucket,
  rule: Correlation,
  hasAccounts = true,
): Pick<StoredBucket, 'points' | 'contexts' | 'resources'> {
  const tables = { contexts: createTextTable(CONTEXTS), resources: createTextTable(RESOURCES), hasAccounts };
  const startMs = bucket.number * rule.timespanMs;
  const points = bucket.points.map((point) => encodePoint(point, startMs, rule, tables)).join('');
  if (hasAccounts && tables.contexts.isTooSmall()) return encodePoints(bucket, rule, false);
  const contexts = tables.contexts.texts.map((text) => JSON.parse(text));
  return { points, contexts, resources: tables.resources.texts };
}

function encodePoint(
  point: Point,
  bucketStartMs: number,
  rule: Correlation,
  { contexts, resources, hasAccounts }: Tables,
): string {
  const { eventName, error, region, feeder, account, resource } = detailOf(point);
  const context: Context = [eventName, error, region, feeder, hasAccounts ? account : ''];
  return [
    point.value.slice(0, valueLength(rule)),
    point.event,
    (point.timeMs - bucketStartMs).toString(36).padStart(TIME_LENGTH, '0'),
    contexts.index(JSON.stringify(context)).padStart(INDEX_LENGTH, '0'),
    resources.index(resource).padStart(INDEX_LENGTH, '0'),
  ].join('');
}

function decodePoint(entry: string, stored: StoredBucket, number: number, rule: Correlation): Point {
  const eventAt = valueLength(rule);
  const timeAt = eventAt + EVENT_LENGTH;
  const contextAt = timeAt + TIME_LENGTH;
  const event = entry.slice(eventAt, timeAt);
  const value = eventAt === 0 ? event : entry.slice(0, eventAt);
  const index = (start: number): number => Number.parseInt(entry.slice(start, start + INDEX_LENGTH), 36);
  const [eventName = '', error = '', region = '', feeder = '', account = ''] = stored.contexts[index(contextAt)] ?? [];
  const detail: PointDetail = {
    eventName,
    error,
    region,
    account,
    feeder,
    // Few points are shown, and the conversion takes longer than the rest.
    get eventId() {
      return eventIdOf(event) ?? stored.ids[event] ?? event;
    },
    resource: stored.resources[index(contextAt + INDEX_LENGTH)] ?? '',
    value: stored.values[value] ?? '',
  };
  const timeMs = number * rule.timespanMs + Number.parseInt(entry.slice(timeAt, contextAt), 36);
  return { value, event, timeMs, detail, stored: true, observation: null };
}

function extrasOf(points: readonly Point[]): Pick<StoredBucket, 'values' | 'ids'> {
  const values: Record<string, string> = {};
  const ids: Record<string, string> = {};
  const [valueTable, idTable] = [createTextTable(EXTRAS), createTextTable(EXTRAS)];
  for (const point of points) {
    const detail = detailOf(point);
    const { value } = detail;
    if (value !== '' && valueTable.index(value) !== NO_TEXT) values[point.value] = value;
    if (isWhole(point.event)) continue;
    const { eventId } = detail;
    if (eventId !== point.event && idTable.index(eventId) !== NO_TEXT) ids[point.event] = eventId;
  }
  return { values, ids };
}

// Only this file writes the texts, so their shape needs to be checked only so far that nothing is read as something else.
function isStoredBucket(value: unknown): value is StoredBucket {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== VERSION) return false;
  const { points, contexts, resources, values, ids, alerts } = value as Partial<Record<keyof StoredBucket, unknown>>;
  const lists = [contexts, resources, alerts].every(Array.isArray);
  return typeof points === 'string' && lists && typeof values === 'object' && typeof ids === 'object';
}
