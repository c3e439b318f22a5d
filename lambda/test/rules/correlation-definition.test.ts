import { describe, expect, it } from 'vitest';
import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { aCorrelation, aRule, aRuleSet, onA, silent } from './a-correlation.ts';

describe('the definition of a correlation', () => {
  const definitionOf = (rules: readonly RuleDefinition[]): string =>
    aRuleSet(rules).correlations.at(-1)?.definition ?? '';
  const fed = (rule: RuleDefinition, change: Partial<Correlation> = {}) => [
    rule,
    aCorrelation('c', { rules: [rule.name], ...change }),
  ];

  it.each([
    ['oix-PSaWr5ai8448CFNtmQ', [aCorrelation('c', {})]],
    ['PbDqpBxplTCNT0rzAZFu4-', [onA, silent, aCorrelation('c', { rules: ['silent', 'on-a'] })]],
  ])('has 22 characters, and is the same in every version: %s', (definition, rules) => {
    expect(definitionOf(rules)).toBe(definition);
  });

  it.each<[string, readonly RuleDefinition[], readonly RuleDefinition[]]>([
    ['learning', [aCorrelation('c', { type: 'first_seen' })], [aCorrelation('c', { type: 'first_seen', learnMs: 5 })]],
    [
      'the severity and the texts',
      [aCorrelation('c', {})],
      [aCorrelation('c', {}, { severity: 'low', description: 'x', runbookUrl: 'https://x' })],
    ],
    [
      'white space and quotes',
      [aCorrelation('c', {})],
      [aCorrelation('c', { groupBy: [' userIdentity . arn '] }, { expression: "eventName=='A'" })],
    ],
    ['whether feeding rules alert', fed(onA), fed({ ...onA, generate: false })],
    [
      'the order of the rules that a count names',
      [onA, silent, aCorrelation('c', { rules: ['on-a', 'silent'] })],
      [onA, silent, aCorrelation('c', { rules: ['silent', 'on-a'] })],
    ],
    [
      'the order of feeding rules with the same name',
      [aRule('x', 'eventName == "A"'), aRule('x', 'eventName == "B"'), aCorrelation('c', { rules: ['x'] })],
      [aRule('x', 'eventName == "B"'), aRule('x', 'eventName == "A"'), aCorrelation('c', { rules: ['x'] })],
    ],
    [
      'how an alias is called',
      fed(onA, { groupBy: ['u'], aliases: { u: { 'on-a': 'userIdentity.arn' } } }),
      fed(onA, { groupBy: ['userIdentity.arn'] }),
    ],
  ])('does not depend on %s', (_, one, other) => {
    expect(definitionOf(one)).toBe(definitionOf(other));
  });

  it.each<[string, readonly RuleDefinition[], readonly RuleDefinition[]]>([
    ['the name', [aCorrelation('c', {})], [aCorrelation('d', {})]],
    ['the name if other rules feed it', fed(onA), [onA, aCorrelation('d', { rules: ['on-a'] })]],
    ['the expression', [aCorrelation('c', {})], [aCorrelation('c', {}, { expression: 'eventName == "B"' })]],
    ['the type', [aCorrelation('c', {})], [aCorrelation('c', { type: 'first_seen' })]],
    ['the time span', [aCorrelation('c', {})], [aCorrelation('c', { timespanMs: 5_000 })]],
    ['gte', [aCorrelation('c', {})], [aCorrelation('c', { gte: 3 })]],
    ['group_by', [aCorrelation('c', {})], [aCorrelation('c', { groupBy: ['awsRegion'] })]],
    [
      'the field',
      [aCorrelation('c', { type: 'value_count', field: 'awsRegion' })],
      [aCorrelation('c', { type: 'value_count', field: 'userAgent' })],
    ],
    ['the expression of a feeding rule', fed(onA), fed({ ...onA, expression: 'eventName == "B"' })],
    ['the definition of a feeding correlation', fed(aCorrelation('i', {})), fed(aCorrelation('i', { gte: 5 }))],
    [
      'the order of the rules that must happen in order',
      [onA, silent, aCorrelation('c', { type: 'temporal_ordered', rules: ['on-a', 'silent'] })],
      [onA, silent, aCorrelation('c', { type: 'temporal_ordered', rules: ['silent', 'on-a'] })],
    ],
    [
      'the order of the rules that must happen in any order',
      [onA, silent, aCorrelation('c', { type: 'temporal', rules: ['on-a', 'silent'] })],
      [onA, silent, aCorrelation('c', { type: 'temporal', rules: ['silent', 'on-a'] })],
    ],
  ])('depends on %s', (_, one, other) => {
    expect(definitionOf(one)).not.toBe(definitionOf(other));
  });
});
