// The catalogue against its cases: every rule has records that it matches and near misses.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import type { CatalogueRule, Pack } from '../../src/core/rules/catalogue/catalogue-rule.ts';
import { definitionOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import type { RuleSet } from '../../src/core/rules/rule-set.ts';

interface Cases {
  readonly matches: readonly CloudTrailRecord[];
  readonly misses: readonly CloudTrailRecord[];
}

// Every optional part of the packs enabled.
const LISTS = packLists({
  functionName: 'cloudtrail-to-slack',
  consoleActions: {
    included_accounts: [],
    excluded_accounts: [],
    included_users: [],
    excluded_users: [],
    excluded_scoped_actions: [],
    excluded_scoped_actions_effect: 'APPEND',
    include_cli_and_sdk: true,
    human_sessions: ['*@example.com'],
  },
});

function casesOf(pack: Pack): Readonly<Record<string, Cases>> {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `${pack.name}.cases.json`), 'utf8'));
}

function ruleSetOf(pack: Pack, rule: CatalogueRule): RuleSet {
  const rules = [definitionOf(pack, rule)];
  return createRuleSet({ rules, ignoreRules: [], eventsToTrack: [], lists: LISTS, countAccessDenied: false });
}

const decisionsOn = (ruleSet: RuleSet, records: readonly CloudTrailRecord[]) =>
  records.map((record) => {
    const { outcome, failures } = ruleSet.decide(record);
    return { outcome, failures, eventName: record.eventName };
  });

const expected = (outcome: string, records: readonly CloudTrailRecord[]) =>
  records.map(({ eventName }) => ({ outcome, failures: [], eventName }));

describe.each(PACKS)('the pack $name', (pack) => {
  const cases = casesOf(pack);

  it('has cases for each of its rules and for no other', () => {
    expect(Object.keys(cases).toSorted()).toEqual(pack.rules.map(({ name }) => name).toSorted());
  });

  it.each(pack.rules)('has a rule $name that compiles', (rule) => {
    expect(ruleSetOf(pack, rule).failures).toEqual([]);
  });

  it.each(pack.rules)('has a rule $name that matches its cases', (rule) => {
    const matches = cases[rule.name]?.matches ?? [];
    expect(matches).not.toEqual([]);
    expect(decisionsOn(ruleSetOf(pack, rule), matches)).toEqual(expected('alert', matches));
  });

  it.each(pack.rules)('has a rule $name that does not match the near misses', (rule) => {
    const misses = cases[rule.name]?.misses ?? [];
    expect(misses).not.toEqual([]);
    expect(decisionsOn(ruleSetOf(pack, rule), misses)).toEqual(expected('unmatched', misses));
  });
});
