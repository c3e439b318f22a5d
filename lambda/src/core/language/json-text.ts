// Reads a text as JSON for `json(..)`. In: a value. Out: data; null for what is not JSON text or is too long.

import { limits } from './limits.ts';
import type { Data } from './rule-expression.ts';

/** Reads JSON text; never throws. */
export function readJsonText(text: Data): Data {
  if (typeof text !== 'string' || text.length > limits.jsonLength) return null;
  try {
    return JSON.parse(text) as Data;
  } catch {
    // Not JSON is an answer, not an error: the language says that such a field leads to nothing.
    return null;
  }
}
