import { describe, expect, it } from 'vitest';
import { compileValue } from './compile-value.ts';
import type { Data, LanguageEnvironment } from './rule-expression.ts';
import { normalizeSource } from './tokenize.ts';

const ENVIRONMENT: LanguageEnvironment = {
  lists: { some: ['a'] },
  predicates: { isRoot: 'userIdentity.type == "Root"' },
  knownFields: ['awsRegion', 'eventName', 'userIdentity.arn', 'userIdentity.type', 'requestParameters.*', 'readOnly'],
};
const EVENT: Data = {
  eventName: 'A',
  readOnly: false,
  userIdentity: { arn: 'arn:aws:iam::1:user/b', type: 'Root' },
  requestParameters: { count: 3, ratio: 1.5, empty: '', none: null, items: ['x', 'y'], nested: { a: 1 } },
};

describe('a value', () => {
  it.each<[string, string | null]>([
    ['eventName', 'A'],
    ['eventName + "-" + userIdentity.type', 'A-Root'],
    ['eventName.lower()', 'a'],
    ['requestParameters.count', '3'],
    ['requestParameters.ratio', '1.5'],
    ['readOnly', 'false'],
    ['isRoot()', 'true'],
    ['requestParameters.empty', ''],
    ['requestParameters.none', null],
    ['requestParameters.missing', null],
    ['requestParameters.items', null],
    ['requestParameters.items.1', 'y'],
    ['requestParameters.nested', null],
    ['event.get("requestParameters.missing", lists.some)', null],
    ['event.get("requestParameters.missing", "none")', 'none'],
    ['event.get("unknown", "none")', 'none'],
    ['"constant"', 'constant'],
  ])('%s is %j', (source, expected) => {
    const { value, problems } = compileValue(source, ENVIRONMENT);
    expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    expect(value?.evaluate(EVENT)).toBe(expected);
  });

  it('that cannot be evaluated is an evaluation error', () => {
    const { value } = compileValue('event["requestParameters.missing"]', ENVIRONMENT);
    expect(value?.evaluate(EVENT)).toMatchObject({ code: 'missing_field' });
  });

  it.each<[string, string, string, string]>([
    ['userIdentity.arm', 'always_null', 'the field `userIdentity.arm` is unknown', 'did you mean `userIdentity.arn`?'],
    ['nothingLikeIt', 'always_null', 'always null', 'write `event.get("nothingLikeIt", "")`'],
    ['event.get("eventNane")', 'always_null', 'always null', 'did you mean `eventName`?'],
    ['null', 'always_null', 'always null', 'write a field'],
    ['requestParameters.items[*]', 'wrong_type', 'a list is not one value', 'choose one element'],
    ['lists.some', 'wrong_type', 'a list is not one value', 'choose one element'],
    ['userIdentity.', 'syntax_error', '', ''],
    ['it', 'unsupported_syntax', '`it` outside of a condition', ''],
    ['lowr(eventName)', 'unknown_function', 'does not exist', 'did you mean `lower`?'],
    ['x'.repeat(20_000), 'limit_exceeded', 'characters', ''],
  ])('%s is refused (%s)', (source, code, message, hint) => {
    const { value, problems } = compileValue(source, ENVIRONMENT);
    expect(value).toBeNull();
    expect(problems[0]).toMatchObject({ level: 'error', code });
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.hint ?? '').toContain(hint);
  });

  it.each<[string, string[]]>([
    ['eventName', []],
    ['eventName + userIdentity.arm', ['unknown_field']],
    ['event.get("eventNane", awsRegion)', ['unknown_field']],
    ['event["eventNane"]', ['unknown_field']],
  ])('%s has the warnings %j', (source, expected) => {
    const { value, problems } = compileValue(source, ENVIRONMENT);
    expect(value).not.toBeNull();
    expect(problems.map(({ level, code }) => [level, code])).toEqual(expected.map((code) => ['warning', code]));
  });
});

describe('a normalized source', () => {
  it.each([
    ["eventName=='A'", ' eventName  ==\n"A" '],
    ['f( a ,b )', 'f(a, b)'],
    ["'it\\'s'", '"it\'s"'],
    ['items[ * ].name', 'items[*].name'],
  ])('is the same for %j and %j', (one, other) => {
    expect(normalizeSource(one)).toBe(normalizeSource(other));
  });

  it.each([
    ["eventName == 'a b'", "eventName == 'a  b'"],
    ['a and b', 'a or b'],
    ['"1"', '1'],
    ['a "', 'a  "'],
  ])('differs between %j and %j', (one, other) => {
    expect(normalizeSource(one)).not.toBe(normalizeSource(other));
  });
});
