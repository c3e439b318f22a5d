// Slow: takes more than its share of the unit tests.
// From the text of a log file to the decisions: whatever the rules, the values and the notation, the search for candidates and the index
// of rules miss nothing. The oracle parses the text and evaluates every rule on every record. FUZZ_RUNS=50000 makes the run long.

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import { FileReader } from '../../src/core/log-files/file-reader.ts';
import { LOG_FILE_LIMITS } from '../../src/core/log-files/limits.ts';
import { joinParts } from '../../src/core/log-files/read-log-file.ts';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import type { RecordFilter } from '../../src/core/records/record-filter.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import { dice, space, writeString, writeValue } from '../log-files/any-notation.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 400);
const LISTS = { names: ['ConsoleLogin', 'é', 'k'.repeat(40)], none: [] };
const ENVIRONMENT = ruleEnvironment(LISTS);

// Letters whose other case is longer or outside of ASCII, JSON in strings, and lengths around those that the search compares: 8 bytes,
// 16, 32, 63.
const TEXTS = [
  ...['ConsoleLogin', 'CONSOLELOGIN', 'Root', 'a', 'b', '', 'a/b', 'a/B', 'a\nb', '"', '\\', '\u007f', '*', '?'],
  ...['é', 'É', '\u212aey', 'key', 'İD', 'i\u0307d', 'ß', 'SS', 'ΑΣ', 'ας', 'ασ', 'ǅ', '😀', '\ufffd', 'a\ufffd'],
  ...['}', '{', ']', '":"', '},{"eventVersion"', 'true', '1', 'null', '@[`{', '`{@['],
  ...[7, 8, 9, 16, 31, 32, 33, 62, 63, 64, 200].map((length) => 'x'.repeat(length)),
  ...['yxxxxxxxx', 'xxxxxxxxAxxxxxxxx', 'xxxxxxxxBxxxxxxxx', `${'x'.repeat(63)}y`, 'é'.repeat(300)],
];
const KEYS = [
  ...['eventName', 'eventName', 'eventSource', 'errorCode', 'type', 'userIdentity', 'userIdentity', 'a', 'b', 'a.b'],
  ...['b.c', 'c', '0', '1', 'é', 'k/v', 'k"v', 'k\\v', '\n', '', 'eventName.x', 'x.eventName', '__proto__', '😀'],
  ...[31, 32, 33, 40].map((length) => 'k'.repeat(length)),
];
// Halves of surrogate pairs and control characters are escaped in every notation.
const ESCAPED = ['\ud83d', '\ude00', '\u0000', 'a\ud800'];
const sometimesEscaped = (usual: readonly string[]) =>
  fc.oneof(
    { weight: 400, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...ESCAPED) },
  );
const text = fc.oneof(
  { weight: 5, arbitrary: sometimesEscaped(TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'aAb"\\/éΣx:{', '😀'), maxLength: 12 }) },
);

const record = fc.letrec<{ json: Json; record: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 6, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom<Json[]>(null, true, 0, 1, -1.5, 1e21) },
    { weight: 2, arbitrary: tie('record') },
    { weight: 1, arbitrary: fc.array(tie('json'), { maxLength: 3 }) },
  ),
  record: fc.dictionary(sometimesEscaped(KEYS), tie('json'), { maxKeys: 6 }),
})).record as fc.Arbitrary<CloudTrailRecord>;

interface Leaf {
  readonly path: string;
  readonly value: string;
}

function leavesOf(json: Json, path = ''): Leaf[] {
  if (typeof json === 'string') return [{ path, value: json }];
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([key, item]) => leavesOf(item as Json, path === '' ? key : `${path}.${key}`));
}

// Tests of a field that a value passes, or most of them. `part` is a part of the value.
const q = JSON.stringify;
const FORMS: readonly ((field: string, value: string, part: string, other: string) => string)[] = [
  (field, value) => `${field} == ${q(value)}`,
  (field, value, _, other) => `${field} in [${q(other)}, ${q(value)}]`,
  (field, _, part) => `${q(part)} in ${field}`,
  (field, value, _, other) => `startsWith(${field}, [${q(value.slice(0, 9))}, ${q(other)}])`,
  (field, value) => `endsWith(${field}, ${q(value.slice(-9))})`,
  (field, _, part, other) => `containsAny(${field}, [${q(part)}, ${q(other)}])`,
  (field, value, _, other) => `iequals(${field}, [${q(value.toUpperCase())}, ${q(other)}])`,
  (field, value) => `istartsWith(${field}, ${q(value.slice(0, 70).toUpperCase())})`,
  (field, value) => `iendsWith(${field}, ${q(value.slice(-9).toLowerCase())})`,
  (field, _, part) => `icontains(${field}, ${q(part.toUpperCase())})`,
  (field, value, part) => `glob(${field}, [${q(`${value.slice(0, 9)}*`)}, ${q(`*${part}*`)}])`,
  (field, value) => `iglob(${field}, ${q(`?${value.slice(1).toUpperCase()}*`)})`,
  (field, value) => `lower(${field}) == ${q(value.toLowerCase())}`,
  (field, value, part) => `lower(${field}).startsWith(${q(value.toLowerCase())}) or ${q(part)} in lower(${field})`,
  (field, value) => `(${field} != ${q(value)}) == False`,
];
// The text of a record does not show whether it passes these.
const OPEN_FORMS: typeof FORMS = [
  (field, value) => `${field} != ${q(value)}`,
  (field, value) => `upper(${field}) == ${q(value.toUpperCase())}`,
];

const conditionOn = (leaf: fc.Arbitrary<Leaf>, forms: typeof FORMS) =>
  fc
    .tuple(leaf, text, fc.constantFrom(...forms), fc.nat(3), fc.nat(300), fc.nat(9))
    .map(([{ path, value }, other, form, way, from, length]) => {
      const read = [`event[${q(path)}]`, `event.get(${q(path)})`, `event.get(${q(path)}, "")`];
      const field = read[way] ?? `event.get(${q(path)}, ${q(other)})`;
      const start = from % (value.length + 1);
      return form(field, value, value.slice(start, start + length), other);
    });

const rulesOn = (records: readonly CloudTrailRecord[]) => {
  const leaves: Leaf[] = [...records.flatMap((one) => leavesOf(one)), { path: 'eventName', value: 'NoSuchEvent' }];
  const [condition, open] = [FORMS, OPEN_FORMS].map((forms) => conditionOn(fc.constantFrom(...leaves), forms)) as [
    fc.Arbitrary<string>,
    fc.Arbitrary<string>,
  ];
  const rule = fc.letrec<{ rule: string }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      { weight: 12, arbitrary: condition },
      { weight: 1, arbitrary: open },
      { weight: 1, arbitrary: fc.constantFrom('eventName in lists.names', 'eventName in lists.none', 'isReadOnly()') },
      { weight: 4, arbitrary: fc.tuple(tie('rule'), tie('rule')).map(([a, b]) => `(${a}) and (${b})`) },
      { weight: 2, arbitrary: fc.tuple(tie('rule'), tie('rule')).map(([a, b]) => `(${a}) or (${b})`) },
      { weight: 1, arbitrary: tie('rule').map((a) => `not (${a})`) },
    ),
  })).rule;
  const few = fc.array(rule, { minLength: 1, maxLength: 3 });
  // More than the search can hold.
  const many = fc.array(condition, { minLength: 70, maxLength: 90 });
  return fc.oneof({ weight: 20, arbitrary: few }, { weight: 1, arbitrary: many });
};

const logFile = fc
  .array(record, { minLength: 1, maxLength: 6 })
  .chain((records) => fc.record({ expressions: rulesOn(records), text: fc.nat().map((seed) => write(records, seed)) }));

function write(records: readonly CloudTrailRecord[], seed: number): Buffer {
  const roll = dice(seed);
  const elements = records.map((one) => `${space(roll)}${writeValue(one, roll)}${space(roll)}`);
  const bytes = Buffer.from(`{${writeString('Records', roll)}:[${elements}]}`);
  // A byte that is not UTF-8 is read as U+FFFD.
  return roll(2) === 0 ? bytes : Buffer.from(bytes.toString('latin1').replaceAll('\xef\xbf\xbd', '\xff'), 'latin1');
}

function read(bytes: Buffer, filter: RecordFilter, chunkBytes: number, windowBytes: number) {
  const reader = new FileReader(filter, { ...LOG_FILE_LIMITS, windowBytes });
  const starts = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) => index * chunkBytes);
  const parts = starts.flatMap((at) => [...reader.read(bytes.subarray(at, at + chunkBytes))]);
  return joinParts([...parts, ...reader.finish()]);
}

describe('the rules of a set', () => {
  it('match in the text of a log file what each of them matches in the parsed records', { timeout: 3_600_000 }, () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom(1, 64, 100, LOG_FILE_LIMITS.windowBytes));
    const found = { bySearch: 0, byParsing: 0 };
    fc.assert(
      fc.property(logFile, sizes, ({ expressions, text: bytes }, [chunkBytes, windowBytes]) => {
        const rules = expressions.map((expression, index) => ({ ...RULE, name: `${index}`, expression }));
        const set = createRuleSet({ ...NOTHING_ELSE, rules });
        expect(set.failures).toEqual([]);
        const records: CloudTrailRecord[] = JSON.parse(bytes.toString()).Records;
        const { recordsRead, candidates, broken } = read(bytes, set.filter, chunkBytes, windowBytes);
        expect([recordsRead, broken.count]).toEqual([records.length, 0]);
        const compiled = expressions.map((expression) => compileRule(expression, ENVIRONMENT).rule);
        let next = 0;
        for (const one of records) {
          const expected = rules.filter((_, index) => compiled[index]?.evaluate(one) === true).map(({ name }) => name);
          const isCandidate = isDeepStrictEqual(candidates[next], one);
          if (isCandidate) next++;
          const decided = isCandidate ? set.decide(one).rules.map(({ name }) => name) : [];
          expect(decided, JSON.stringify([one, expressions])).toEqual(expected);
          found[set.filter.alternatives === null ? 'byParsing' : 'bySearch'] += expected.length;
        }
        expect(next).toBe(candidates.length);
      }),
      { numRuns },
    );
    expect(found.bySearch).toBeGreaterThan(numRuns / 2);
    expect(found.byParsing).toBeGreaterThan(numRuns / 10);
  });
});

const RULE = { severity: 'low', description: '', pack: null, runbookUrl: null } as const;
const NOTHING_ELSE = { ignoreRules: [], eventsToTrack: [], lists: LISTS, countAccessDenied: false };
