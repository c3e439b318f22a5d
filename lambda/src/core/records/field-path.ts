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
  return (data) => walk(data, segments, 0);
}

/** Reads the string at a path; `undefined` if there is none. */
export function textAt(data: Json, path: string): string | undefined {
  const value = fieldReader(path)(data);
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
function walk(data: Json, segments: readonly string[], from: number): Json | undefined {
  if (from === segments.length) return data;
  let found: Json | undefined;
  let foundKey: string | undefined;
  let key = '';
  for (let to = from; to < segments.length; to++) {
    key = to === from ? (segments[to] as string) : `${key}.${segments[to]}`;
    const next = own(data, key);
    if (next === undefined) continue;
    const value = walk(next, segments, to + 1);
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
