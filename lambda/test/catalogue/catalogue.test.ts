// Slow: takes more than its share of the unit tests.
// The catalogue against its cases: every rule has records that it matches and near misses.

import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import type { CatalogueRule, Pack } from '../../src/core/rules/catalogue/catalogue-rule.ts';
import { definitionsOfRule, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import type { RuleSet } from '../../src/core/rules/rule-set.ts';
import { readPackCases } from './pack-cases.ts';

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

const casesOf = (pack: Pack) => readPackCases(import.meta.dirname, pack.name);

// What one record matches. What several records do is in the histories.
function ruleSetOf(pack: Pack, { correlation: _, generate: __, ...rule }: CatalogueRule): RuleSet {
  return ruleSetOfDefinitions(definitionsOfRule(pack, rule));
}

const withExpression = ({ rules }: Pack) => rules.filter(({ expression }) => expression !== '');

function ruleSetOfDefinitions(rules: readonly RuleDefinition[]): RuleSet {
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
    expect(Object.keys(cases).toSorted()).toEqual(
      withExpression(pack)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each(withExpression(pack))('has a rule $name that compiles', (rule) => {
    expect(ruleSetOf(pack, rule).failures).toEqual([]);
  });

  it.each(withExpression(pack))('has a rule $name that matches its cases', (rule) => {
    const matches = cases[rule.name]?.matches ?? [];
    expect(matches).not.toEqual([]);
    expect(decisionsOn(ruleSetOf(pack, rule), matches)).toEqual(expected('alert', matches));
  });

  it.each(withExpression(pack))('has a rule $name that does not match the near misses', (rule) => {
    const misses = cases[rule.name]?.misses ?? [];
    expect(misses).not.toEqual([]);
    expect(decisionsOn(ruleSetOf(pack, rule), misses)).toEqual(expected('unmatched', misses));
  });
});

const isAlert = (definition: RuleDefinition, record: CloudTrailRecord) =>
  ruleSetOfDefinitions([definition]).decide(record).outcome === 'alert';

const RULES = PACKS.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule, name: rule.name })));
const WITH_VARIANTS = RULES.filter(({ rule }) => rule.variants !== undefined);

describe('the variants of a rule', () => {
  it.each(WITH_VARIANTS)('exclude each other for $name', ({ pack, rule }) => {
    const definitions = definitionsOfRule(pack, rule);
    const matches = casesOf(pack)[rule.name]?.matches ?? [];
    const counts = matches.map((record) => definitions.filter((definition) => isAlert(definition, record)).length);
    expect(counts).toEqual(matches.map(() => 1));
  });

  it.each(WITH_VARIANTS)('are each matched by a case of $name', ({ pack, rule }) => {
    const matches = casesOf(pack)[rule.name]?.matches ?? [];
    const unmatched = definitionsOfRule(pack, rule).filter((definition) =>
      matches.every((record) => !isAlert(definition, record)),
    );
    expect(unmatched.map(({ description }) => description)).toEqual([]);
  });
});

describe('the text of an alert about a call that was refused', () => {
  const REFUSAL = /refused|failed|denied/i;
  // These are about who calls, or about calls that are worth an alert whatever their outcome; their text claims no change.
  const WHATEVER_THE_OUTCOME = ['endpoint-used-by-foreign-account', 'instance-credentials-used-elsewhere'];
  const ABOUT_CALLS = RULES.filter(
    ({ pack, name }) => !['insights', 'integrity'].includes(pack.name) && !WHATEVER_THE_OUTCOME.includes(name),
  );

  it.each(ABOUT_CALLS)('is true for $name', ({ pack, rule }) => {
    const refusals = (casesOf(pack)[rule.name]?.matches ?? []).map((record) => ({
      ...record,
      responseElements: null,
      errorCode: record.errorCode ?? 'AccessDenied',
    }));
    const texts = definitionsOfRule(pack, rule)
      .filter((definition) => refusals.some((record) => isAlert(definition, record)))
      .map(({ description }) => description);
    expect(texts.filter((text) => !REFUSAL.test(text))).toEqual([]);
  });
});
