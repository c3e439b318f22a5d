// Parses a string as JSON for `json(..)`. In: a value. Out: data; null for anything that is not JSON or is too long.

import { limits } from './limits.ts';
import type { Data } from './rule-expression.ts';

/** Parses JSON; never throws. */
export function readJsonText(text: Data): Data {
  if (typeof text !== 'string' || text.length > limits.jsonLength) return null;
  try {
    return JSON.parse(text) as Data;
  } catch {
    // Not an error: the language defines that such a field has no data.
    return null;
  }
}
