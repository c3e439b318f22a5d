// The flattened view: every leaf of a record under its dotted path, in a Map so that an inherited name is never a key.
// In: a record. Out: `requestParameters.items.0.x` -> value. This defines the meaning of a path. The pipeline reads single
// paths (field-path.ts) without the cost of flattening, and tests compare the two.

import { flatten as flattenToObject } from 'flat';
import type { Json, JsonObject } from './record.ts';

/** A scalar of the flattened view. */
export type Leaf = null | boolean | number | string;

// Values nested deeper have no leaves here: `flat` would overflow the stack.
const DEEPEST = 500;

/** Every leaf by its dotted path. Empty objects and lists have no entry (`flat` would keep them), a JSON null has one. */
export function flattenRecord(record: JsonObject): ReadonlyMap<string, Leaf> {
  const flat = flattenToObject<JsonObject, Record<string, Json>>(record, { maxDepth: DEEPEST });
  const leaves = new Map<string, Leaf>();
  for (const [path, value] of Object.entries(flat)) {
    if (value === null || typeof value !== 'object') leaves.set(path, value);
  }
  return leaves;
}
