// Slow: decides on the records of all packs, four times.
// What the build derives from the expressions of the catalogue: equal to what compiling them shows, and without effect on any
// decision.

import { describe, expect, it } from 'vitest';
import { deriveConditions } from '../../../scripts/derive-conditions.ts';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import { knownConditions } from '../../src/core/rules/catalogue/known-conditions.ts';
import { definitionsOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { simplifyAlternatives } from '../../src/core/rules/necessary-conditions.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import { readPackCases } from './pack-cases.ts';

const PACK_NAMES = PACKS.map(({ name }) => name);
const LISTS = packLists({ functionName: 'cloudtrail-to-slack', accessDeniedByServices: true });
// Predicates of a user, two of them with names that the catalogue's expressions mention.
const PREDICATES = { succeeded: 'false', eventName: 'true', isMine: 'userIdentity.userName == "me"' };

const derived = await deriveConditions();

const RECORDS = PACK_NAMES.flatMap((pack) =>
  Object.values(readPackCases(import.meta.dirname, pack)).flatMap(({ matches, misses }) => [...matches, ...misses]),
);

describe.each([
  ['every rule', PACK_NAMES, []],
  ['some packs in another order, without some rules', ['threats', 'cis', 'core'], ['root-user-acted', 'trail-deleted']],
])('the derived conditions of %s', (_, packs, disabled) => {
  const definitions = definitionsOf(packs, disabled).filter(({ expression }) => expression !== '');
  const known = knownConditions(definitions, derived);

  it('are those that compiling shows, except where an expression refers to a list', () => {
    const environment = ruleEnvironment(LISTS, PREDICATES);
    const compiled = definitions
      .filter(({ expression }) => !expression.includes('lists.'))
      .map(({ expression }) => [expression, compileRule(expression, environment).rule] as const);
    expect([...known]).toEqual([
      ...new Map(compiled.map(([text, rule]) => [text, simplifyAlternatives(rule?.necessary ?? [])])),
    ]);
    expect(known.size).toBeGreaterThan(100);
  });

  it('change neither the filter nor a decision', () => {
    const set = {
      rules: definitionsOf(packs, disabled),
      ignoreRules: [],
      eventsToTrack: ['ConsoleLogin'],
      lists: LISTS,
      predicates: PREDICATES,
      countAccessDenied: true,
    } as const;
    const [early, late] = [createRuleSet(set), createRuleSet({ ...set, conditions: known })];
    expect([late.filter, late.size, late.failures, late.correlations]).toEqual([
      early.filter,
      early.size,
      early.failures,
      early.correlations,
    ]);
    expect(RECORDS.map(late.decide)).toEqual(RECORDS.map(early.decide));
    expect(RECORDS.filter((record) => late.decide(record).outcome === 'alert').length).toBeGreaterThan(200);
  });
});

describe('the derived conditions', () => {
  it('have a place for each rule with an expression', () => {
    const names = PACKS.flatMap(({ rules }) => rules.filter(({ expression }) => expression !== ''));
    expect(Object.keys(derived.ofRules)).toEqual(names.map(({ name }) => name));
  });

  it('contain each list of conditions once', () => {
    const texts = derived.conditions.map((conditions) => JSON.stringify(conditions));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeLessThan(Object.values(derived.ofRules).flat().length);
  });

  it('are unknown without a build', () => {
    expect(knownConditions(definitionsOf(PACK_NAMES, [])).size).toBe(0);
  });
});
