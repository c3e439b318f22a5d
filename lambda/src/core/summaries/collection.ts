// What is collected for one scheduled summary: counts by rule, identity and outcome, of limited size however many alerts there are. In:
// alerts. Out: a collection, as text for the state table, and as the notice that is sent. Pure.

import { hash } from 'node:crypto';
import { accountOf } from '../records/account.ts';
import { actorOf } from '../records/actor.ts';
import { eventMsOf } from '../records/event-time.ts';
import { textAt } from '../records/field-path.ts';
import { recordIdOf } from '../records/record-id.ts';
import { actorParts, sentenceText } from '../render/headline.ts';
import { titleOf } from '../render/title.ts';
import { visibleText } from '../render/visible-text.ts';
import { SEVERITIES, severityRank } from '../rules/rule.ts';
import type { AlertNotice, CollectedLine, ScheduledSummaryNotice } from '../threads/notice.ts';
import { isOfFailure } from '../threads/variant.ts';
import { localTimeText, type SummarySchedule } from './schedule.ts';

/** The scheduled summaries of one destination with one schedule. */
export interface ScheduledSummary {
  /** The id of the destination. */
  readonly destination: string;
  readonly schedule: SummarySchedule;
}

/** The right to send a collection. */
interface Sending {
  readonly owner: string;
  readonly untilMs: number;
}

export interface Collection extends ScheduledSummary {
  readonly dueMs: number;
  readonly total: number;
  /** How many more alerts a mute of the destination covered; `total` does not include them. */
  readonly muted: number;
  readonly lines: readonly CollectedLine[];
  /** How many alerts have no line, by rule. */
  readonly rest: Readonly<Record<string, number>>;
  /** How many alerts are in neither, because there are too many rules. */
  readonly unlisted: number;
  /** Set once it is being sent; nothing more is collected in it then. */
  readonly sending: Sending | null;
  readonly failures: number;
  /** Whether an invocation may have sent it without recording that. */
  readonly mayRepeat: boolean;
}

/** More identities than this are counted by rule, and more rules than that only in the total. */
export const LINES_MAX = 30;
export const RULES_MAX = 40;
const LONGEST_NAME = 100;
const LONGEST_TITLE = 160;

/** A short name of a scheduled summary. It depends on the address of the destination and on the schedule. */
export function summaryId({ destination, schedule }: ScheduledSummary): string {
  const { every, weekday, hour, minute, zone } = schedule;
  const identity = JSON.stringify([destination, every, weekday, hour, minute, zone]);
  return hash('sha256', identity, 'base64url').slice(0, 22);
}

/** The key of what is collected until `dueMs`. Keys sort by that time. */
export function collectionKey(summary: ScheduledSummary, dueMs: number): string {
  return `${new Date(dueMs).toISOString().slice(0, 16)}#${summaryId(summary)}`;
}

/** The time in a key, in milliseconds since the epoch. */
export function dueMsOf(key: string): number {
  return Date.parse(`${key.slice(0, 16)}Z`);
}

/** A collection without alerts. */
export function emptyCollection({ destination, schedule }: ScheduledSummary, dueMs: number): Collection {
  const nothing = { total: 0, muted: 0, lines: [], rest: {}, unlisted: 0 };
  return { destination, schedule, dueMs, ...nothing, sending: null, failures: 0, mayRepeat: false };
}

/** A collection with further muted alerts. */
export function withMuted(collection: Collection, count: number): Collection {
  return { ...collection, muted: collection.muted + count };
}

/** A collection with further alerts. The count of a line is always exact: an identity without a line never gets one later. */
export function withAlerts(collection: Collection, alerts: readonly AlertNotice[]): Collection {
  const draft: Draft = {
    lines: new Map(collection.lines.map((line) => [keyOf(line), line])),
    rest: new Map(Object.entries(collection.rest)),
    unlisted: collection.unlisted,
  };
  for (const alert of alerts) addAlert(draft, alert);
  const { lines, rest, unlisted } = draft;
  const total = collection.total + alerts.length;
  return { ...collection, total, lines: [...lines.values()], rest: Object.fromEntries(rest), unlisted };
}

interface Draft {
  readonly lines: Map<string, CollectedLine>;
  readonly rest: Map<string, number>;
  unlisted: number;
}

// Only the first event of a line gets a title: thousands of sentences take a small function more time than it has.
function addAlert(draft: Draft, alert: AlertNotice): void {
  const { lines } = draft;
  const seen = seenIn(alert);
  const key = keyOf(seen);
  const known = lines.get(key);
  if (known !== undefined) {
    lines.set(key, merged(known, seen, alert));
    return;
  }
  if (lines.size >= LINES_MAX) {
    const displaced = leastSevere(lines);
    const isMoreSevere = severityRank(seen.severity) < severityRank(displaced.severity);
    if (!isMoreSevere) {
      countRest(draft, seen.rule, 1);
      return;
    }
    lines.delete(keyOf(displaced));
    countRest(draft, displaced.rule, displaced.count);
  }
  lines.set(key, { ...seen, count: 1, ...firstOf(alert) });
}

function countRest(draft: Draft, rule: string, count: number): void {
  const { rest } = draft;
  if (rest.has(rule) || rest.size < RULES_MAX) rest.set(rule, (rest.get(rule) ?? 0) + count);
  else draft.unlisted += count;
}

// Of several, the least frequent one.
function leastSevere(lines: Draft['lines']): CollectedLine {
  const isBefore = (a: CollectedLine, b: CollectedLine) =>
    severityRank(b.severity) - severityRank(a.severity) || a.count - b.count;
  return [...lines.values()].reduce((least, line) => (isBefore(line, least) < 0 ? line : least));
}

type Seen = Pick<CollectedLine, 'rule' | 'severity' | 'failed' | 'who' | 'account' | 'firstMs' | 'lastMs'>;

// A title says whether the call failed, so a line has one outcome.
function keyOf({ rule, severity, failed, who, account }: Seen): string {
  return JSON.stringify([rule, severity, failed === true, who, account]);
}

function merged(known: CollectedLine, seen: Seen, alert: AlertNotice): CollectedLine {
  const isEarlier = seen.firstMs !== null && (known.firstMs === null || seen.firstMs < known.firstMs);
  return {
    ...known,
    ...(isEarlier && firstOf(alert)),
    count: known.count + 1,
    firstMs: extreme(Math.min, known.firstMs, seen.firstMs),
    lastMs: extreme(Math.max, known.lastMs, seen.lastMs),
  };
}

function extreme(choose: typeof Math.min, ...times: readonly (number | null)[]): number | null {
  const known = times.filter((ms) => ms !== null);
  return known.length === 0 ? null : choose(...known);
}

function seenIn(notice: AlertNotice): Seen {
  const { record, rule, origin, correlation } = notice.alert;
  const eventMs = eventMsOf(record);
  return {
    rule: cut(rule.name, LONGEST_NAME),
    severity: rule.severity,
    ...(!correlation && isOfFailure(notice) && { failed: true }),
    who: cut(correlation ? correlation.group.join(', ') : sentenceText(actorParts(actorOf(record))), LONGEST_NAME),
    account: cut(accountOf(record, origin), LONGEST_NAME),
    firstMs: correlation?.firstMs ?? eventMs,
    lastMs: correlation?.lastMs ?? eventMs,
  };
}

function firstOf(notice: AlertNotice): Pick<CollectedLine, 'title' | 'eventId' | 'region'> {
  const { record } = notice.alert;
  return {
    title: cut(titleOf(notice), LONGEST_TITLE),
    eventId: cut(recordIdOf(record) ?? '', LONGEST_NAME),
    region: cut(textAt(record, 'awsRegion') ?? '', LONGEST_NAME),
  };
}

// Not within a character that has two UTF-16 units: such a half could not be stored.
function cut(text: string, longest: number): string {
  const whole = visibleText(text.slice(0, 10 * longest));
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The text of a collection: JSON of at most 100,000 characters. */
export function collectionText(collection: Collection): string {
  return JSON.stringify(collection);
}

/** Parses the text of a collection. */
export function parseCollection(text: string): Collection {
  // Earlier versions wrote neither.
  return { muted: 0, mayRepeat: false, ...JSON.parse(text) };
}

/** The notice of a collection that contains an alert. */
export function noticeOfCollection(
  collection: Collection,
  { collectedFor = null, isFinal = false }: Partial<Pick<ScheduledSummaryNotice, 'collectedFor' | 'isFinal'>> = {},
): ScheduledSummaryNotice {
  const { schedule, dueMs, total, muted, lines, rest, unlisted, failures, mayRepeat } = collection;
  const severity = SEVERITIES.find((one) => lines.some((line) => line.severity === one)) ?? 'info';
  return {
    kind: 'scheduled-summary',
    id: `scheduled-summary#${collectionKey(collection, dueMs)}`,
    threadKey: null,
    subject: { accountIds: [], ruleName: null, pack: null, severity, otherRules: [] },
    every: schedule.every,
    due: localTimeText(dueMs, schedule.zone),
    ...{ total, muted, unlisted, failures, mayRepeat, collectedFor, isFinal },
    lines: lines.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || b.count - a.count),
    rest: Object.entries(rest)
      .map(([rule, count]) => ({ rule, count }))
      .sort((a, b) => b.count - a.count),
  };
}
