// Turns a record filter into marks: short strings of which every record that passes the filter contains at least one.
// In: the filter of a rule set. Out: the marks to search a log file's text for, or null if every record may pass.
// Texts are bytes, one char each. A mark may occur in other records, but is never missing from a record that passes.

import { type FieldCondition, type RecordFilter, textTest } from '../records/record-filter.ts';
import { BACKSLASH, COLON, charAt, DOT, NO_CHAR, QUOTE, skipSpace } from './json-text.ts';
import { createTextTest, type TextTest, toBytes, UNSURE_IN_BYTES } from './text-test.ts';

/** A string to search for, and a check of each place where it occurs. */
export interface Mark {
  /** Two bytes or more; a key ends with its closing quote. */
  readonly text: string;
  /** Offset in `text` of two chars that are rare in log files. */
  readonly pair: number;
  /** What the string after a key is compared with; null if `text` is no key, or a key with any value. */
  readonly values: readonly MarkValue[] | null;
  /** Whether a condition may hold, judged by what is around `text` at `at`. */
  mayHoldAt(text: string, at: number): boolean;
}

/** A whole string, or the beginning of one. A superset: the case of letters does not count. */
export interface MarkValue {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Whether a record's text contains a mark. */
export function hasMark(marks: readonly Mark[], record: string): boolean {
  return marks.some(({ text, mayHoldAt }) => {
    let at = record.indexOf(text);
    while (at >= 0 && !mayHoldAt(record, at)) at = record.indexOf(text, at + 1);
    return at >= 0;
  });
}

// A key or value may contain an escape instead of a char. Then no other mark is found.
const UNICODE_ESCAPE: Mark = { text: '\\u', pair: 0, values: null, mayHoldAt: () => true };
const SLASH_ESCAPE: Mark = { text: '\\/', pair: 0, values: null, mayHoldAt: () => true };

const marksByFilter = new WeakMap<RecordFilter, readonly Mark[] | null>();

/** The marks of a filter, created once for each filter. Null: the reader must parse every record. */
export function marksOf(filter: RecordFilter): readonly Mark[] | null {
  const known = marksByFilter.get(filter);
  if (known !== undefined) return known;
  const marks = filter.alternatives === null ? null : createMarks(filter.alternatives);
  marksByFilter.set(filter, marks);
  return marks;
}

// As many marks as the record finder searches for. With more, it would check each record.
const MOST_MARKS = 64;

function createMarks(alternatives: readonly (readonly FieldCondition[])[]): readonly Mark[] | null {
  const byKey = conditionsByKey(alternatives);
  if (byKey === null) return null;
  const marks = marksOfAll(byKey, marksUnder);
  return marks !== null && marks.length > MOST_MARKS ? marksOfAll(byKey, cheapestMarks) : marks;
}

// One condition represents its whole alternative: the others would exclude few more records and cost time to search for.
function conditionsByKey(alternatives: readonly (readonly FieldCondition[])[]): Map<string, FieldCondition[]> | null {
  const byKey = new Map<string, FieldCondition[]>();
  for (const alternative of alternatives) {
    const condition = mostSelective(alternative);
    if (condition === undefined) return null;
    const key = condition.path.slice(condition.path.lastIndexOf('.') + 1);
    const sameKey = byKey.get(key);
    if (sameKey === undefined) byKey.set(key, [condition]);
    else sameKey.push(condition);
  }
  return byKey;
}

type CreateMarks = (key: string, conditions: readonly FieldCondition[]) => readonly Mark[] | null;

function marksOfAll(
  byKey: ReadonlyMap<string, readonly FieldCondition[]>,
  create: CreateMarks,
): readonly Mark[] | null {
  const marks: Mark[] = [UNICODE_ESCAPE];
  for (const [key, conditions] of byKey) {
    const created = conditions.some(({ test }) => test === 'exists') ? existsMarks(key) : create(key, conditions);
    if (created === null) return null;
    marks.push(...created);
  }
  if (marks.some(({ text }) => text.includes('/'))) marks.push(SLASH_ESCAPE);
  return marks;
}

// Paths by how few records of a usual log file pass a condition on them, best first. Other paths rank between the lists.
const SELECTIVE = ['eventName', 'errorCode', 'userIdentity.type', 'sessionCredentialFromConsole'];
const COMMON = [
  'eventSource',
  'eventType',
  'recipientAccountId',
  'userIdentity.accountId',
  'awsRegion',
  'eventCategory',
];
// What most records of a usual log file contain. A condition that one of these texts meets excludes few records.
const USUAL = [
  'AssumedRole',
  'AWSService',
  'ASIA',
  'AKIA',
  'arn:aws:',
  'Describe',
  'Get',
  'List',
  'AssumeRole',
  'Decrypt',
];
const TESTS = [
  'equals',
  'iequals',
  'startsWith',
  'istartsWith',
  'endsWith',
  'iendsWith',
  'contains',
  'icontains',
  'exists',
];

function mostSelective(alternative: readonly FieldCondition[]): FieldCondition | undefined {
  const ranked = alternative.map((condition) => ({ condition, rank: vagueness(condition) }));
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.condition;
}

function vagueness(condition: FieldCondition): number {
  const { path, test } = condition;
  const place = SELECTIVE.includes(path) ? SELECTIVE.indexOf(path) : SELECTIVE.length + COMMON.indexOf(path) + 1;
  const places = isUsual(condition) ? SELECTIVE.length + COMMON.length + 1 : 0;
  return (places + place) * TESTS.length + TESTS.indexOf(test);
}

function isUsual({ path, test, values }: FieldCondition): boolean {
  if (test === 'exists') return !RARE_KEYS.includes(path);
  return USUAL.some(textTest(test, values));
}

// Excludes what JSON writes with a two-char escape and what bytes cannot represent exactly. Of `/`, it may write either form.
function isSearchable(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the chars that JSON has short escapes for
  return text !== '' && !/["\\\u0000-\u001f]/.test(text) && !UNSURE_IN_BYTES.test(text);
}

// An index into a list is not a key, so it does not occur in the text.
function isSearchableKey(key: string): boolean {
  return isSearchable(key) && !/^\d+$/.test(key);
}

function existsMarks(key: string): readonly Mark[] | null {
  if (!isSearchableKey(key)) return null;
  const text = `${toBytes(key)}"`;
  return [
    { text, pair: rarestPair(text), values: null, mayHoldAt: (record, at) => valueUnderKey(record, at, text) > 0 },
  ];
}

function keyMarks(key: string, conditions: readonly FieldCondition[]): readonly Mark[] | null {
  if (!isSearchableKey(key)) return null;
  const text = `${toBytes(key)}"`;
  const test = createTextTest(conditions);
  const mayHoldAt = (record: string, at: number) => mayHoldUnderKey(record, at, text, test);
  return [{ text, pair: rarestPair(text), values: conditions.flatMap(valuesOf), mayHoldAt }];
}

// Few records have these keys, so it does not matter what their values are compared with.
const RARE_KEYS = ['errorCode', 'errorMessage', 'sessionCredentialFromConsole'];
const MOST_OF_KEY = 16;

// Values that are not compared behind their key are searched for themselves: nearly every record has the key.
function marksUnder(key: string, conditions: readonly FieldCondition[]): readonly Mark[] | null {
  const others = conditions.filter(({ test, values }) =>
    values.some((value) => value === '' || !isCompared(test, value)),
  );
  const ofOthers = RARE_KEYS.includes(key) ? null : valueMarks(others);
  if (ofOthers === null || ofOthers.length > MOST_OF_KEY) return cheapestMarks(key, conditions);
  const compared = conditions.filter((condition) => !others.includes(condition));
  const ofCompared = compared.length === 0 ? [] : cheapestMarks(key, compared);
  return ofCompared && [...ofCompared, ...ofOthers];
}

const WHOLE: readonly FieldCondition['test'][] = ['equals', 'iequals'];
const BEGINNING: readonly FieldCondition['test'][] = ['startsWith', 'istartsWith'];

function isCompared(test: FieldCondition['test'], value: string): boolean {
  return (WHOLE.includes(test) || BEGINNING.includes(test)) && !UNSURE_IN_BYTES.test(value);
}

// An empty beginning fits every string.
function valuesOf({ test, values }: FieldCondition): MarkValue[] {
  return values.map((value) =>
    isCompared(test, value) ? { text: toBytes(value), isWhole: WHOLE.includes(test) } : { text: '', isWhole: false },
  );
}

// The offset of its value, 0 if it is not a key. It may be the end of a longer key with dots, which represents the same path.
function valueUnderKey(text: string, start: number, key: string): number {
  const before = charAt(text, start - 1);
  if (before !== QUOTE && before !== DOT) return 0;
  const colon = skipSpace(text, start + key.length);
  return charAt(text, colon) === COLON ? skipSpace(text, colon + 1) : 0;
}

function mayHoldUnderKey(text: string, start: number, key: string, test: TextTest): boolean {
  const value = valueUnderKey(text, start, key);
  return value > 0 && charAt(text, value) === QUOTE && mayHoldInside(text, value + 1, test);
}

function mayHoldInside(text: string, start: number, test: TextTest): boolean {
  let end = start;
  for (;;) {
    const char = charAt(text, end);
    if (char === QUOTE) return test(text, start, end);
    if (char === BACKSLASH || char === NO_CHAR) return true;
    end++;
  }
}

function valueMarks(conditions: readonly FieldCondition[]): readonly Mark[] | null {
  const marks = conditions.flatMap(({ test, values }) => values.map((value) => valueMark(test, value)));
  return marks.every((mark) => mark !== null) ? marks : null;
}

function valueMark(test: FieldCondition['test'], value: string): Mark | null {
  // A search for bytes does not find the other spellings of a value.
  if (!isSearchable(value) || test.startsWith('i')) return null;
  const opening = test === 'equals' || test === 'startsWith' ? '"' : '';
  const closing = test === 'equals' || test === 'endsWith' ? '"' : '';
  const text = `${opening}${toBytes(value)}${closing}`;
  return text.length < 2 ? null : { text, pair: rarestPair(text), values: null, mayHoldAt: () => true };
}

// The chars of real log files, rare ones first. All other chars are rarer.
const BY_RARITY = `^\`|~<>$&?!#@'*=%\\[];Y+()WXJ_BLOGjxkKUqZzQFVMPHRN{}EhDTC yg/S6bfw5v94p8IAl.703mud12,cio-n:srtae"`;

function rarestPair(text: string): number {
  let pair = 0;
  for (let at = 1; at < text.length - 1; at++) {
    if (pairCommonness(text, at) < pairCommonness(text, pair)) pair = at;
  }
  return pair;
}

function pairCommonness(text: string, at: number): number {
  return Math.min(commonness(text, at), commonness(text, at + 1));
}

function commonness(text: string, at: number): number {
  return BY_RARITY.indexOf(text.charAt(at));
}

// Of a mark, apart from what its pair costs: each place where the pair occurs is checked.
const COST = 30;

// With many values only the key is worth a look.
function cheapestMarks(key: string, conditions: readonly FieldCondition[]): readonly Mark[] | null {
  const ofKey = keyMarks(key, conditions);
  const values = conditions.reduce((count, condition) => count + condition.values.length, 0);
  if (ofKey !== null && costOf(ofKey) <= COST * values) return ofKey;
  const ofValues = valueMarks(conditions);
  if (ofKey === null || ofValues === null) return ofKey ?? ofValues;
  return costOf(ofValues) < costOf(ofKey) ? ofValues : ofKey;
}

function costOf(marks: readonly Mark[]): number {
  return marks.reduce((sum, { text, pair }) => sum + COST + pairCommonness(text, pair), 0);
}
