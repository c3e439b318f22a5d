// Necessary conditions at work: testing a record against those of one rule, and uniting those of many into a filter.
// They say which records a rule need not see; they never decide that a rule matches.

import { fieldReader } from '../records/field-path.ts';
import type { Json } from '../records/record.ts';
import type { FieldCondition, RecordFilter } from '../records/record-filter.ts';

/** Conditions that all hold at once; of several alternatives at least one holds. Null: nothing can be said. */
export type Alternatives = readonly (readonly FieldCondition[])[] | null;

/**
 * Leaves out alternatives that cannot hold, such as membership in a list that the settings leave empty, and those that
 * say no more than another one does.
 */
export function simplifyAlternatives(alternatives: Alternatives): Alternatives {
  if (alternatives === null) return null;
  const possible = alternatives
    .filter((all) => all.every((condition) => condition.values.length > 0))
    .map((all) => ({ all, said: new Set(all.map((condition) => JSON.stringify(condition))) }));
  return possible
    .filter(
      (one, at) => !possible.some((other, otherAt) => at !== otherAt && covers(other.said, one.said, otherAt < at)),
    )
    .map(({ all }) => all);
}

// Of two alternatives that say the same, the first is kept.
function covers(wide: ReadonlySet<string>, narrow: ReadonlySet<string>, comesFirst: boolean): boolean {
  if (wide.size === narrow.size && !comesFirst) return false;
  return [...wide].every((condition) => narrow.has(condition));
}

/** Compiles the test whether a record meets at least one alternative. Total over any JSON. */
export function testOf(alternatives: Alternatives): (record: Json) => boolean {
  if (alternatives === null) return () => true;
  const tests = alternatives.map((all) => everyOf(all.map(conditionTest)));
  const [only] = tests;
  return tests.length === 1 && only ? only : (record) => tests.some((test) => test(record));
}

/** The union of what several rules need; each alternative once. */
export function uniteAlternatives(many: readonly Alternatives[]): RecordFilter {
  const united = new Map<string, readonly FieldCondition[]>();
  for (const alternatives of many) {
    if (alternatives === null || alternatives.some((all) => all.length === 0)) return { alternatives: null };
    for (const all of alternatives) united.set(JSON.stringify(all), all);
  }
  return { alternatives: [...united.values()] };
}

type Test = (record: Json) => boolean;

function everyOf(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (tests.length === 1 && first) return first;
  if (tests.length === 2 && first && second) return (record) => first(record) && second(record);
  return (record) => tests.every((test) => test(record));
}

function conditionTest({ path, test, values }: FieldCondition): Test {
  const read = fieldReader(path);
  const holds = textTest(test, values);
  return (record) => {
    const value = read(record);
    return typeof value === 'string' && holds(value);
  };
}

function textTest(test: FieldCondition['test'], values: readonly string[]): (text: string) => boolean {
  switch (test) {
    case 'equals': {
      const set = new Set(values);
      return (text) => set.has(text);
    }
    case 'startsWith':
      return (text) => values.some((value) => text.startsWith(value));
    case 'endsWith':
      return (text) => values.some((value) => text.endsWith(value));
    case 'contains':
      return (text) => values.some((value) => text.includes(value));
  }
}
