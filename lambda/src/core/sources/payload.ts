// Reads values of a trigger's payload, which may be any JSON at all.
// In: a value and a key. Out: what stands there, if it is of the type asked for. Looks up own keys only; never throws.

import type { Json, JsonObject } from '../records/record.ts';

/** Whether a value is an object, not null and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key; undefined where there is none or the value is no object. */
export function valueAt(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The object at a key; an empty one where there is none. */
export function objectAt(value: unknown, key: string): JsonObject {
  const inner = valueAt(value, key);
  return isObject(inner) ? inner : {};
}

/** The text at a key; undefined where there is none. */
export function textAt(value: unknown, key: string): string | undefined {
  const inner = valueAt(value, key);
  return typeof inner === 'string' ? inner : undefined;
}

/** The list at a key; undefined where there is none. */
export function listAt(value: unknown, key: string): readonly Json[] | undefined {
  const inner = valueAt(value, key);
  return Array.isArray(inner) ? inner : undefined;
}

/** Parsed JSON; undefined where the text is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What a value looks like, for a log line: its kind and keys, never what stands under them. */
export function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isObject(value)) return value === null ? 'null' : `a ${typeof value}`;
  const keys = Object.keys(value);
  const shown = keys.slice(0, 8).map((key) => key.slice(0, 40));
  const more = keys.length > shown.length ? `, and ${keys.length - shown.length} more` : '';
  return keys.length === 0 ? 'an empty object' : `an object with the keys ${shown.join(', ')}${more}`;
}
