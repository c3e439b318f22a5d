// The packs `core`, `threats` and `behavior` against attacks that others recorded: each technique is named by a rule made for it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { definitionsOf } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { CALLS_BY_RULE } from './attack-calls.ts';
import { CORRELATIONS_BY_TECHNIQUE, RULES_BY_TECHNIQUE } from './attack-techniques.ts';
import { alertsOf } from './run-history.ts';

type Logs = Readonly<Record<string, readonly CloudTrailRecord[]>>;

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/attacks/${name}`, import.meta.url), 'utf8'));

const LOGS: Logs = read('stratus-red-team.json');
// Every call of the techniques that repeat one.
const SERIES: Logs = read('stratus-red-team.series.json');
const CALLS: Readonly<Record<string, CloudTrailRecord>> = read('traildiscover.json');

const RULE_SET = createRuleSet({
  rules: definitionsOf(['core', 'threats', 'behavior'], []),
  ignoreRules: [],
  eventsToTrack: [],
  lists: packLists({ functionName: 'cloudtrail-to-slack' }),
  countAccessDenied: false,
});

const rulesOn = (technique: string) =>
  (LOGS[technique] ?? []).flatMap((record) => RULE_SET.decide(record).rules.map(({ name }) => name));

describe('the attacks of Stratus Red Team', () => {
  it('are 35 techniques, each with its rules or with what many records show', () => {
    expect(Object.keys(LOGS).length).toBe(35);
    expect([...Object.keys(RULES_BY_TECHNIQUE), ...Object.keys(CORRELATIONS_BY_TECHNIQUE)].toSorted()).toEqual(
      Object.keys(LOGS).toSorted(),
    );
  });

  it.each(Object.entries(RULES_BY_TECHNIQUE))('include %s, which the rules %j name', (technique, rules) => {
    expect(rules.filter((rule) => !rulesOn(technique).includes(rule))).toEqual([]);
  });

  it.each(Object.entries(CORRELATIONS_BY_TECHNIQUE))(
    'include %s, which the correlations %j show',
    (technique, rules) => {
      const alerts = alertsOf(RULE_SET, SERIES[technique] ?? LOGS[technique] ?? []);
      expect(rules.filter((rule) => !alerts.includes(rule))).toEqual([]);
    },
  );
});

describe('the calls of attackers in TrailDiscover', () => {
  const named = Object.entries(CALLS_BY_RULE).flatMap(([rule, calls]) => calls.map((call) => ({ rule, call })));

  it('all have a rule', () => {
    expect(named.map(({ call }) => call).toSorted()).toEqual(Object.keys(CALLS).toSorted());
  });

  it.each(named)('include $call, which the rule $rule names', ({ rule, call }) => {
    const record = CALLS[call] as CloudTrailRecord;
    expect(RULE_SET.decide(record).rules.map(({ name }) => name)).toContain(rule);
  });
});
