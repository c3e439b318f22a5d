// Name, severity, description and runbook of converted rules, and rules that correlation rules refer to.

import { beforeAll, describe, expect, it } from 'vitest';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { convertFiles } from '../../src/core/sigma/convert-files.ts';
import { convertText, ruleWith } from './sigma-cases.ts';

beforeAll(loadPatternEngine);

const DETECTION = { s: { eventName: 'StopLogging' }, condition: 's' };
const rule = (others: JsonObject): string => ruleWith(DETECTION, others);
const convert = (others: JsonObject) => convertText(rule(others)).rules[0];

describe('a converted rule', () => {
  it.each([
    ['AWS CloudTrail: Logging Stopped!', 'aws-cloudtrail-logging-stopped'],
    ['Clé d’accès créée', 'cle-d-acces-creee'],
    ['日本語', 'sigma-rule'],
    ['x'.repeat(300), 'x'.repeat(80)],
  ])('is named after its title: %s', (title, name) => {
    expect(convert({ title })?.name).toBe(name);
  });

  it('has a unique name', () => {
    const { rules } = convertText([1, 2, 3].map(() => rule({ title: 'Same title' })).join('---\n'));
    expect(rules.map(({ name }) => name)).toEqual(['same-title', 'same-title-2', 'same-title-3']);
  });

  it.each([
    ['informational', 'info'],
    ['low', 'low'],
    ['medium', 'medium'],
    ['high', 'high'],
    ['critical', 'critical'],
    [null, 'medium'],
  ])('has the severity of its level: %s', (level, severity) => {
    expect(convert({ level })?.severity).toBe(severity);
  });

  it('has a description with techniques and false positives, and the first link as runbook', () => {
    const others = {
      description: 'Detects\n  stopped logging',
      tags: ['attack.defense-evasion', 'attack.t1562.008', 'cve.2021-44228', 'attack.impair_defenses'],
      falsepositives: ['Maintenance.', 'Unknown', 'Tests'],
      references: ['a book', 'https://example.com/a', 'https://example.com/b'],
    };
    expect(convert(others)).toMatchObject({
      description:
        'Detects stopped logging. MITRE ATT&CK: defense evasion, T1562.008, impair defenses. False positives: Maintenance; Tests.',
      runbook_url: 'https://example.com/a',
    });
  });

  it('is described by its title if it has no description', () => {
    expect(convert({ title: 'Logging stopped' })).toMatchObject({ description: 'Logging stopped.', runbook_url: null });
  });

  it.each([
    ['a status that says that another rule replaces it', rule({ status: 'deprecated' }), 'deprecated'],
    [
      'a field that CloudTrail does not document',
      ruleWith({ s: { eventname: 'StopLogging' }, condition: 's' }),
      'eventName',
    ],
  ])('has a warning for %s', (_what, text, message) => {
    const { rules, remarks } = convertText(text);
    expect(rules).toHaveLength(1);
    expect(remarks).toMatchObject([{ level: 'warning', line: 1, message: expect.stringContaining(message) }]);
  });
});

describe('a rule that a correlation rule refers to', () => {
  const correlation = (rules: readonly string[], where: 'inside' | 'next to it' | 'nowhere'): string =>
    [
      'title: Many',
      'correlation:',
      '    type: event_count',
      `    rules: [${rules.join(', ')}]`,
      ...(where === 'inside' ? ['    generate: true'] : []),
      ...(where === 'next to it' ? ['generate: true'] : []),
      '',
    ].join('\n');
  const base = rule({ title: 'Base', name: 'base_rule', id: '22222222-2222-4222-8222-222222222222' });
  const files = (text: string) => [
    { path: 'many.yml', text },
    { path: 'base.yml', text: base },
  ];

  it.each([
    ['by name, it is refused', correlation(['base_rule'], 'nowhere'), 0],
    ['by id, it is refused', correlation(['22222222-2222-4222-8222-222222222222'], 'nowhere'), 0],
    ['by title from another file, it converts', correlation(['Base'], 'nowhere'), 1],
    ['with generate, it converts', correlation(['base_rule'], 'next to it'), 1],
    ['with generate inside, it converts', correlation(['base_rule'], 'inside'), 1],
    ['if the correlation refers to another rule, it converts', correlation(['other'], 'nowhere'), 1],
    ['if the correlation is not valid, it converts', 'title: t\ncorrelation: [base_rule]\n', 1],
  ])('%s', (_what, text, converted) => {
    const { rules, remarks } = convertFiles(files(text));
    expect(rules).toHaveLength(converted);
    const errors = remarks.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(2 - converted);
    if (converted === 0) expect(errors[1]?.message).toContain('it only feeds the correlation rule at many.yml:2');
  });

  it('by title in the same file, is refused', () => {
    const { rules, remarks } = convertText(`${correlation(['Base'], 'nowhere')}---\n${base}`);
    expect(rules).toEqual([]);
    expect(remarks).toHaveLength(2);
  });
});
