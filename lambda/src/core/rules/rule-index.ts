// Finds the rules that a record can match without looking at the others, so that the cost does not grow with their number.
// In: rules with their necessary conditions. Out: the candidates for a record, in rule order, each once. The candidates
// can include rules that do not match; they never miss one that does.

import { fieldReader } from '../records/field-path.ts';
import type { Json } from '../records/record.ts';
import type { FieldCondition } from '../records/record-filter.ts';
import type { Alternatives } from './necessary-conditions.ts';

/** What the index needs of a rule. */
export interface Indexable {
  readonly alternatives: Alternatives;
}

/**
 * Compiles the lookup of candidates. A rule whose alternatives all fix `eventName` or `eventSource` is indexed under those
 * values; every other rule is a candidate for each record.
 */
export function indexRules<Rule extends Indexable>(rules: readonly Rule[]): (record: Json) => readonly Rule[] {
  const keyed = rules.map((rule) => keysOf(rule.alternatives));
  const always = new Set<number>();
  const byName = new Map<string, number[]>();
  const bySource = new Map<string, number[]>();
  keyed.forEach((keys, order) => {
    if (keys === null) always.add(order);
    else for (const { field, value } of keys) append(field === 'eventName' ? byName : bySource, value, order);
  });
  const inOrder = (name: string, source: string): Rule[] => {
    const orders = new Set([...always, ...(byName.get(name) ?? []), ...(bySource.get(source) ?? [])]);
    return [...orders].sort((a, b) => a - b).map((order) => rules[order] as Rule);
  };
  return memoized(inOrder, knownKey(byName), knownKey(bySource));
}

const readName = fieldReader('eventName');
const readSource = fieldReader('eventSource');

// Merged lists are cached by the names and sources that the index knows. All unknown values share the key `''`, so that
// untrusted records cannot make the cache grow.
function memoized<Rule>(
  candidates: (name: string, source: string) => readonly Rule[],
  nameKey: (value: Json | undefined) => string,
  sourceKey: (value: Json | undefined) => string,
): (record: Json) => readonly Rule[] {
  const kept = new Map<string, Map<string, readonly Rule[]>>();
  const keep = (name: string, source: string): readonly Rule[] => {
    const found = candidates(name, source);
    kept.set(name, (kept.get(name) ?? new Map()).set(source, found));
    return found;
  };
  return (record) => {
    const name = nameKey(readName(record));
    const source = sourceKey(readSource(record));
    return kept.get(name)?.get(source) ?? keep(name, source);
  };
}

const knownKey =
  (index: ReadonlyMap<string, unknown>) =>
  (value: Json | undefined): string =>
    typeof value === 'string' && index.has(value) ? value : '';

interface Key {
  readonly field: 'eventName' | 'eventSource';
  readonly value: string;
}

// Null if an alternative fixes neither field: then any record can reach the rule.
function keysOf(alternatives: Alternatives): readonly Key[] | null {
  if (alternatives === null) return null;
  const keys: Key[] = [];
  for (const all of alternatives) {
    const fixed = fixing(all, 'eventName') ?? fixing(all, 'eventSource');
    if (fixed === undefined) return null;
    keys.push(...fixed);
  }
  return keys;
}

function fixing(all: readonly FieldCondition[], field: Key['field']): readonly Key[] | undefined {
  const condition = all.find(({ path, test }) => path === field && test === 'equals');
  return condition?.values.map((value) => ({ field, value }));
}

function append(index: Map<string, number[]>, key: string, order: number): void {
  const orders = index.get(key);
  if (orders === undefined) index.set(key, [order]);
  else orders.push(order);
}
