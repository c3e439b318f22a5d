// Field paths: dotted names into a record, with the meaning of the flattened view but without flattening.
// In: a path such as `userIdentity.arn` or `requestParameters.items.0.x`. Out: a reader of that field.
// Reads own keys of parsed JSON only, so no prototype can be reached.

import { isJsonObject, type Json } from './record.ts';

/** Reads what stands at one path; `undefined` where there is nothing. Containers are returned as they are. */
export type FieldReader = (data: Json) => Json | undefined;

/** Compiles a dotted path. Keys that contain dots are found as the flattened key finds them. */
export function fieldReader(path: string): FieldReader {
  if (!path.includes('.')) return (data) => own(data, path);
  const segments = path.split('.');
  return (data) => walk(data, segments, 0);
}

/** Reads the text at a path; `undefined` where there is none or where it is no string. */
export function textAt(data: Json, path: string): string | undefined {
  const value = fieldReader(path)(data);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a value is a leaf of the flattened view: a scalar or null, no object and no list. */
export function isLeaf(value: Json | undefined): value is null | boolean | number | string {
  return value === null || (value !== undefined && typeof value !== 'object');
}

function own(data: Json, key: string): Json | undefined {
  if (Array.isArray(data)) return /^(0|[1-9]\d*)$/.test(key) ? data[Number(key)] : undefined;
  return isJsonObject(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

// A key may itself contain dots (`tags.kubernetes.io/name`), so every split of the path is tried. A leaf wins over a
// container, and of several leaves the last one in the order of the record, as when a flattened view is filled key by key.
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
