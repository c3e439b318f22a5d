// Reads `leaves(path)`: every leaf at a path or below it. In: the keys of the path. Out: a function from data to the leaves in
// document order. A list on the way counts with all its elements, unless the next key is an index. Keys may contain dots.
// Uses an explicit stack, because parsed JSON can be nested deeper than the call stack. Linear in the data.

import type { Data } from './rule-expression.ts';
import { isList } from './values.ts';

/** Data that is still to be read, and the number of keys before it. */
type Waiting = readonly [data: Data, from: number];

const INDEX = /^(0|[1-9]\d*)$/;

/** Creates a reader of the leaves at a path. */
export function leavesReader(keys: readonly string[]): (data: Data) => readonly Data[] {
  const steps = keys.flatMap((key) => key.split('.'));
  return (data) => {
    const leaves: Data[] = [];
    const waiting: Waiting[] = [[data, 0]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [value, from] = next;
      if (value !== null && typeof value === 'object') pushReversed(waiting, childrenOf(value, steps, from));
      else if (from === steps.length) leaves.push(value);
    }
    return leaves;
  };
}

function childrenOf(value: Exclude<Data, null>, steps: readonly string[], from: number): readonly Waiting[] {
  const step = steps[from];
  if (!isList(value)) return step === undefined ? valuesOf(value, from) : namedChildren(value, steps, from);
  if (step === undefined || !INDEX.test(step)) return value.map((item): Waiting => [item, from]);
  const item = value[Number(step)];
  return item === undefined ? [] : [[item, from + 1]];
}

function valuesOf(value: Exclude<Data, null>, from: number): readonly Waiting[] {
  return Object.values(value as object).map((item: Data): Waiting => [item, from]);
}

// Every key that is the next step, or several steps joined by dots.
function namedChildren(value: Exclude<Data, null>, steps: readonly string[], from: number): readonly Waiting[] {
  const children: Waiting[] = [];
  for (let key = '', to = from; to < steps.length; to++) {
    key = to === from ? (steps[to] as string) : `${key}.${steps[to]}`;
    if (Object.hasOwn(value as object, key)) children.push([(value as { [key: string]: Data })[key] as Data, to + 1]);
  }
  return children;
}

// One push per element, because a list can have more elements than a call can have arguments.
function pushReversed(waiting: Waiting[], children: readonly Waiting[]): void {
  for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at] as Waiting);
}
