import fc from 'fast-check';
import { flatten } from 'flat';
import { describe, expect, it } from 'vitest';
import { fieldReader, isLeaf, textAt } from './field-path.ts';
import type { Json, JsonObject } from './record.ts';

const cases: [string, Json, string, Json | undefined][] = [
  ['reads a nested field', { a: { b: 'x' } }, 'a.b', 'x'],
  ['reads a list element by index', { a: [{ b: 1 }] }, 'a.0.b', 1],
  ['reads a key that contains dots', { tags: { 'kubernetes.io/name': 'n' } }, 'tags.kubernetes.io/name', 'n'],
  ['returns null for a JSON null', { a: null }, 'a', null],
  ['returns a container unchanged', { a: { b: 1 } }, 'a', { b: 1 }],
  ['returns nothing for a missing field', { a: 1 }, 'a.b', undefined],
  ['returns nothing for inherited names', {}, 'constructor', undefined],
  ['returns nothing for the length of a list', { a: [1] }, 'a.length', undefined],
  ['accepts no index with a leading zero', { a: [1, 2] }, 'a.01', undefined],
  ['prefers the later of two leaves', { 'a.b': 'first', a: { b: 'second' } }, 'a.b', 'second'],
  ['prefers the later of two leaves in the other order', { a: { b: 'first' }, 'a.b': 'second' }, 'a.b', 'second'],
  ['reads the element at an index of two digits', { a: [...'abcdefghijk'] }, 'a.10', 'k'],
  ['prefers a leaf to a container', { a: { b: 'x' }, 'a.b': {} }, 'a.b', 'x'],
];

describe('fieldReader', () => {
  it.each(cases)('%s', (_, data, path, expected) => {
    expect(fieldReader(path)(data)).toEqual(expected);
  });

  it('reads every leaf of the flattened view', () => {
    const key = fc.constantFrom('a', 'b', 'a.b', 'c');
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.constantFrom('x', 1, null, true), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    })).object;
    fc.assert(
      fc.property(json, (object) => {
        const record = object as JsonObject;
        const leaves = Object.entries(flatten<Json, JsonObject>(record)).filter(([, value]) => isLeaf(value));
        for (const [path, value] of leaves) expect(fieldReader(path)(record)).toEqual(value);
      }),
    );
  });
});

describe('textAt', () => {
  it('returns a string, and nothing for any other value', () => {
    expect([textAt({ a: 'x' }, 'a'), textAt({ a: 1 }, 'a'), textAt({}, 'a')]).toEqual(['x', undefined, undefined]);
  });
});

describe('isLeaf', () => {
  it('accepts scalars and null, but neither containers nor missing values', () => {
    expect([isLeaf('x'), isLeaf(null), isLeaf({}), isLeaf([]), isLeaf(undefined)]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
