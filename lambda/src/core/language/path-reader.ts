// Compiles the steps of a path into a reader. In: steps. Out: a function from data to the values at the path. `[*]` returns
// the elements of a list, treats any other value as a list of one and a missing value or null as the empty list. `keys` and
// `entries` return the keys and entries of an object, and nothing for any other value; for `leaves` see `leaves-reader.ts`.
// Reads only own keys.

import type { PathStep } from './ast.ts';
import { anyLookup, type Lookup, leafLookup } from './field-lookup.ts';
import { leavesReader } from './leaves-reader.ts';
import type { Data } from './rule-expression.ts';

/** Creates a reader of a path of keys: of leaves only, or also of objects and lists. */
export function valueReader(steps: readonly PathStep[], reachesContainers: boolean): Lookup {
  const keys = steps.flatMap((step) => (step.kind === 'key' ? [step.name] : []));
  return reachesContainers ? anyLookup(keys) : leafLookup(keys);
}

/** Creates a reader of elements; a path of keys returns the elements of the value at the path. */
export function elementsReader(steps: readonly PathStep[]): (data: Data) => readonly Data[] {
  const stages = stagesOf(steps);
  return (data) => {
    let found: readonly Data[] = [data];
    for (const stage of stages) found = found.flatMap(stage);
    return found;
  };
}

type Stage = (data: Data) => readonly Data[];

// The keys before each `[*]`, `keys`, `entries` or `leaves` form one stage, because a key may contain dots. The keys after the last
// one form another.
function stagesOf(steps: readonly PathStep[]): Stage[] {
  const stages: Stage[] = [];
  let from = 0;
  steps.forEach((step, at) => {
    if (step.kind === 'key') return;
    stages.push(stageOf(step.kind, steps.slice(from, at)));
    from = at + 1;
  });
  const read = valueReader(steps.slice(from), true);
  if (stages.length === 0) return [(data) => elementsOf(read(data))];
  if (from < steps.length) stages.push((data) => one(read(data)));
  return stages;
}

function stageOf(kind: Exclude<PathStep['kind'], 'key'>, before: readonly PathStep[]): Stage {
  if (kind === 'leaves') return leavesReader(before.flatMap((step) => (step.kind === 'key' ? [step.name] : [])));
  const read = valueReader(before, true);
  const range = RANGES[kind];
  return (data) => range(read(data));
}

function elementsOf(value: Data | undefined): readonly Data[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Data[]) : [value];
}

const RANGES = { each: elementsOf, keys: keysOf, entries: entriesOf } as const;

function keysOf(value: Data | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function entriesOf(value: Data | undefined): readonly Data[] {
  return isObject(value) ? Object.entries(value).map(([key, one]) => ({ key, value: one })) : [];
}

function isObject(value: Data | undefined): value is { readonly [key: string]: Data } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Wrapped, because `flatMap` would otherwise flatten an element that is a list.
function one(value: Data | undefined): readonly Data[] {
  return value === undefined ? [] : [value];
}
