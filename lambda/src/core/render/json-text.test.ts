import { describe, expect, it } from 'vitest';
import type { Json } from '../records/record.ts';
import { jsonText } from './json-text.ts';

describe('jsonText', () => {
  it.each<[string, Json, string]>([
    ['a short value on one line', { a: [1, { b: null }], c: {} }, '{ "a": [1, { "b": null }], "c": {} }'],
    [
      'a long value on several lines',
      { a: 'x'.repeat(60), b: 'y'.repeat(30) },
      `{\n  "a": "${'x'.repeat(60)}",\n  "b": "${'y'.repeat(30)}"\n}`,
    ],
    ['an invisible character as an escape', 'a\u202eb', '"a\\u202eb"'],
    ['backticks and mentions as escapes', '`@here`', '"\\u0060\\u0040here\\u0060"'],
    ['no session token', { sessionToken: 'IQoJb3JpZ2lu' }, '{ "sessionToken": "… omitted" }'],
    ['the start of a long text', 'x'.repeat(1_001), `"${'x'.repeat(800)}… (1001 characters)"`],
    ['the whole of a text of maximum length', 'x'.repeat(1_000), `"${'x'.repeat(1_000)}"`],
  ])('shows %s', (_, value, text) => {
    expect(jsonText(value)).toBe(text);
  });

  it.each<[string, Json, string]>([
    ['an object', { policy: '{\n  "Effect": "Allow"\n}' }, '{ "policy": { "Effect": "Allow" } }'],
    ['a list', { names: ' ["a"]' }, '{ "names": ["a"] }'],
    [
      'an object in URL encoding',
      { policy: '%7B%22Effect%22%3A%22Allow%22%7D' },
      '{ "policy": { "Effect": "Allow" } }',
    ],
    ['the beginning of one in URL encoding', { a: '%7B%' }, '{ "a": "%7B%" }'],
    ['no token in it', { body: '{"sessionToken":"IQoJb3JpZ2lu"}' }, '{ "body": { "sessionToken": "… omitted" } }'],
    ['only the beginning of one', { a: '{"b"' }, '{ "a": "{\\"b\\"" }'],
    ['a number', { a: '1' }, '{ "a": "1" }'],
    ['too much', { a: `[${' '.repeat(20_000)}]` }, `{\n  "a": "[${' '.repeat(799)}… (20002 characters)"\n}`],
    ['any depth', { a: '['.repeat(30) + ']'.repeat(30) }, `{ "a": ${'['.repeat(23)}"… omitted"${']'.repeat(23)} }`],
  ])('unfolds a string if that contains %s', (_, value, text) => {
    expect(jsonText(value, 'unfold')).toBe(text);
  });

  it('returns text that can be parsed', () => {
    const value = { a: '`\u202e\u0000@channel\ud83d', __proto__x: ['é', '👍', 1.5, false] };
    expect(JSON.parse(jsonText(value))).toEqual(value);
  });

  it('keeps keys that are special in JavaScript as plain data', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(JSON.parse(jsonText(value))).toEqual(value);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('says how many items of a long list are omitted', () => {
    expect(jsonText(Array(1_500).fill(0))).toContain('… 501 more omitted');
  });
});
