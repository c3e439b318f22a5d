// Reads values of a trigger's payload, which may be any JSON.
// In: a value and a key. Out: the value of the key, if it has the requested type. Looks up own keys only; never throws.

import type { Json, JsonObject } from '../records/record.ts';

/** Whether a value is an object, not null and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key; undefined if there is none or if `value` is not an object. */
export function valueAt(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The object at a key; an empty object if there is none. */
export function objectAt(value: unknown, key: string): JsonObject {
  const inner = valueAt(value, key);
  return isObject(inner) ? inner : {};
}

/** The string at a key; undefined if there is none. */
export function textAt(value: unknown, key: string): string | undefined {
  const inner = valueAt(value, key);
  return typeof inner === 'string' ? inner : undefined;
}

/** The list at a key; undefined if there is none. */
export function listAt(value: unknown, key: string): readonly Json[] | undefined {
  const inner = valueAt(value, key);
  return Array.isArray(inner) ? inner : undefined;
}

/** Parsed JSON; undefined if the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The shape of a value, for a log line: its type and keys, never the values of the keys. */
export function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isObject(value)) return value === null ? 'null' : `a ${typeof value}`;
  const keys = Object.keys(value);
  const shown = keys.slice(0, 8).map((key) => key.slice(0, 40));
  const more = keys.length > shown.length ? `, and ${keys.length - shown.length} more` : '';
  return keys.length === 0 ? 'an empty object' : `an object with the keys ${shown.join(', ')}${more}`;
}
