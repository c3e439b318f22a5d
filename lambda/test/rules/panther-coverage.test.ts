// What docs/coverage.md states about rules of Panther, against the tests of these rules: a record that one of them matches is
// matched by a default rule that the document names.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitionOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { pantherDetections } from './panther-cases.ts';

interface ListedRule {
  readonly name: string;
  readonly rules?: readonly string[];
  readonly partly?: boolean;
}

const LIST: { readonly rules: readonly ListedRule[] } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../scripts/coverage/panther.json'), 'utf8'),
);
const LISTED = new Map(LIST.rules.map((rule) => [rule.name, rule]));

// These records are no records of CloudTrail: their field names are in lower case.
const NOT_REAL = 'AWS CloudTrail Password Policy Discovery';

const DETECTIONS = pantherDetections();
const COVERED = DETECTIONS.flatMap(({ title, tests }) => {
  const listed = LISTED.get(title);
  if (listed?.rules === undefined || listed.partly || title === NOT_REAL) return [];
  return [{ title, rules: listed.rules, records: tests.filter(({ expected }) => expected) }];
});

function ruleSetOf(names: readonly string[]) {
  const rules = PACKS.flatMap((pack) => pack.rules.map((rule) => definitionOf(pack, rule)))
    .filter(({ name }) => names.includes(name))
    .map(({ correlation: _, ...ofOneRecord }) => ofOneRecord);
  const lists = packLists({ functionName: 'f' });
  return createRuleSet({ rules, ignoreRules: [], eventsToTrack: [], lists, countAccessDenied: false });
}

it('the list has each detection of the conformance data', () => {
  expect(DETECTIONS.map(({ title }) => title).filter((title) => !LISTED.has(title))).toEqual([]);
});

describe('the rules that cover a rule of Panther match what it matches', () => {
  it.each(COVERED)('$title', ({ rules, records }) => {
    const ruleSet = ruleSetOf(rules);
    expect(records.filter(({ event }) => ruleSet.decide(event).outcome !== 'alert').map(({ name }) => name)).toEqual(
      [],
    );
  });
});
