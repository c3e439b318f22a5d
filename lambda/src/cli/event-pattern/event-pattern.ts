// An EventBridge pattern for what rules can match. In: the necessary conditions of rules. Out: a pattern that lets through
// every event which one of the rules matches, and as few others as its size allows. It may let too much through, never too
// little: a condition that cannot be said in a pattern is left out. Pure.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

import type { FieldCondition } from '../../core/records/record-filter.ts';

/** One content filter, or a text that the field must be. */
type Filter =
  | string
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly wildcard: string }
  | { readonly exists: true };

/** Filters by field path: all of the fields, each by any of its filters. */
type Clause = Readonly<Record<string, readonly Filter[]>>;

type DetailPattern = { readonly [field: string]: readonly Filter[] | DetailPattern | readonly DetailPattern[] };

export interface EventPattern {
  readonly source: readonly Filter[];
  readonly 'detail-type': readonly Filter[];
  readonly detail: DetailPattern;
}

/** How long a pattern may be unless AWS raises the quota: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const PATTERN_LIMIT = 2048;

/** Whether the conditions leave anything that a pattern can say. */
export function canBePattern(conditions: readonly FieldCondition[]): boolean {
  return conditions.some(({ path }) => isPatternField(path));
}

/**
 * The most precise pattern within `PATTERN_LIMIT`, else the shortest one there is. Every alternative must be one of
 * which `canBePattern` holds; without alternatives the pattern lets nothing through.
 */
export function eventPatternOf(alternatives: readonly (readonly FieldCondition[])[]): EventPattern {
  const precise = alternatives.map(clauseOf);
  const attempts = [
    precise,
    ...[BY_NAME, BY_SOURCE].map((order) => precise.map((clause) => coarsen(clause, order))),
  ].map((clauses) => patternOf(mergeClauses(clauses)));
  const fitting = attempts.find((pattern) => lengthOf(pattern) <= PATTERN_LIMIT);
  return fitting ?? (attempts.sort((a, b) => lengthOf(a) - lengthOf(b))[0] as EventPattern);
}

/** The length of a pattern as EventBridge counts it. */
export function lengthOf(pattern: EventPattern): number {
  return JSON.stringify(pattern).length;
}

// Fields whose names CloudTrail fixes. Below the others keys may hold dots, and lists have elements that a pattern cannot
// tell apart by their index.
function isPatternField(path: string): boolean {
  return /^(?:[A-Za-z]+|userIdentity(?:\.[A-Za-z]+){1,3})$/.test(path);
}

function clauseOf(conditions: readonly FieldCondition[]): Clause {
  const clause: Record<string, readonly Filter[]> = {};
  // A field can stand in a pattern once; of several conditions on it, equality says most.
  const ordered = conditions.toSorted((a, b) => Number(b.test === 'equals') - Number(a.test === 'equals'));
  for (const condition of ordered.filter(({ path }) => isPatternField(path))) {
    clause[condition.path] ??= [...new Set(condition.values)].map((value) => filterOf(condition.test, value));
  }
  return sortedByField(clause);
}

function filterOf(test: FieldCondition['test'], value: string): Filter {
  if (test === 'equals') return value;
  if (value === '') return { exists: true };
  if (test === 'startsWith') return { prefix: value };
  if (test === 'endsWith') return { suffix: value };
  return { wildcard: `*${value.replace(/[\\*]/g, '\\$&')}*` };
}

const BY_NAME = ['eventName', 'errorCode', 'eventSource'];
const BY_SOURCE = ['eventSource', 'errorCode', 'eventName'];

/** One field of a clause, the first of the order that it has. */
function coarsen(clause: Clause, order: readonly string[]): Clause {
  const field = [...order, ...Object.keys(clause)].find((name) => Object.hasOwn(clause, name)) as string;
  return { [field]: clause[field] as readonly Filter[] };
}

// Clauses that differ in one field only become one, which has the filters of all: exactly as much as before.
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

// Nobody but AWS can send events from a source of that name.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
const FROM_CLOUDTRAIL = { source: [{ prefix: 'aws.' }], 'detail-type': [{ suffix: ' via CloudTrail' }] } as const;

function patternOf(clauses: readonly Clause[]): EventPattern {
  const [only, ...others] = clauses.map(nested);
  // `$or` takes two alternatives or more.
  const detail = only === undefined ? NOTHING : others.length === 0 ? only : { $or: [only, ...others] };
  return { ...FROM_CLOUDTRAIL, detail };
}

// No event has this name; a pattern cannot be empty.
const NOTHING: DetailPattern = { eventName: [''] };

/** `userIdentity.type` as a field in a field, which is how a pattern has it. */
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
