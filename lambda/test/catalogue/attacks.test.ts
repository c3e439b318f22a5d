// The packs `core` and `threats` against attacks that others recorded: each technique is named by a rule made for it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { definitionsOf } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { RULES_BY_TECHNIQUE, TECHNIQUES_OF_MANY_RECORDS } from './attack-techniques.ts';

const LOGS: Readonly<Record<string, readonly CloudTrailRecord[]>> = JSON.parse(
  readFileSync(new URL('../fixtures/attacks/stratus-red-team.json', import.meta.url), 'utf8'),
);

const RULE_SET = createRuleSet({
  rules: definitionsOf(['core', 'threats'], []),
  ignoreRules: [],
  eventsToTrack: [],
  lists: packLists({ functionName: 'cloudtrail-to-slack' }),
  countAccessDenied: false,
});

const rulesOn = (technique: string) =>
  (LOGS[technique] ?? []).flatMap((record) => RULE_SET.decide(record).rules.map(({ name }) => name));

// They match a refused call of any kind, whatever the technique.
const ABOUT_ANY_CALL = ['access-denied', 'operation-not-authorized'];

describe('the attacks of Stratus Red Team', () => {
  it('are 35 techniques, each with its rules or with what many records show', () => {
    expect(Object.keys(LOGS).length).toBe(35);
    expect([...Object.keys(RULES_BY_TECHNIQUE), ...Object.keys(TECHNIQUES_OF_MANY_RECORDS)].toSorted()).toEqual(
      Object.keys(LOGS).toSorted(),
    );
  });

  it.each(Object.entries(RULES_BY_TECHNIQUE))('include %s, which the rules %j name', (technique, rules) => {
    expect(rules.filter((rule) => !rulesOn(technique).includes(rule))).toEqual([]);
  });

  it.each(Object.keys(TECHNIQUES_OF_MANY_RECORDS))('include %s, of which no single record is named', (technique) => {
    expect(rulesOn(technique).filter((rule) => !ABOUT_ANY_CALL.includes(rule))).toEqual([]);
  });
});
