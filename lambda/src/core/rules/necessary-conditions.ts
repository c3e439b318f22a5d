// Uses necessary conditions: tests a record against the conditions of one rule, and combines the conditions of many rules
// into a filter. A rule can skip every record that does not meet its conditions; they never decide that it matches.

import { fieldReader, isLeaf } from '../records/field-path.ts';
import type { Json } from '../records/record.ts';
import { type FieldCondition, type RecordFilter, textTest } from '../records/record-filter.ts';

/** Alternatives, at least one of which holds; all conditions of an alternative hold together. Null: nothing is known. */
export type Alternatives = readonly (readonly FieldCondition[])[] | null;

/** Compiles a test for whether a record meets at least one alternative. The test never throws, whatever the JSON. */
export function testOf(alternatives: Alternatives): (record: Json) => boolean {
  if (alternatives === null) return () => true;
  const tests = alternatives.map((all) => everyOf(all.map(conditionTest)));
  const [only] = tests;
  return tests.length === 1 && only ? only : (record) => tests.some((test) => test(record));
}

/** Returns the union of the alternatives of several rules, each alternative once. */
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
  if (test === 'exists') return (record) => exists(read(record));
  const holds = textTest(test, values);
  return (record) => {
    const value = read(record);
    return typeof value === 'string' && holds(value);
  };
}

function exists(value: Json | undefined): boolean {
  return value !== null && isLeaf(value);
}
