import { describe, expect, test } from 'vitest';
import { EVERY_RECORD, type FieldCondition } from '../records/record-filter.ts';
import { hasMark, marksOf } from './marks.ts';

const condition = (path: string, test: FieldCondition['test'], ...values: string[]) => ({ path, test, values });
const texts = (...alternatives: FieldCondition[][]) => marksOf({ alternatives })?.map(({ text }) => text);

/** Whether a text contains one of the marks of a condition. */
function finds(asked: FieldCondition, text: string | Buffer): boolean {
  return hasMark(marksOf({ alternatives: [[asked]] }) ?? [], Buffer.from(text).toString('latin1'));
}

// With so many values that the mark is the key instead of the values.
function amongOthers(asked: FieldCondition): FieldCondition {
  return { ...asked, values: [...asked.values, 'never 1', 'never 2', 'never 3', 'never 4'] };
}

describe('the marks of a filter', () => {
  test.each<[string, FieldCondition[][], string[]]>([
    ['are only the escape for a filter that no record passes', [], ['\\u']],
    ['are a key for many values', [[condition('eventName', 'equals', 'A', 'B', 'C')]], ['\\u', 'eventName"']],
    [
      'are values if these are rarer than the key',
      [[condition('userIdentity.type', 'equals', 'Root')]],
      ['\\u', '"Root"'],
    ],
    [
      'are one for all conditions on a key',
      [[condition('eventName', 'equals', 'A')], [condition('x.eventName', 'startsWith', 'B')]],
      ['\\u', 'eventName"'],
    ],
    [
      'are values that cannot be compared behind a frequent key',
      [[condition('userAgent', 'startsWith', 'kali', 'x')], [condition('userAgent', 'contains', 'pacu', 'parrot')]],
      ['\\u', 'userAgent"', 'pacu', 'parrot'],
    ],
    [
      'are a rare key, whatever its values are compared with',
      [[condition('errorCode', 'equals', 'X', 'Y', 'Z')], [condition('errorCode', 'contains', 'Denied')]],
      ['\\u', 'errorCode"'],
    ],
    [
      'are a key if too many of its values cannot be compared behind it',
      [[condition('userAgent', 'contains', ...Array.from({ length: 17 }, (_, at) => `agent-${at}`))]],
      ['\\u', 'userAgent"'],
    ],
    [
      'are keys if there are more values than can be searched for',
      'abcde'
        .split('')
        .map((key) => [condition(key, 'contains', ...Array.from({ length: 16 }, (_, at) => `${key}${at}`))]),
      ['\\u', 'a"', 'b"', 'c"', 'd"', 'e"'],
    ],
    [
      'are those of the most selective condition',
      [[condition('awsRegion', 'equals', 'X'), condition('errorCode', 'startsWith', 'X', 'Y')]],
      ['\\u', 'errorCode"'],
    ],
    [
      'are those of another condition if most records meet the most selective one',
      [[condition('userIdentity.type', 'equals', 'AssumedRole'), condition('userIdentity.arn', 'contains', '_X_')]],
      ['\\u', '_X_'],
    ],
    [
      'are those of a usual value if there is no other condition',
      [[condition('userIdentity.type', 'equals', 'AssumedRole')]],
      ['\\u', '"AssumedRole"'],
    ],
    [
      'also are the escape for a slash if one of them has a slash',
      [[condition('userIdentity.arn', 'contains', '/_')]],
      ['\\u', '/_', '\\/'],
    ],
    [
      'are the key if its value can be anything, whatever else it is compared with',
      [[condition('a.readOnly', 'exists', '')], [condition('b.readOnly', 'equals', 'QZ')]],
      ['\\u', 'readOnly"'],
    ],
    [
      'are those of a text if a value can be anything, but not under a rare key',
      [
        [condition('awsRegion', 'equals', 'QZ'), condition('readOnly', 'exists', '')],
        [condition('awsRegion', 'equals', 'XZ'), condition('sessionCredentialFromConsole', 'exists', '')],
      ],
      ['\\u', '"QZ"', 'sessionCredentialFromConsole"'],
    ],
    ['are values if the key is a list index', [[condition('items.0', 'equals', 'XYZ')]], ['\\u', '"XYZ"']],
  ])('%s', (_, alternatives, expected) => {
    expect(texts(...alternatives)).toEqual(expected);
  });

  test.each<[string, FieldCondition[]]>([
    ['an alternative has no condition', []],
    ['neither key nor value is searchable', [condition('items.0', 'equals', 'a"b')]],
    ['any value of a list can be in it', [condition('items.0', 'exists', '')]],
    ['any value of a field without a name can be in it', [condition('items.', 'exists', '')]],
  ])('do not exist if %s', (_, alternative) => {
    expect(marksOf({ alternatives: [[condition('eventName', 'equals', 'A')], alternative] })).toBeNull();
  });

  test('do not exist for the filter that every record passes', () => {
    expect(marksOf(EVERY_RECORD)).toBeNull();
  });

  test('are created once for each filter', () => {
    const filter = { alternatives: [[condition('eventName', 'equals', 'A')]] };
    expect(marksOf(filter)).toBe(marksOf(filter));
  });
});

describe('the marks of a condition are found', () => {
  test.each<[FieldCondition, string]>([
    [condition('eventName', 'equals', 'StopLogging'), '{"eventName":"StopLogging"}'],
    [condition('eventName', 'equals', 'StopLogging'), '{"eventName" :\r\n\t"StopLogging"}'],
    [condition('eventName', 'startsWith', 'Stop'), '{"eventName":"StopLogging"}'],
    [condition('eventName', 'endsWith', 'Logging'), '{"eventName":"StopLogging"}'],
    [condition('eventName', 'contains', 'pLog'), '{"eventName":"StopLogging"}'],
    [condition('eventName', 'equals', ''), '{"eventName":""}'],
    [condition('eventName', 'equals', 'a\\b'), '{"eventName":"a\\\\b"}'],
    [condition('eventName', 'equals', 'a/b'), '{"eventName":"a\\/b"}'],
    [condition('eventName', 'contains', '/b'), '{"eventName":"a\\/b"}'],
    [condition('eventName', 'contains', '/b'), '{"eventName":"a/b"}'],
    [condition('a/b', 'equals', 'qq'), '{"a\\/b":"qq"}'],
    [condition('eventName', 'equals', 'Zoë'), '{"eventName":"Zoë"}'],
    [condition('eventName', 'equals', '😀'), '{"eventName":"😀"}'],
    [condition('eventName', 'endsWith', '\ude00'), '{"eventName":"😀"}'],
    [condition('tags.kubernetes.io/name', 'equals', 'x'), '{"tags":{"kubernetes.io/name":"x"}}'],
    [condition('tags.kubernetes.name', 'equals', 'qq'), '{"tags":{"kubernetes.name":"qq"}}'],
    [condition('a.été', 'equals', 'eee'), '{"a":{"été":"eee"}}'],
    [condition('x', 'equals', 'anything'), '{"\\u0078":"anything"}'],
    [condition('x', 'exists', ''), '{"\\u0078":1}'],
    [condition('readOnly', 'exists', ''), '{"readOnly" : false}'],
    [condition('a.x', 'exists', ''), '{"a.x":-1}'],
    [condition('readOnly', 'exists', ''), '{"readOnly":"true"}'],
  ])('for %j in %s', (asked, text) => {
    expect(finds(asked, text)).toBe(true);
    expect(finds(amongOthers(asked), text)).toBe(true);
  });

  test('if broken UTF-8 is read as U+FFFD', () => {
    const text = Buffer.concat([Buffer.from('{"eventName":"a'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(finds(condition('eventName', 'equals', 'a\ufffd'), text)).toBe(true);
  });
});

describe('the marks of a condition are not found', () => {
  test.each<[FieldCondition, string]>([
    [condition('eventName', 'equals', 'StopLogging'), '{"eventName":"StopLogging2"}'],
    [condition('eventName', 'equals', 'StopLogging'), '{"eventName":null,"x":"StopLogging"}'],
    [condition('eventName', 'equals', 'StopLogging'), '{"myeventName":"StopLogging"}'],
    [condition('eventName', 'equals', 'StopLogging'), '{"x":"\\"eventName\\":\\"StopLogging\\""}'],
    [condition('eventName', 'equals', 'StopLogging'), '{"x":"eventName","StopLogging":1}'],
    [condition('eventName', 'startsWith', 'Stop'), '{"eventName":"Sto"}'],
    [condition('userIdentity.type', 'equals', 'Root'), '{"type":"Rooted","arn":"x:root"}'],
    [condition('readOnly', 'exists', ''), '{"x":"readOnly","myreadOnly":1,"readOnly2":true}'],
  ])('for %j in %s', (asked, text) => {
    expect(finds(amongOthers(asked), text)).toBe(false);
  });
});
