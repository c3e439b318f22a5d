import { describe, expect, it } from 'vitest';
import { compileRule } from '../../language/compile-rule.ts';
import { packListProblems, packLists } from '../pack-lists.ts';
import { PREDICATES } from '../predicates.ts';
import { ruleEnvironment } from '../rule-environment.ts';
import { catalogueProblems, definitionOf, definitionsOf, PACKS } from './packs.ts';

const CATALOGUE = PACKS.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule, name: rule.name })));
const namesOf = (packs: string[], disabled: string[] = []) => definitionsOf(packs, disabled).map(({ name }) => name);

describe('packs', () => {
  it('have different names', () => {
    expect(new Set(PACKS.map(({ name }) => name)).size).toBe(PACKS.length);
  });

  it('give their rules in the order in which the packs are named, each once', () => {
    expect(namesOf(['account-watch', 'core', 'account-watch'])).toEqual([
      ...namesOf(['account-watch']),
      ...namesOf(['core']),
    ]);
  });

  it('give rules that name their pack', () => {
    expect(new Set(definitionsOf(['cis'], []).map(({ pack }) => pack))).toEqual(new Set(['cis']));
  });

  it('go without rules that are disabled', () => {
    expect(namesOf(['core'], ['access-denied', 'trail-updated'])).toEqual(
      namesOf(['core']).filter((name) => name !== 'access-denied' && name !== 'trail-updated'),
    );
  });

  it('that nobody knows give nothing', () => {
    expect(namesOf(['nonsense', 'constructor'])).toEqual([]);
  });

  it('cis has every control from 4.1 to 4.16 once', () => {
    const controls = PACKS.find(({ name }) => name === 'cis')?.rules.map(({ control }) => control);
    expect(controls).toEqual(Array.from({ length: 16 }, (_, index) => `4.${index + 1}`));
  });

  it('threats has at least 40 rules, each with a technique', () => {
    const rules = PACKS.find(({ name }) => name === 'threats')?.rules ?? [];
    expect(rules.length).toBeGreaterThanOrEqual(40);
    expect(rules.filter(({ mitre }) => mitre === undefined)).toEqual([]);
  });
});

describe('problems with names', () => {
  it.each<[string, string[], string[], string[]]>([
    ['none', ['core', 'cis'], ['access-denied'], []],
    ['a disabled rule of a pack that is off', ['core'], ['vpc-changed'], []],
    ['a slip in a pack', ['threat'], [], ['rule_packs: there is no pack "threat"; did you mean `threats`?']],
    [
      'a pack unlike any',
      ['everything'],
      [],
      [
        'rule_packs: there is no pack "everything"; there are core, console-actions, account-watch, cis, threats, insights',
      ],
    ],
    [
      'a slip in a rule',
      [],
      ['acces-denied'],
      ['disabled_rules: no rule of the catalogue is called "acces-denied"; did you mean `access-denied`?'],
    ],
    [
      'a rule unlike any',
      [],
      ['x'],
      ['disabled_rules: no rule of the catalogue is called "x"; see docs/default-rules.md'],
    ],
  ])('%s', (_, packs, disabled, problems) => {
    expect(catalogueProblems(packs, disabled)).toEqual(problems);
  });

  it('reserved lists are for the packs', () => {
    expect(packListProblems({ admins: [], own_function_names: [] })).toEqual([
      'lists.own_function_names: the name is reserved for the rule packs; choose another name',
    ]);
  });
});

describe('every rule of the catalogue', () => {
  it('has a name of its own', () => {
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  });

  it.each(CATALOGUE)('$name says what a reader needs', ({ rule }) => {
    expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.description).toMatch(/^[A-Z].*\.$/);
    expect(rule.noise).toMatch(/^[A-Z].*\.$/);
    expect(rule.reference).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(rule.mitre?.id ?? 'T1000').toMatch(/^T\d{4}(\.\d{3})?$/);
  });

  it.each(CATALOGUE)('$name gives the checker no doubts', ({ pack, rule }) => {
    const everything = { console_human_sessions: ['*:x'], console_client_identity_types: ['IAMUser'] };
    const environment = ruleEnvironment({ ...packLists({ functionName: 'f' }), ...everything });
    expect(compileRule(definitionOf(pack, rule).expression, environment).problems).toEqual([]);
  });
});

it.each(Object.entries(PREDICATES))('the predicate %s gives the checker no doubts', (_, { expression }) => {
  expect(compileRule(expression, ruleEnvironment({})).problems).toEqual([]);
});
