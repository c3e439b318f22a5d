// The flattened view of data, which defines the meaning of a path: nested keys joined by dots, later keys replace earlier
// ones. In: data. Out: its leaves and containers by path. Only the reference interpreter uses it, because it needs memory.

import type { PathStep } from './ast.ts';
import type { Data } from './rule-expression.ts';

export interface FlatView {
  readonly leaves: ReadonlyMap<string, Data>;
  readonly containers: ReadonlyMap<string, Data>;
}

/** Flattens data. */
export function flatView(data: Data): FlatView {
  const leaves = new Map<string, Data>();
  const containers = new Map<string, Data>();
  // An explicit stack, because parsed JSON can be nested deeper than the call stack.
  const waiting: [string, Data][] = entriesOf(data, '');
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    const isContainer = value !== null && typeof value === 'object';
    (isContainer ? containers : leaves).set(path, value);
    // One push per element, because a list can have more elements than a call can have arguments.
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

/** The leaves at a path and below it, through all lists on the way; `path` is null for the data itself. */
export function leavesAt(data: Data, path: string | null): readonly Data[] {
  if (data === null || typeof data !== 'object') return path === null ? [data] : [];
  const [first] = path?.split('.') ?? [];
  const isIndexed = Array.isArray(data) && first !== undefined && /^(0|[1-9]\d*)$/.test(first);
  if (Array.isArray(data) && !isIndexed) return data.flatMap((item) => leavesAt(item, path));
  if (path === null) return Object.values(data).flatMap((item) => leavesAt(item, null));
  const named = Object.entries(data).filter(([key]) => path === key || path.startsWith(`${key}.`));
  return named
    .sort(([a], [b]) => a.length - b.length)
    .flatMap(([key, item]) => leavesAt(item, path === key ? null : path.slice(key.length + 1)));
}

/** The elements of a list, or the keys or entries of an object, at the value found at a path, if there is one. */
export function ranged(kind: Exclude<PathStep['kind'], 'key' | 'leaves'>, found: readonly Data[]): readonly Data[] {
  const [value] = found;
  if (value === undefined || value === null) return [];
  if (kind === 'each') return Array.isArray(value) ? value : [value];
  if (typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).map(([key, one]) => (kind === 'keys' ? key : { key, value: one }));
}
