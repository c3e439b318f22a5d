import { describe, expect, it } from 'vitest';
import type { Correlation } from '../../correlation/correlation.ts';
import { compileRule } from '../../language/compile-rule.ts';
import { compileValue } from '../../language/compile-value.ts';
import { writtenValues } from '../compile-correlations.ts';
import { packListProblems, packLists } from '../pack-lists.ts';
import { PREDICATES } from '../predicates.ts';
import { ruleEnvironment } from '../rule-environment.ts';
import { catalogueProblems, definitionsOf, definitionsOfRule, PACKS } from './packs.ts';

// An alias represents an expression for each feeding rule.
const valuesOf = (correlation: Correlation): readonly string[] => [
  ...writtenValues(correlation).filter((written) => !Object.hasOwn(correlation.aliases, written)),
  ...Object.values(correlation.aliases).flatMap((byRule) => Object.values(byRule)),
];

const CATALOGUE = PACKS.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule, name: rule.name })));
const namesOf = (packs: string[], disabled: string[] = []) => definitionsOf(packs, disabled).map(({ name }) => name);

describe('packs', () => {
  it('have different names', () => {
    expect(new Set(PACKS.map(({ name }) => name)).size).toBe(PACKS.length);
  });

  it('return their rules once, in the order of the pack names', () => {
    expect(namesOf(['account-watch', 'core', 'account-watch'])).toEqual([
      ...namesOf(['account-watch']),
      ...namesOf(['core']),
    ]);
  });

  it('return rules that name their pack', () => {
    expect(new Set(definitionsOf(['cis'], []).map(({ pack }) => pack))).toEqual(new Set(['cis']));
  });

  it('exclude disabled rules', () => {
    expect(namesOf(['core'], ['access-denied', 'trail-updated'])).toEqual(
      namesOf(['core']).filter((name) => name !== 'access-denied' && name !== 'trail-updated'),
    );
  });

  it('skip unknown names', () => {
    expect(namesOf(['nonsense', 'constructor'])).toEqual([]);
  });

  it('include cis with each control from 4.1 to 4.16 once', () => {
    const controls = PACKS.find(({ name }) => name === 'cis')?.rules.map(({ control }) => control);
    expect(controls).toEqual(Array.from({ length: 16 }, (_, index) => `4.${index + 1}`));
  });

  it('include threats with at least 40 rules, each with a technique', () => {
    const rules = PACKS.find(({ name }) => name === 'threats')?.rules ?? [];
    expect(rules.length).toBeGreaterThanOrEqual(40);
    expect(rules.filter(({ mitre }) => mitre === undefined)).toEqual([]);
  });
});

describe('the problems of pack and rule names', () => {
  it.each<[string, string[], string[], string[]]>([
    ['none', ['core', 'cis'], ['access-denied'], []],
    ['a disabled rule of a pack that is off', ['core'], ['vpc-changed'], []],
    ['a typing error in a pack', ['threat'], [], ['rule_packs: there is no pack "threat"; did you mean `threats`?']],
    [
      'an unknown pack',
      ['everything'],
      [],
      [
        'rule_packs: there is no pack "everything"; there are core, console-actions, account-watch, cis, threats, behavior, insights, integrity',
      ],
    ],
    [
      'a typing error in a rule',
      [],
      ['acces-denied'],
      ['disabled_rules: no rule of the catalogue is called "acces-denied"; did you mean `access-denied`?'],
    ],
    [
      'an unknown rule',
      [],
      ['x'],
      ['disabled_rules: no rule of the catalogue is called "x"; see docs/default-rules.md'],
    ],
  ])('name %s', (_, packs, disabled, problems) => {
    expect(catalogueProblems(packs, disabled)).toEqual(problems);
  });

  it('include reserved list names', () => {
    expect(packListProblems({ admins: [], own_function_names: [] })).toEqual([
      'lists.own_function_names: the name is reserved for the rule packs; choose another name',
    ]);
  });
});

describe('the catalogue', () => {
  it('has a different name for each rule', () => {
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  });

  it.each(CATALOGUE)('has a description, noise and a reference for $name', ({ rule }) => {
    expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.description).toMatch(/^[A-Z].*\.$/);
    expect(rule.noise).toMatch(/^[A-Z].*\.$/);
    expect(rule.reference).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(rule.mitre?.id ?? 'T1000').toMatch(/^T\d{4}(\.\d{3})?$/);
  });

  it.each(CATALOGUE)('gets no warnings from the checker for $name', ({ pack, rule }) => {
    const everything = {
      access_denied_service_types: ['AWSService'],
      console_human_sessions: ['*:x'],
      console_client_identity_types: ['IAMUser'],
    };
    const environment = ruleEnvironment({ ...packLists({ functionName: 'f' }), ...everything });
    const conditions = definitionsOfRule(pack, rule).map(({ expression }) => expression);
    const values = rule.correlation ? valuesOf(rule.correlation) : [];
    const problems = [
      ...conditions.filter(Boolean).flatMap((expression) => compileRule(expression, environment).problems),
      ...values.flatMap((expression) => compileValue(expression, environment).problems),
    ];
    expect(problems).toEqual([]);
  });
});

it.each(Object.entries(PREDICATES))('the predicate %s gets no warnings from the checker', (_, { expression }) => {
  expect(compileRule(expression, ruleEnvironment({})).problems).toEqual([]);
});
