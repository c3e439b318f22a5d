import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './record.ts';
import { type Leaf, SeenFields } from './seen-fields.ts';

const seenIn = (...records: JsonObject[]) => {
  const seen = new SeenFields();
  for (const record of records) seen.add(record);
  return seen;
};

const fieldsIn = (...records: JsonObject[]) =>
  [...seenIn(...records).byPath].map(([path, { count, examples }]) => [path, count, [...examples]]);

const nested = (depth: number): Json => (depth === 0 ? 'x' : { a: nested(depth - 1) });
const nestedList = (depth: number): Json => (depth === 0 ? 'x' : [nestedList(depth - 1)]);

describe('the fields of records', () => {
  it.each<[string, JsonObject[], unknown[]]>([
    ['are flattened paths', [{ a: { b: { c: 1 } } }], [['a.b.c', 1, [1]]]],
    ['share a path for all elements of a list', [{ a: [{ b: 1 }, { b: 2 }] }], [['a[*].b', 1, [1, 2]]]],
    ['can be elements of lists in lists', [{ a: [[1], ['x']] }], [['a[*][*]', 1, [1, 'x']]]],
    [
      'count each record once',
      [{ a: [1, 1] }, { a: [1] }, { b: true }],
      [
        ['a[*]', 2, [1]],
        ['b', 1, [true]],
      ],
    ],
    ['are not those without a value', [{ a: null, b: {}, c: [], d: { e: null } }], []],
    ['have numbers as keys', [{ a: { 0: 'x' } }], [['a.0', 1, ['x']]]],
    [
      'can have names that objects inherit',
      [{ constructor: 'x', a: { toString: 1 } }],
      [
        ['constructor', 1, ['x']],
        ['a.toString', 1, [1]],
      ],
    ],
    ['have no long examples', [{ a: 'x'.repeat(201) }, { a: 'y'.repeat(200) }], [['a', 2, ['y'.repeat(200)]]]],
  ])('%s', (_, records, expected) => {
    expect(fieldsIn(...records)).toEqual(expected);
  });

  it('are at most 2,000, and the others are counted', () => {
    const record = Object.fromEntries(Array.from({ length: 2_100 }, (_, at) => [`k${at}`, at]));
    const seen = seenIn(record, record);
    expect([seen.byPath.size, seen.leftOut]).toEqual([2_000, 200]);
    expect(seen.byPath.get('k1999')).toEqual({ count: 2, examples: new Set([1999]) });
  });

  it('have at most 100 examples', () => {
    const [field] = [...seenIn({ a: Array.from({ length: 150 }, (_, at) => at) }).byPath.values()];
    expect(field?.examples.size).toBe(100);
  });

  it.each([
    ['objects', nested],
    ['lists', nestedList],
  ])('end at a depth of 16 %s', (_, build) => {
    expect([16, 17, 5_000].map((depth) => fieldsIn({ a: build(depth - 1) }).length)).toEqual([1, 0, 0]);
  });

  it('are those that a walk without the package finds', () => {
    const key = fc.string({ minLength: 1, maxLength: 3 }).filter((text) => !/[.[]/.test(text) && text !== '__proto__');
    const { json } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Json[]>(null, true, 0, 'x'),
        fc.array(tie('json'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true }), (record) => {
        const walked = new Map<string, Set<Leaf>>();
        walk(record, '', walked);
        expect(new Map([...seenIn(record).byPath].map(([path, { examples }]) => [path, examples]))).toEqual(walked);
      }),
    );
  });
});

function walk(value: Json, path: string, found: Map<string, Set<Leaf>>): void {
  if (value === null) return;
  if (typeof value !== 'object') found.set(path, (found.get(path) ?? new Set()).add(value));
  else if (Array.isArray(value)) for (const one of value) walk(one, `${path}[*]`, found);
  else for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`, found);
}
