// Looks up a dotted path in parsed JSON with the semantics of the flattened view, but without flattening:
// keys may contain dots, the last leaf in document order wins, and a leaf takes precedence over a container.
// In: keys. Out: a lookup. Reads only own keys, so no prototype is reachable. Never throws; linear in the data at worst.

import type { Data, LanguageEnvironment } from './rule-expression.ts';
import { isLeaf } from './values.ts';

/** Returns the value at a path; `undefined` if there is none. */
export type Lookup = (data: Data) => Data | undefined;

const byEnvironment = new WeakMap<LanguageEnvironment, Map<string, Lookup>>();

/** Creates a lookup of leaves: scalars and nulls, never an object or a list. */
export function leafLookup(keys: readonly string[]): Lookup {
  return lookup(keys, false);
}

/**
 * Returns the lookup of a leaf that all rules of an environment share: it reads each field of an event once, however many rules use
 * it, which is why events are read-only.
 */
export function sharedLeafLookup(path: string, environment: LanguageEnvironment): Lookup {
  const lookups = byEnvironment.get(environment) ?? new Map<string, Lookup>();
  byEnvironment.set(environment, lookups);
  const lookup = lookups.get(path) ?? remembering(leafLookup([path]));
  lookups.set(path, lookup);
  return lookup;
}

/** Creates a lookup of any value: the leaf if there is one, otherwise the object or list. */
export function anyLookup(keys: readonly string[]): Lookup {
  const leaf = lookup(keys, false);
  const container = lookup(keys, true);
  return (data) => {
    const found = leaf(data);
    return found === undefined ? container(data) : found;
  };
}

function remembering(read: Lookup): Lookup {
  let lastEvent: Data | undefined;
  let found: Data | undefined;
  return (event) => {
    if (event !== lastEvent) {
      found = read(event);
      lastEvent = event;
    }
    return found;
  };
}

function lookup(keys: readonly string[], containers: boolean): Lookup {
  const steps = keys.flatMap((key) => key.split('.'));
  const joined = steps.map((_, from) =>
    steps.slice(from).map((_, length) => steps.slice(from, from + length + 1).join('.')),
  );
  return (data) => walk(data, joined, 0, containers);
}

// `joined[from][length - 1]` is the key that joins `length` steps. Tries every split of the path; at most one of them
// reaches a given node of the data.
function walk(data: Data, joined: readonly (readonly string[])[], from: number, containers: boolean): Data | undefined {
  if (from === joined.length) return isLeaf(data) === containers ? undefined : data;
  if (isLeaf(data)) return undefined;
  const keys = joined[from] as readonly string[];
  let found: Data | undefined;
  let foundKey: string | undefined;
  for (let length = 0; length < keys.length; length++) {
    const key = keys[length] as string;
    const next = own(data, key);
    if (next === undefined) continue;
    const value = walk(next, joined, from + length + 1, containers);
    if (value === undefined) continue;
    if (foundKey === undefined || comesLater(data, key, foundKey)) [found, foundKey] = [value, key];
  }
  return found;
}

function own(data: Data, key: string): Data | undefined {
  if (Array.isArray(data)) return /^(0|[1-9]\d*)$/.test(key) ? (data as readonly Data[])[Number(key)] : undefined;
  return Object.hasOwn(data as object, key) ? (data as { readonly [key: string]: Data })[key] : undefined;
}

function comesLater(data: Data, key: string, other: string): boolean {
  const keys = Object.keys(data as object);
  return keys.indexOf(key) > keys.indexOf(other);
}
