// The correlations of the catalogue against their histories.

import { describe, expect, it } from 'vitest';
import { definitionsOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { HISTORIES } from './histories.ts';
import { alertsOf } from './run-history.ts';

const RULES = createRuleSet({
  rules: definitionsOf(
    PACKS.map(({ name }) => name),
    [],
  ),
  ignoreRules: [],
  eventsToTrack: [],
  lists: packLists({ functionName: 'f' }),
  countAccessDenied: false,
});

const alertsOfRule = (name: string, history: Parameters<typeof alertsOf>[1]) =>
  alertsOf(RULES, history).filter((alert) => alert === name);

describe('the correlations of the catalogue', () => {
  it('all compile', () => {
    expect(RULES.failures).toEqual([]);
  });

  it('each have a history', () => {
    expect(Object.keys(HISTORIES).toSorted()).toEqual(RULES.correlations.map(({ rule }) => rule.name).toSorted());
  });

  it.each(Object.entries(HISTORIES))('alert once on the history of %s', (name, { fires }) => {
    expect(alertsOfRule(name, fires)).toEqual([name]);
  });

  it.each(Object.entries(HISTORIES))('do not alert on near misses of %s', (name, { misses }) => {
    expect(misses.map((history) => alertsOfRule(name, history))).toEqual(misses.map(() => []));
  });
});
