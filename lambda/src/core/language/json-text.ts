// Reads a value for `json(..)`. In: a value. Out: the data in a string of JSON; an object or a list itself, because some
// services log a document as data; null for anything else, and for JSON that is too long.

import { limits } from './limits.ts';
import type { Data } from './rule-expression.ts';

/** Reads the data; never throws. */
export function readJson(value: Data): Data {
  if (typeof value !== 'string') return typeof value === 'object' ? value : null;
  if (value.length > limits.jsonLength) return null;
  try {
    return JSON.parse(value) as Data;
  } catch {
    // Not an error: the language defines that such a field has no data.
    return null;
  }
}
