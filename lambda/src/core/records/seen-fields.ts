// The fields that records have. In: records. Out: each field as a flattened path, in how many records it has a value, and examples of
// its values. All elements of a list share the path `items[*].x`. A null is no value, as in rules.

import { flatten } from 'flat';
import type { Json, JsonObject } from './record.ts';

/** A value that is neither null nor an object or a list. */
export type Leaf = string | number | boolean;

export interface SeenField {
  /** In how many records. */
  readonly count: number;
  /** Different values, the first ones that were seen. Texts of more than 200 characters are left out. */
  readonly examples: ReadonlySet<Leaf>;
}

const MOST_FIELDS = 2_000;
const MOST_EXAMPLES = 100;
const LONGEST_EXAMPLE = 200;
/** Levels of objects and lists; what is below has no field. */
const DEEPEST = 16;

export class SeenFields {
  private readonly fields = new Map<string, { count: number; readonly examples: Set<Leaf> }>();
  /** How many times a field was left out, because there are more than 2,000 fields. */
  leftOut = 0;

  /** By path. */
  get byPath(): ReadonlyMap<string, SeenField> {
    return this.fields;
  }

  add(record: JsonObject): void {
    const counted = new Set<string>();
    for (const [path, value] of leavesOf(record, '', 0)) this.addLeaf(path, value, counted);
  }

  private addLeaf(path: string, value: Leaf, counted: Set<string>): void {
    const field = this.fields.get(path) ?? { count: 0, examples: new Set() };
    if (field.count === 0 && this.fields.size >= MOST_FIELDS) {
      this.leftOut++;
      return;
    }
    if (!counted.has(path)) field.count++;
    counted.add(path);
    const isShort = typeof value !== 'string' || value.length <= LONGEST_EXAMPLE;
    if (isShort && field.examples.size < MOST_EXAMPLES) field.examples.add(value);
    this.fields.set(path, field);
  }
}

// Lists stay as they are: an index in a flattened path would look like a key.
function* leavesOf(value: Json, path: string, depth: number): Generator<[path: string, value: Leaf]> {
  if (value === null || depth > DEEPEST) return;
  if (typeof value !== 'object') yield [path, value];
  else if (Array.isArray(value)) for (const one of value) yield* leavesOf(one, `${path}[*]`, depth + 1);
  else {
    const flat = flatten<Json, Record<string, Json>>(value, { safe: true, maxDepth: DEEPEST });
    for (const [key, inner] of Object.entries(flat)) {
      yield* leavesOf(inner, path === '' ? key : `${path}.${key}`, depth + key.split('.').length);
    }
  }
}
