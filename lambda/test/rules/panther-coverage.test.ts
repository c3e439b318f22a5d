// What docs/coverage.md states about rules of Panther, against the tests of these rules: a record that one of them matches is
// matched by a default rule that the document names.

import { describe, expect, it } from 'vitest';
import { listedRules, ruleSetOf } from './listed-rules.ts';
import { pantherDetections } from './panther-cases.ts';

const LISTED = new Map(listedRules('panther').map((rule) => [rule.name, rule]));

// These records are no records of CloudTrail: their field names are in lower case.
const NOT_REAL = 'AWS CloudTrail Password Policy Discovery';

const DETECTIONS = pantherDetections();
const COVERED = DETECTIONS.flatMap(({ title, tests }) => {
  const listed = LISTED.get(title);
  if (listed?.rules === undefined || listed.partly || title === NOT_REAL) return [];
  return [{ title, rules: listed.rules, records: tests.filter(({ expected }) => expected) }];
});

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
