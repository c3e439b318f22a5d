// Field paths: dotted names into a record, with the same result as the flattened view but without flattening.
// In: a path such as `userIdentity.arn` or `requestParameters.items.0.x`. Out: a reader of that field.
// Reads own keys of parsed JSON only, so no prototype can be reached.

import { isJsonObject, type Json } from './record.ts';

/** Reads the value at one path; `undefined` if there is none. Returns containers unchanged. */
export type FieldReader = (data: Json) => Json | undefined;

/** Compiles a dotted path. Finds keys that contain dots in the same way as the flattened key. */
export function fieldReader(path: string): FieldReader {
  if (!path.includes('.')) return (data) => own(data, path);
  const segments = path.split('.');
  const keys = segments.map((_, from) =>
    segments.slice(from).map((_, to) => segments.slice(from, from + to + 1).join('.')),
  );
  return (data) => walk(data, keys, 0);
}

// Few, because only code names them.
const readers = new Map<string, FieldReader>();

/** Reads the value at a path that code names, not a user; `undefined` if there is none. */
export function valueAt(data: Json, path: string): Json | undefined {
  const read = readers.get(path) ?? fieldReader(path);
  readers.set(path, read);
  return read(data);
}

/** Reads the string at a path that code names; `undefined` if there is none. */
export function textAt(data: Json, path: string): string | undefined {
  const value = valueAt(data, path);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a value is a leaf of the flattened view: a scalar or null, not an object or a list. */
export function isLeaf(value: Json | undefined): value is null | boolean | number | string {
  return value === null || (value !== undefined && typeof value !== 'object');
}

function own(data: Json, key: string): Json | undefined {
  if (Array.isArray(data)) return /^(0|[1-9]\d*)$/.test(key) ? data[Number(key)] : undefined;
  return isJsonObject(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

// A key may contain dots (`tags.kubernetes.io/name`), so this tries every split of the path. A leaf wins over a container. Of
// several leaves, the last one in the order of the record wins, as if the flattened view were filled key by key.
function walk(data: Json, keys: readonly (readonly string[])[], from: number): Json | undefined {
  const joined = keys[from];
  if (joined === undefined) return data;
  let found: Json | undefined;
  let foundKey: string | undefined;
  for (let length = 1; length <= joined.length; length++) {
    const key = joined[length - 1] as string;
    const next = own(data, key);
    if (next === undefined) continue;
    const value = walk(next, keys, from + length);
    if (value === undefined) continue;
    if (foundKey === undefined || wins(value, found as Json, comesLater(data, key, foundKey))) {
      [found, foundKey] = [value, key];
    }
  }
  return found;
}

function wins(value: Json, over: Json, isLater: boolean): boolean {
  return isLeaf(value) === isLeaf(over) ? isLater : isLeaf(value);
}

function comesLater(data: Json, key: string, other: string): boolean {
  const keys = Object.keys(data as object);
  return keys.indexOf(key) > keys.indexOf(other);
}
