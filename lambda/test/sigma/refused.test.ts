// What cannot be converted is refused with its line and reason, and never becomes a rule with another meaning.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { LARGEST_FILE } from '../../src/core/sigma/read-documents.ts';
import { convertText, FORMS, ruleWith } from './sigma-cases.ts';

interface RefusedCase {
  readonly name: string;
  readonly rule?: string;
  readonly detection?: JsonObject;
  readonly line?: number;
  readonly reason: string;
}

const CASES = parse(readFileSync(new URL('refused.cases.yaml', import.meta.url), 'utf8')) as RefusedCase[];

beforeAll(loadPatternEngine);

describe('a rule is refused', () => {
  it.each(CASES)('with its line and reason: $name', ({ rule, detection, line, reason }) => {
    const { rules, remarks } = convertText(rule ?? ruleWith(detection ?? {}));
    expect(rules).toEqual([]);
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toMatchObject({ level: 'error', path: 'rule.yml', message: expect.stringContaining(reason) });
    if (line !== undefined) expect(remarks[0]?.line).toBe(line);
  });

  it.each([
    ['a file of this size', 'x'.repeat(LARGEST_FILE + 1), `more than ${LARGEST_FILE} characters`],
    [
      'too many values',
      ruleWith({ s: { eventName: Array.from({ length: 1001 }, (_, at) => `e${at}`) }, condition: 's' }),
      'more than 1000',
    ],
    [
      'an expression that is too long',
      ruleWith({ s: { eventName: Array.from({ length: 500 }, (_, at) => `event-name-${at}`) }, condition: 's' }),
      'characters',
    ],
    [
      'parts that are too long together',
      ruleWith({
        s: { eventName: Array.from({ length: 300 }, (_, at) => `event-name-${at}`) },
        t: { userAgent: Array.from({ length: 300 }, (_, at) => `user-agent-${at}`) },
        condition: 's and t',
      }),
      'its expression is not accepted: the rule has',
    ],
    [
      'too many parentheses',
      ruleWith({ s: { eventName: 'x' }, condition: `${'('.repeat(51)}s${')'.repeat(51)}` }),
      'more than 50 levels',
    ],
    [
      'too many nots',
      ruleWith({ s: { eventName: 'x' }, condition: `${'not '.repeat(100_000)}s` }),
      'more than 50 levels',
    ],
    ['a nest of lists', `a: ${'['.repeat(20_000)}`, ''],
  ])('at a limit: %s', (_name, text, reason) => {
    const { rules, remarks } = convertText(text);
    expect(rules).toEqual([]);
    expect(remarks[0]?.message).toContain(reason);
  });

  it('but nothing throws, whatever a file contains', () => {
    const words = [
      'title: t',
      'detection:',
      '  s:',
      '    eventName|re: "("',
      '- a',
      '---',
      'condition: s',
      '&a',
      '*a',
      '\t',
      '{',
      ':',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((all) => all.join('\n')),
    );
    fc.assert(
      fc.property(text, (file) => {
        const { rules, remarks } = convertText(file);
        expect(rules.length + remarks.length).toBeGreaterThan(0);
      }),
    );
  });

  it('but nothing throws, whatever value, modifier and condition a rule has', () => {
    const parts = fc.constantFrom(
      're',
      'i',
      'contains',
      'all',
      'cased',
      'neq',
      'gt',
      'hour',
      'exists',
      'cidr',
      'fieldref',
    );
    const scalar = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('*', '\\*', '?', '10.0.0.0/8', 'eventName'),
    );
    const field = fc.constantFrom('eventName', 'requestParameters.a', 'readOnly', 'a b', '', 'event', 'x.y-z');
    const condition = fc.oneof(fc.constantFrom('s', 'not s', '1 of them', 'all of s*'), fc.string());
    fc.assert(
      fc.property(
        field,
        fc.array(parts, { maxLength: 2 }),
        fc.oneof(scalar, fc.array(scalar)),
        condition,
        (name, modifiers, value, text) => {
          const detection = { s: { [[name, ...modifiers].join('|')]: value }, condition: text } as JsonObject;
          const { rules, remarks } = convertText(ruleWith(detection));
          expect(rules.length + remarks.filter(({ level }) => level === 'error').length).toBe(1);
        },
      ),
    );
  });
});

describe('a file with several documents', () => {
  it('converts those that it can, and counts the lines of the whole file', () => {
    const [first, second] = FORMS;
    const bad = 'title: t\ncorrelation: {}\n';
    const text = `${ruleWith(first?.detection ?? {})}---\n${bad}---\n${ruleWith(second?.detection ?? {})}`;
    const { rules, remarks } = convertText(text);
    expect(rules.map(({ name }) => name)).toEqual(['a-test', 'a-test-2']);
    expect(remarks).toMatchObject([{ level: 'error', line: text.split('\n').indexOf('correlation: {}') + 1 }]);
  });
});
