// Derives an EventBridge pattern from rules. In: the necessary conditions of rules. Out: a pattern that matches every event
// that a rule matches, and as few other events as its size allows. It may match too many events, never too few: a condition
// that a pattern cannot express is left out. Pure.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

import { type FieldCondition, isMetByMostRecords } from '../../core/records/record-filter.ts';

/** One content filter, or a string that the field must equal. */
type Filter =
  | string
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly wildcard: string }
  | { readonly 'equals-ignore-case': string }
  | { readonly exists: true };

/** Filters by field path. Every field must match, each by at least one of its filters. */
type Clause = Readonly<Record<string, readonly Filter[]>>;

type DetailPattern = { readonly [field: string]: readonly Filter[] | DetailPattern | readonly DetailPattern[] };

export interface EventPattern {
  readonly source: readonly Filter[];
  readonly 'detail-type': readonly Filter[];
  readonly detail: DetailPattern;
}

/** Default quota for the length of a pattern in characters: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const PATTERN_LIMIT = 2048;

/** Whether a pattern can express at least one of the conditions. */
export function canBePattern(conditions: readonly FieldCondition[]): boolean {
  return conditions.some(isExpressible);
}

/**
 * The most precise pattern within `PATTERN_LIMIT`, or the shortest pattern if none fits. `canBePattern` must be true for
 * every alternative. Without alternatives the pattern matches no event.
 */
export function eventPatternOf(alternatives: readonly (readonly FieldCondition[])[]): EventPattern {
  const precise = alternatives.map(clauseOf);
  const byName = precise.map((clause) => coarsen(clause, BY_NAME));
  const bySource = precise.map((clause) => coarsen(clause, BY_SOURCE));
  const byLetters = FIRST_LETTERS.map((count) => bySource.map((clause) => shorten(clause, count)));
  const attempts = [precise, byName, bySource, ...byLetters].map((clauses) => patternOf(mergeClauses(clauses)));
  const fitting = attempts.find((pattern) => lengthOf(pattern) <= PATTERN_LIMIT);
  return fitting ?? (attempts.sort((a, b) => lengthOf(a) - lengthOf(b))[0] as EventPattern);
}

/** The length of a pattern as EventBridge counts it. */
export function lengthOf(pattern: EventPattern): number {
  return JSON.stringify(pattern).length;
}

// Fields whose names CloudTrail defines. Below other fields keys may contain dots, and a pattern cannot address the
// elements of a list by index.
function isPatternField(path: string): boolean {
  return /^(?:[A-Za-z]+|userIdentity(?:\.[A-Za-z]+){1,3})$/.test(path);
}

// The names that AWS gives are in ASCII, where every definition of case is the same. In other fields, a pattern may not
// match a text that the condition matches.
const AWS_NAMES = new Set(['eventName', 'eventSource', 'errorCode', 'eventType']);

function isExpressible(condition: FieldCondition): boolean {
  const { path, test } = condition;
  if (isMetByMostRecords(condition)) return false;
  return isPatternField(path) && (!test.startsWith('i') || (test === 'iequals' && AWS_NAMES.has(path)));
}

function clauseOf(conditions: readonly FieldCondition[]): Clause {
  const clause: Record<string, readonly Filter[]> = {};
  // A pattern can contain a field once. Of several conditions on a field, equality is the most precise.
  const ordered = conditions.toSorted((a, b) => Number(b.test === 'equals') - Number(a.test === 'equals'));
  for (const condition of ordered.filter(isExpressible)) {
    clause[condition.path] ??= [...new Set(condition.values)].map((value) => filterOf(condition.test, value));
  }
  return sortedByField(clause);
}

function filterOf(test: FieldCondition['test'], value: string): Filter {
  if (test === 'equals') return value;
  if (value === '') return { exists: true };
  if (test === 'iequals') return { 'equals-ignore-case': value };
  if (test === 'startsWith') return { prefix: value };
  if (test === 'endsWith') return { suffix: value };
  return { wildcard: `*${value.replace(/[\\*]/g, '\\$&')}*` };
}

const BY_NAME = ['eventName', 'errorCode', 'eventSource'];
const BY_SOURCE = ['eventSource', 'errorCode', 'eventName'];

/** The clause reduced to one field: the first in the order that it contains. */
function coarsen(clause: Clause, order: readonly string[]): Clause {
  const field = [...order, ...Object.keys(clause)].find((name) => Object.hasOwn(clause, name)) as string;
  return { [field]: clause[field] as readonly Filter[] };
}

// Few enough for a short pattern, and as many as that allows.
const FIRST_LETTERS = [8, 4, 2, 1];

/** The clause with the first letters of names and sources, which many of them share. */
function shorten(clause: Clause, letters: number): Clause {
  const shortened = Object.entries(clause).map(([field, filters]) => {
    const isName = field === 'eventName' || field === 'eventSource';
    return [field, isName ? filters.map((filter) => firstLetters(filter, letters)) : filters] as const;
  });
  return Object.fromEntries(shortened);
}

const firstLetters = (filter: Filter, letters: number): Filter =>
  typeof filter === 'string' && filter.length > letters ? { prefix: filter.slice(0, letters) } : filter;

// Clauses that differ in one field only become one clause with the filters of all of them. It matches the same events.
function mergeClauses(clauses: readonly Clause[]): readonly Clause[] {
  const fields = [...new Set(clauses.flatMap((clause) => Object.keys(clause)))];
  return fields.reduce(mergeBy, clauses);
}

function mergeBy(clauses: readonly Clause[], field: string): readonly Clause[] {
  const merged = new Map<string, Clause>();
  for (const clause of clauses) {
    const { [field]: filters, ...others } = clause;
    const key = JSON.stringify([filters !== undefined, others]);
    const before = merged.get(key)?.[field] ?? [];
    merged.set(key, filters === undefined ? clause : sortedByField({ ...others, [field]: union(before, filters) }));
  }
  return [...merged.values()];
}

function union(one: readonly Filter[], other: readonly Filter[]): readonly Filter[] {
  return [...new Map([...one, ...other].map((filter) => [JSON.stringify(filter), filter])).values()];
}

function sortedByField(clause: Clause): Clause {
  return Object.fromEntries(Object.entries(clause).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

// Only AWS services can send events whose source begins with `aws.`.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
const FROM_CLOUDTRAIL = { source: [{ prefix: 'aws.' }], 'detail-type': [{ suffix: ' via CloudTrail' }] } as const;

function patternOf(clauses: readonly Clause[]): EventPattern {
  const [only, ...others] = clauses.map(nested);
  // `$or` requires at least two alternatives.
  const detail = only === undefined ? NOTHING : others.length === 0 ? only : { $or: [only, ...others] };
  return { ...FROM_CLOUDTRAIL, detail };
}

// A pattern cannot be empty, and no event has this name.
const NOTHING: DetailPattern = { eventName: [''] };

/** Converts a path such as `userIdentity.type` to nested fields. */
function nested(clause: Clause): DetailPattern {
  const pattern: Record<string, unknown> = {};
  for (const [path, filters] of Object.entries(clause)) {
    const steps = path.split('.');
    const last = steps.pop() as string;
    let place = pattern;
    for (const step of steps) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    place[last] = filters;
  }
  return pattern as DetailPattern;
}
