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
  const byName = createIndex();
  const bySource = createIndex();
  keyed.forEach((keys, order) => {
    if (keys === null) always.add(order);
    else for (const { field, ...key } of keys) append(field === 'eventName' ? byName : bySource, key, order);
  });
  const inOrder = (name: string, source: string): Rule[] => {
    const orders = new Set([...always, ...ordersOf(byName, name), ...ordersOf(bySource, source)]);
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

/** The orders of rules by the value of a field, exact or in lower case. */
interface FieldIndex {
  readonly exact: Map<string, number[]>;
  readonly lower: Map<string, number[]>;
}

function createIndex(): FieldIndex {
  return { exact: new Map(), lower: new Map() };
}

function ordersOf({ exact, lower }: FieldIndex, key: string): readonly number[] {
  return [...(exact.get(key) ?? []), ...(lower.get(key.toLowerCase()) ?? [])];
}

// All spellings of a value that only `lower` knows share one key.
const knownKey =
  ({ exact, lower }: FieldIndex) =>
  (value: Json | undefined): string => {
    if (typeof value !== 'string') return '';
    if (exact.has(value)) return value;
    if (lower.size === 0) return '';
    const folded = value.toLowerCase();
    return lower.has(folded) ? folded : '';
  };

interface Key {
  readonly field: 'eventName' | 'eventSource';
  readonly value: string;
  readonly ignoresCase: boolean;
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
  const condition = all.find(({ path, test }) => path === field && (test === 'equals' || test === 'iequals'));
  return condition?.values.map((value) => ({ field, value, ignoresCase: condition.test === 'iequals' }));
}

function append(index: FieldIndex, { value, ignoresCase }: Omit<Key, 'field'>, order: number): void {
  const byValue = ignoresCase ? index.lower : index.exact;
  const orders = byValue.get(value);
  if (orders === undefined) byValue.set(value, [order]);
  else orders.push(order);
}
