import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, type LogLevel } from './log.ts';

const collect = (level: LogLevel = 'DEBUG') => {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, write: (line) => lines.push(line), nowMs: () => Date.UTC(2026, 0, 1) }) };
};
const lineOf = (fields: Record<string, unknown>): Record<string, unknown> => {
  const { lines, log } = collect();
  log.info('event', fields);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.length).toBeLessThanOrEqual(32_000);
  return JSON.parse(lines[0] ?? '');
};
const cyclic: Record<string, unknown> = { name: 'a' };
cyclic.self = cyclic;
const shared = { a: 1 };
const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) });

describe('createLogger', () => {
  it.each<[level: LogLevel, printed: string[]]>([
    ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['INFO', ['INFO', 'WARN', 'ERROR']],
    ['WARN', ['WARN', 'ERROR']],
    ['ERROR', ['ERROR']],
  ])('at %s prints %j', (level, printed) => {
    const { lines, log } = collect(level);
    for (const write of [log.debug, log.info, log.warn, log.error]) write('something');
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(printed);
  });

  it('prints time, level and event before the fields, which cannot replace them', () => {
    const { lines, log } = collect();
    log.warn('rule_failed', { rule: 'root', level: 'none', event: 'x', time: 0 });
    expect(lines).toEqual(['{"time":"2026-01-01T00:00:00.000Z","level":"WARN","event":"rule_failed","rule":"root"}\n']);
  });

  it('prints no terminal control characters, and none that reverse or hide text', () => {
    const { lines, log } = collect();
    const actor = 'jane\u009b2J\u007f\u202egnp\u200b\u2028\u{e0041}';
    log.info('alert', { actor });
    expect(lines[0]).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(lines[0] ?? '').actor).toBe(actor);
  });

  it.each<[what: string, value: unknown, expected: unknown]>([
    ['a cycle', cyclic, { name: 'a', self: '[cyclic]' }],
    ['the same object twice', [shared, { shared }], [{ a: 1 }, { shared: { a: 1 } }]],
    ['a big integer', 12n, '12'],
    ['bytes', new Uint8Array(70_000), '[70000 bytes]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid date', new Date(Number.NaN), null],
    ['a map', new Map([['a', 1]]), { a: 1 }],
    ['a set', new Set([1]), [1]],
    ['not a number', Number.NaN, null],
    ['a long text', 'x'.repeat(9_000), `${'x'.repeat(8_000)}…`],
    ['a long list', Array(1_000).fill(0), Array(100).fill(0)],
    ['a large set', new Set(Array(1_000).keys()), [...Array(100).keys()]],
    ['an object with many keys', { ...Array(1_000).fill(0) }, { ...Array(100).fill(0) }],
    ['as many levels as there may be', nested(6), nested(6)],
    ['one level more', nested(7), JSON.parse(JSON.stringify(nested(7)).replace('{}', '"[deep]"'))],
    [
      'an object that cannot be read',
      {
        get a() {
          throw new TypeError('no');
        },
      },
      '[unreadable: TypeError]',
    ],
    [
      'an object that throws something else',
      {
        get a() {
          throw null;
        },
      },
      '[unreadable: object]',
    ],
    ['a key that names a prototype', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
  ])('prints %s', (_, value, expected) => {
    expect(lineOf({ value }).value).toEqual(expected);
  });

  it('prints an error with its name, message, code and cause', () => {
    const error = Object.assign(new TypeError('no', { cause: new Error('why') }), { code: 'E1' });
    expect(lineOf({ error }).error).toMatchObject({
      name: 'TypeError',
      message: 'no',
      code: 'E1',
      cause: 'Error: why',
      stack: error.stack,
    });
    expect(lineOf({ error: new Error('no', { cause: 'text' }) }).error).not.toHaveProperty('cause');
  });

  it('prints the start of what is too long for a line', () => {
    expect(lineOf({ value: Array(100).fill('x'.repeat(9_000)) }).truncated).toMatch(/"value":\["x{8000}…","x{7000}/);
  });

  it('stops at the maximum depth', () => {
    expect(JSON.stringify(lineOf({ value: nested(5_000) }))).toContain('[deep]');
  });

  it.each<[what: string, value: unknown]>([
    ['wide and deep', Array(100).fill(Array(100).fill(Array(100).fill('text')))],
    ['text that JSON makes twice as long, again and again', Array(100).fill('"'.repeat(8_000))],
    ['many long texts', Array(100).fill('x'.repeat(8_000))],
    ['text that JSON makes six times as long', Array(100).fill('\u0001'.repeat(8_000))],
  ])('keeps a line short: %s', (_, value) => {
    expect(lineOf({ value })).toMatchObject({ event: 'event', level: 'INFO' });
  });

  it.each([
    ['xoxb-123-456-abcDEF', '[token]'],
    ['Bearer xoxe.xoxp-1-abc', 'Bearer xoxe.[token]'],
    ['xapp-1-A0-1-abc', '[token]'],
    ['https://hooks.slack.com/services/T0/B0/abc "x', 'https://hooks.slack.com/services/[secret] "x'],
    ['https://hooks.slack-gov.com/workflows/T0/A0/abc', 'https://hooks.slack-gov.com/workflows/[secret]'],
  ])('never prints what looks like a secret: %s', (text, expected) => {
    expect(lineOf({ text }).text).toBe(expected);
  });

  it('prints one line of JSON for any fields', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (value) => {
          expect(lineOf({ value })).toMatchObject({ event: 'event' });
        },
      ),
    );
  });
});
