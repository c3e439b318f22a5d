// Compiles the steps of a path into a reader of data. `[*]` gives the elements of a list; anything else that stands
// there counts as a list of one, nothing as the empty list. Reads own keys only.

import type { PathStep } from './ast.ts';
import { anyLookup, type Lookup, leafLookup } from './field-lookup.ts';
import type { Data } from './rule-expression.ts';

/** Reads what a path without `[*]` leads to: leaves only, or objects and lists too. */
export function valueReader(steps: readonly PathStep[], reachesContainers: boolean): Lookup {
  const keys = steps.flatMap((step) => (step.kind === 'key' ? [step.name] : []));
  return reachesContainers ? anyLookup(keys) : leafLookup(keys);
}

/** Reads the elements that a path leads to; a path without `[*]` stands for the elements of what it reaches. */
export function elementsReader(steps: readonly PathStep[]): (data: Data) => readonly Data[] {
  const stages = stagesOf(steps);
  return (data) => {
    let found: readonly Data[] = [data];
    for (const stage of stages) found = found.flatMap(stage);
    return found;
  };
}

type Stage = (data: Data) => readonly Data[];

// The keys up to each `[*]` make one stage, for a key may contain dots; what follows the last one is a stage of its own.
function stagesOf(steps: readonly PathStep[]): Stage[] {
  const stages: Stage[] = [];
  let from = 0;
  steps.forEach((step, at) => {
    if (step.kind !== 'each') return;
    const read = valueReader(steps.slice(from, at), true);
    stages.push((data) => elementsOf(read(data)));
    from = at + 1;
  });
  const read = valueReader(steps.slice(from), true);
  if (stages.length === 0) return [(data) => elementsOf(read(data))];
  if (from < steps.length) stages.push((data) => one(read(data)));
  return stages;
}

function elementsOf(value: Data | undefined): readonly Data[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Data[]) : [value];
}

// Wrapped, because `flatMap` would otherwise open a list that is itself the element.
function one(value: Data | undefined): readonly Data[] {
  return value === undefined ? [] : [value];
}
