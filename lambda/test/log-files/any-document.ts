// Generates log files in every notation that JSON allows: keys in any order, repeated and nested `Records`, elements of every
// type, white space and escapes. In: a source of numbers. Out: a text, and what the reader must find in it.
// Does not use the reader: the expectation comes from `JSON.parse` of each list.

import fc from 'fast-check';
import type { Json } from '../../src/core/records/record.ts';
import { dice, type Roll, space, writeSpaced, writeString, writeValue } from './any-notation.ts';

export interface AnyDocument {
  readonly text: string;
  /** Elements of all top-level lists `Records`, in order. Null if there is no such list. */
  readonly elements: readonly Json[] | null;
  /** Top-level `Records` that are not lists. */
  readonly otherRecords: number;
  /** For each element, the offset in `text` after it. */
  readonly ends: readonly number[];
  /** How many lists there are, so that a test knows whether `JSON.parse` of the whole text is comparable. */
  readonly lists: number;
}

/** Documents; about one in five has no list `Records`. */
export function anyDocument(): fc.Arbitrary<AnyDocument> {
  return fc
    .tuple(fc.array(member(), { maxLength: 4 }), fc.nat())
    .map(([members, seed]) => document(members, dice(seed)));
}

interface Member {
  readonly key: string;
  readonly value: Json;
}

const KEYS = ['Records', 'Records', 'Records', 'Next', 'records', 'a', '', '"Records', 'é\\', 'eventVersion'];

function member(): fc.Arbitrary<Member> {
  return fc.oneof(
    { arbitrary: fc.record({ key: fc.constant('Records'), value: list() }), weight: 3 },
    { arbitrary: fc.record({ key: fc.constantFrom(...KEYS), value: anyJson() }), weight: 2 },
    { arbitrary: fc.record({ key: fc.constantFrom('Next', 'a'), value: nested() }), weight: 1 },
  );
}

// `Records` inside another value, which are not the file's records.
function nested(): fc.Arbitrary<Json> {
  return fc.oneof(
    list().map((Records) => ({ Records })),
    list().map((Records) => [{ Records }, ...Records]),
  );
}

function list(): fc.Arbitrary<readonly Json[]> {
  const element = fc.oneof({ arbitrary: record(), weight: 4 }, { arbitrary: anyJson(), weight: 1 });
  return fc.oneof(
    { arbitrary: fc.array(element, { maxLength: 8 }), weight: 3 },
    { arbitrary: fc.array(record(), { maxLength: 20 }), weight: 1 },
  );
}

function record(): fc.Arbitrary<Json> {
  return fc
    .tuple(fc.nat({ max: 99 }), fc.constantFrom('ConsoleLogin', 'GetObject'), fc.option(anyJson(), { freq: 3 }))
    .map(([id, eventName, more]) => ({ eventVersion: '1.08', eventName, eventID: String(id), more }));
}

const TEXTS = [
  'ConsoleLogin',
  '},{',
  ']}',
  '"',
  '\\',
  '{"eventVersion":"1"}',
  '[{"eventVersion":1},',
  'é😀',
  '\u2028',
  '',
];

function anyJson(): fc.Arbitrary<Json> {
  return fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.constantFrom<Json[]>(...TEXTS, null, true, false, 0, -1.5, 1e21),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('Records', 'eventVersion', 'eventName', '{', 'x.y'), tie('json'), { maxKeys: 3 }),
    ),
  })).json;
}

function document(members: readonly Member[], roll: Roll): AnyDocument {
  const ends: number[] = [];
  let text = `${roll(8) === 0 ? '\ufeff' : ''}${space(roll)}{`;
  for (const [index, { key, value }] of members.entries()) {
    text += `${index === 0 ? '' : ','}${space(roll)}${writeString(key, roll)}${space(roll)}:${space(roll)}`;
    if (key === 'Records' && Array.isArray(value)) text = writeRecords(text, value, ends, roll);
    else text += writeSpaced(value, roll);
  }
  const lists = members.filter(({ key, value }) => key === 'Records' && Array.isArray(value));
  const elements = lists.flatMap(({ value }) => JSON.parse(JSON.stringify(value)) as Json[]);
  return {
    text: `${text}${space(roll)}}${space(roll)}`,
    elements: lists.length === 0 ? null : elements,
    otherRecords: members.filter(({ key, value }) => key === 'Records' && !Array.isArray(value)).length,
    ends,
    lists: lists.length,
  };
}

function writeRecords(before: string, records: readonly Json[], ends: number[], roll: Roll): string {
  let text = `${before}[${space(roll)}`;
  for (const [index, record] of records.entries()) {
    text += `${index === 0 ? '' : `,${space(roll)}`}${writeValue(record, roll)}`;
    ends.push(text.length);
    text += space(roll);
  }
  return `${text}]${space(roll)}`;
}
