import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldCondition } from '../records/record-filter.ts';
import { SOURCE_SHA256 } from './compiled-find-records.ts';
import { hasMark, marksOf } from './marks.ts';
import { RecordFinder } from './record-finder.ts';
import { TextWindow } from './text-window.ts';

const MOST = 1e6;

function windowOf(text: string): TextWindow {
  const bytes = Buffer.from(text);
  const window = new TextWindow(bytes.length + 1);
  window.add(bytes);
  return window;
}

function finderFor(...conditions: FieldCondition[]): RecordFinder {
  return new RecordFinder(marksOf({ alternatives: conditions.map((condition) => [condition]) }));
}

const equals = (path: string, ...values: string[]): FieldCondition => ({ path, test: 'equals', values });
const named = (eventName: string) => JSON.stringify({ eventVersion: '1.08', eventName });

/** The texts of the candidates, and how many records there are. A search ends after some candidates, so there are several. */
function found(finder: RecordFinder, text: string, most = MOST) {
  const window = windowOf(text);
  const texts: string[] = [];
  let read = 0;
  for (;;) {
    const { candidates, others, stop, isTorn } = finder.find(window, most);
    read += candidates.reduce((sum, candidate) => sum + candidate.others + 1, others);
    texts.push(...candidates.map(({ start, end }) => Buffer.from(text).toString('utf8', start, end)));
    if (stop === window.at || candidates.length === 0) return { texts, read, stop, isTorn };
    window.at = stop;
  }
}

describe('the finder', () => {
  const stopLogging = finderFor(equals('eventName', 'StopLogging', 'b', 'c', 'd', 'e'));

  it('has been compiled from its source', () => {
    const source = readFileSync(new URL('../../../wasm/find-records.ts', import.meta.url));
    expect(createHash('sha256').update(source).digest('hex')).toBe(SOURCE_SHA256);
  });

  it('finds the candidates and counts the others', () => {
    const text = `${named('a1')}, ${named('StopLogging')} ,\n${named('a2')},${named('a3')}]`;
    expect(found(stopLogging, text)).toEqual({
      texts: [named('StopLogging')],
      read: 4,
      stop: text.length - 1,
      isTorn: false,
    });
  });

  it.each<[string, string, number, boolean]>([
    ['an object that does not end', `${named('a')},{"eventName":"`, named('a').length + 1, true],
    ['a string that does not end', `{"eventName":"}}}},`, 0, true],
    ['an object whose separator is not visible', `${named('a')},${named('b')} `, named('a').length + 1, false],
    ['something else than an object', `${named('a')},7,${named('b')}]`, named('a').length + 1, false],
    ['a missing comma', `${named('a')},${named('b')}${named('c')}]`, named('a').length + 1, false],
    ['the end of the list', `${named('a')} ]}`, named('a').length + 1, false],
    ['the end of the window', `${named('a')},  `, named('a').length + 3, false],
    ['a backslash outside of strings', `{"a":\\"},{"b":"}",{"c":1}]`, 0, false],
    ['nothing', '', 0, false],
  ])('stops at %s', (_, text, stop, isTorn) => {
    expect(found(stopLogging, text)).toMatchObject({ stop, isTorn });
  });

  it('stops at an object that is longer than a record may be', () => {
    const long = named('x'.repeat(500));
    expect(found(stopLogging, `${named('a')},${long},${named('b')}]`, 400)).toMatchObject({ read: 1, isTorn: false });
  });

  it('is not confused by braces, quotes and backslashes in strings, wherever they are in a block', () => {
    const parts = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      ',',
      ']',
      'x',
      'é',
      '\n',
      'StopLogging',
      '"eventName":"StopLogging"',
    );
    const value = fc.array(parts, { maxLength: 90 }).map((chosen) => chosen.join(''));
    fc.assert(
      fc.property(
        fc.array(fc.record({ eventName: value, more: fc.dictionary(value, value) }), { minLength: 1 }),
        (records) => {
          const texts = records.map((record) => JSON.stringify(record));
          expect(found(new RecordFinder(null), `${texts.join(',')}]`).texts).toEqual(texts);
          const { read, texts: candidates } = found(stopLogging, `${texts.join(',')}]`);
          expect(read).toBe(records.length);
          expect(candidates).toEqual(
            expect.arrayContaining(texts.filter((_, i) => records[i]?.eventName === 'StopLogging')),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds a mark at any offset', () => {
    for (let filler = 0; filler < 200; filler++) {
      const other = JSON.stringify({ more: 'x'.repeat(filler) });
      expect(found(stopLogging, `${other},${named('StopLogging')},${other}]`)).toMatchObject({
        texts: [named('StopLogging')],
        read: 3,
      });
    }
  });

  it('finds long keys and values, and values that begin as asked', () => {
    const key = 'k'.repeat(100);
    const value = 'v'.repeat(100);
    const asked: FieldCondition[] = [
      equals(key, value, 'b', 'c', 'd', 'e', 'f'),
      { path: 'eventName', test: 'startsWith', values: [value, 'Delete', ''] },
    ];
    const texts = [{ [key]: value }, { eventName: `${value}v` }, { eventName: 'DeleteTrail' }, { eventName: 'any' }];
    const records = texts.map((record) => JSON.stringify(record));
    expect(found(finderFor(...asked), `${records.join(',')},{"eventName":7}]`)).toMatchObject({
      texts: records,
      read: 5,
    });
  });

  it('finds the same candidates as a search in the text, for values of any length and case', () => {
    const value = fc
      .array(fc.constantFrom('a', 'A', 'b', 'bcdefgh', 'é', '"'), { maxLength: 12 })
      .map((of) => of.join(''));
    const condition = fc.record({
      path: fc.constantFrom('eventName', 'k'.repeat(31), 'k'.repeat(40)),
      test: fc.constantFrom('equals', 'iequals', 'startsWith', 'istartsWith'),
      // With several values, it costs less to search for the key.
      values: fc.array(value, { minLength: 6, maxLength: 9 }),
    } as const);
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), fc.array(value), (conditions, others) => {
        const marks = marksOf({ alternatives: conditions.map((one) => [one]) });
        const values = [...conditions.flatMap(({ values }) => values), ...others];
        const texts = conditions.flatMap(({ path }) =>
          values.flatMap((one) => [one, one.toLowerCase(), `${one}x`].map((of) => JSON.stringify({ [path]: of }))),
        );
        const expected = texts.filter((text) => hasMark(marks ?? [], Buffer.from(text).toString('latin1')));
        expect(found(new RecordFinder(marks), `${texts.join(',')}]`)).toMatchObject({
          texts: expected,
          read: texts.length,
        });
      }),
    );
  });

  it('finds more candidates than its memory holds at a time', () => {
    const text = `${Array.from({ length: 3000 }, () => '{}').join(',')}]`;
    const finder = new RecordFinder(null);
    const window = windowOf(text);
    let read = 0;
    for (;;) {
      const { candidates, stop } = finder.find(window, MOST);
      read += candidates.length;
      window.at = stop;
      if (candidates.length === 0) break;
    }
    expect({ read, rest: window.rest }).toEqual({ read: 3000, rest: 1 });
  });

  it('finds any of more marks than the program holds', () => {
    const keys = Array.from({ length: 100 }, (_, index) => `field${index}`);
    const finder = finderFor(...keys.map((key) => equals(key, 'a', 'b', 'c', 'd', 'e', 'f')));
    const records = keys.map((key) => JSON.stringify({ [key]: 'c' }));
    expect(found(finder, `${records.join(',')},{"field1":"z"}]`)).toMatchObject({ texts: records, read: 101 });
  });

  it('reads two files in turns', () => {
    const [one, other] = [windowOf(`${named('StopLogging')},7]`), windowOf(`{},${named('StopLogging')},{}]`)];
    const answers = [one, other, one, other].map((window) => stopLogging.find(window, MOST).candidates);
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toEqual(answers[3]);
    expect(answers[0]).not.toEqual(answers[1]);
  });

  it('reads windows that are larger than its memory was', () => {
    const record = named('x'.repeat(300_000));
    expect(found(stopLogging, `${named('StopLogging')},${record},${record}]`)).toMatchObject({
      read: 3,
      isTorn: false,
    });
  });
});
