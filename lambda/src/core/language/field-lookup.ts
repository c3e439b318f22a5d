// Finds what stands at a dotted path of parsed JSON, with the meaning of the flattened view but without flattening:
// keys may contain dots, the last leaf in document order wins, a leaf is preferred to a container.
// Reads own keys only, so no prototype can be reached. Never throws; time is linear in the data at worst.

import type { Data } from './rule-expression.ts';
import { isLeaf } from './values.ts';

/** What stands at a path; `undefined` where there is nothing. */
export type Lookup = (data: Data) => Data | undefined;

/** A look-up of leaves: scalars and nulls, never an object or a list. */
export function leafLookup(keys: readonly string[]): Lookup {
  return lookup(keys, false);
}

/** A look-up of anything: a leaf where there is one, else an object or a list. */
export function anyLookup(keys: readonly string[]): Lookup {
  const leaf = lookup(keys, false);
  const container = lookup(keys, true);
  return (data) => {
    const found = leaf(data);
    return found === undefined ? container(data) : found;
  };
}

function lookup(keys: readonly string[], containers: boolean): Lookup {
  const steps = keys.flatMap((key) => key.split('.'));
  if (steps.length === 0) return (data) => (isLeaf(data) === containers ? undefined : data);
  const joined = steps.map((_, from) =>
    steps.slice(from).map((_, length) => steps.slice(from, from + length + 1).join('.')),
  );
  return (data) => walk(data, joined, 0, containers);
}

// `joined[from][length - 1]` is the key made of so many steps. Every split of the path is tried; each node of the data is
// reached by at most one of them.
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
