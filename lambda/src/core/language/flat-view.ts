// The flattened view of data that defines what a path means: nested keys joined by dots, later ones in place of earlier
// ones. In: data. Out: its leaves and its containers by path. Used by the reference interpreter only; it costs memory.

import type { Data } from './rule-expression.ts';

export interface FlatView {
  readonly leaves: ReadonlyMap<string, Data>;
  readonly containers: ReadonlyMap<string, Data>;
}

/** Flattens data. */
export function flatView(data: Data): FlatView {
  const leaves = new Map<string, Data>();
  const containers = new Map<string, Data>();
  // A stack of its own: parsed JSON may be nested more deeply than calls can be.
  const waiting: [string, Data][] = entriesOf(data, '');
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    const isContainer = value !== null && typeof value === 'object';
    (isContainer ? containers : leaves).set(path, value);
    // One by one: a list may have more elements than a call can have arguments.
    if (isContainer) for (const entry of entriesOf(value, `${path}.`)) waiting.push(entry);
  }
  return { leaves, containers };
}

function entriesOf(data: Data, prefix: string): [string, Data][] {
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data)
    .map(([key, value]): [string, Data] => [prefix + key, value as Data])
    .reverse();
}
