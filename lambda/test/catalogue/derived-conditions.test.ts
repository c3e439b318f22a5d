// Slow: decides on the records of all packs, four times.
// What the build derives from the expressions of the catalogue: equal to what compiling them shows, and without effect on any
// decision.

import { describe, expect, it } from 'vitest';
import { deriveConditions } from '../../../scripts/derive-conditions.ts';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import type { RecordFilter } from '../../src/core/records/record-filter.ts';
import { knownConditions } from '../../src/core/rules/catalogue/known-conditions.ts';
import { definitionsOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { uniteAlternatives } from '../../src/core/rules/necessary-conditions.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import { readPackCases } from './pack-cases.ts';

const PACK_NAMES = PACKS.map(({ name }) => name);
const LISTS = packLists({ functionName: 'cloudtrail-to-slack', accessDeniedByServices: true });
// Predicates of a user, two of them with names that the catalogue's expressions mention.
const PREDICATES = { succeeded: 'false', eventName: 'true', isMine: 'userIdentity.userName == "me"' };

const derived = await deriveConditions();
const tableOf = (pack: string) => derived[pack] ?? null;

const RECORDS = PACK_NAMES.flatMap((pack) =>
  Object.values(readPackCases(import.meta.dirname, pack)).flatMap(({ matches, misses }) => [...matches, ...misses]),
);

const refersToList = (expression: string): boolean => expression.includes('lists.');

// What two rules of `core` require of the function's name depends on a list. Rules of other packs have the same other conditions.
const withoutNamesOfFunctions = ({ alternatives }: RecordFilter): RecordFilter =>
  uniteAlternatives([
    alternatives?.map((all) => all.filter(({ path }) => path !== 'responseElements.functionName')) ?? null,
  ]);

describe.each([
  ['every rule', PACK_NAMES, []],
  ['some packs in another order, without some rules', ['threats', 'cis', 'core'], ['root-user-acted', 'trail-deleted']],
])('the derived conditions of %s', (_, packs, disabled) => {
  const definitions = definitionsOf(packs, disabled).filter(({ expression }) => expression !== '');
  const known = knownConditions(definitions, tableOf);

  it('are those that compiling shows, except where an expression refers to a list', () => {
    const environment = ruleEnvironment(LISTS, PREDICATES);
    const compiled = definitions
      .filter(({ expression }) => !refersToList(expression))
      .map(({ expression }) => [expression, compileRule(expression, environment).rule] as const);
    expect([...known].filter(([expression]) => !refersToList(expression))).toEqual([
      ...new Map(compiled.map(([text, rule]) => [text, rule?.necessary ?? []])),
    ]);
    expect(known.size).toBeGreaterThan(100);
  });

  it('change no decision, and the filter only where an expression refers to a list', () => {
    const set = {
      rules: definitionsOf(packs, disabled),
      ignoreRules: [],
      eventsToTrack: ['ConsoleLogin'],
      lists: LISTS,
      predicates: PREDICATES,
      countAccessDenied: true,
    } as const;
    const [early, late] = [createRuleSet(set), createRuleSet({ ...set, conditions: known })];
    expect([late.size, late.failures, late.correlations]).toEqual([early.size, early.failures, early.correlations]);
    expect(new Set(late.filter.alternatives)).toEqual(new Set(withoutNamesOfFunctions(early.filter).alternatives));
    expect(RECORDS.map(late.decide)).toEqual(RECORDS.map(early.decide));
    expect(RECORDS.filter((record) => late.decide(record).outcome === 'alert').length).toBeGreaterThan(200);
  });
});

describe('the derived conditions of a rule that refers to a list', () => {
  const places = (name: string) =>
    Object.values(derived).flatMap(({ ofRules, conditions }) =>
      (ofRules[name] ?? []).map((place) => place && conditions[place]),
    );
  const lambda = { path: 'eventSource', test: 'equals', values: ['lambda.amazonaws.com'] };

  it.each([
    ['access-denied', [[[{ path: 'errorCode', test: 'startsWith', values: ['AccessDenied'] }]]]],
    [
      'own-function-code-updated',
      [[[lambda, { path: 'eventName', test: 'startsWith', values: ['UpdateFunctionCode'] }]]],
    ],
    ['change-made-in-console', [null, null]],
    ['change-made-with-cli-or-sdk', [null, null]],
  ])('are what holds whatever the list contains, if that is narrow: %s', (name, expected) => {
    expect(places(name)).toEqual(expected);
  });

  it.each<[what: string, lists: Record<string, readonly string[]>]>([
    ['the usual names', packLists({ functionName: 'me' })],
    ['no names', Object.fromEntries(Object.keys(LISTS).map((name) => [name, []]))],
    [
      'empty and odd names',
      Object.fromEntries(Object.keys(LISTS).map((name) => [name, ['', '*', 'me', 'AWSService']])),
    ],
  ])('decide as compiling early does, if the lists contain %s', (_, lists) => {
    const rules = definitionsOf(['core'], []);
    const set = { ...NOTHING, rules, lists };
    const [early, late] = [createRuleSet(set), createRuleSet({ ...set, conditions: knownConditions(rules, tableOf) })];
    const records = RESPONSES.flatMap((responseElements) =>
      ['UpdateFunctionCode20150331v2', 'UpdateFunctionConfiguration20150331v2'].flatMap((eventName) =>
        IDENTITIES.map((userIdentity) => ({
          ...{ eventSource: 'lambda.amazonaws.com', eventName, errorCode: 'AccessDenied' },
          ...{ responseElements, userIdentity },
        })),
      ),
    ) as unknown as CloudTrailRecord[];
    expect(records.map(late.decide)).toEqual(records.map(early.decide));
    expect(late.failures).toEqual([]);
  });
});

const NOTHING = { ignoreRules: [], eventsToTrack: [], predicates: {}, countAccessDenied: false } as const;
const RESPONSES = [
  undefined,
  null,
  'x',
  [],
  {},
  ...[null, 5, {}, ['me'], 'me', 'you', ''].map((functionName) => ({ functionName })),
];
const IDENTITIES = [
  undefined,
  {},
  { type: 'AWSService' },
  { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/x/y' },
];

describe('the derived conditions', () => {
  it('have a place for each rule with an expression', () => {
    for (const { name, rules } of PACKS) {
      const names = rules.filter(({ expression }) => expression !== '').map((rule) => rule.name);
      expect(Object.keys(derived[name]?.ofRules ?? {})).toEqual(names);
    }
  });

  it('contain each list of conditions once', () => {
    for (const { conditions } of Object.values(derived)) {
      const texts = conditions.map((one) => JSON.stringify(one));
      expect(new Set(texts).size).toBe(texts.length);
    }
    const { ofRules = {}, conditions = [] } = derived.threats ?? {};
    expect(conditions.length).toBeLessThan(Object.values(ofRules).flat().length);
  });

  it('are unknown without a build', () => {
    expect(knownConditions(definitionsOf(PACK_NAMES, [])).size).toBe(0);
  });
});
