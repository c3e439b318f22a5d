// Runs each Panther detection, in the rule language, on all of its tests that mock nothing.

import { describe, expect, it } from 'vitest';
import { definitionOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { pantherDetections, testsToRun } from './panther-cases.ts';
import { DETECTIONS, type Treatment } from './panther-detections.ts';

const CASES = pantherDetections();
const LISTS = packLists({ functionName: 'cloudtrail-to-slack' });
const CATALOGUE = PACKS.flatMap((pack) => pack.rules.map((rule) => definitionOf(pack, rule)));

function definitionFor(id: string, treatment: Exclude<Treatment, { reason: string }>): RuleDefinition {
  if ('expression' in treatment) {
    const { expression } = treatment;
    return { name: id, expression, severity: 'medium', description: '', pack: null, runbookUrl: null };
  }
  const found = CATALOGUE.find(({ name }) => name === treatment.rule);
  if (found === undefined) throw new Error(`${id}: no rule ${treatment.rule} in the catalogue`);
  const { correlation: _, ...singleEvent } = found; // The detections see one event at a time.
  return singleEvent;
}

it('the table covers exactly the detections of the conformance data', () => {
  expect(Object.keys(DETECTIONS).toSorted()).toEqual(CASES.map(({ rule_id }) => rule_id).toSorted());
});

for (const detection of CASES) {
  const { rule_id: id, tests } = detection;
  const treatment = DETECTIONS[id];
  if (treatment === undefined) continue;
  if ('reason' in treatment) {
    it(`${id} is left out because all of its tests mock a lookup`, () => {
      expect(tests.filter(({ mocked }) => !mocked)).toEqual([]);
    });
    continue;
  }
  describe(id, () => {
    const rules = [definitionFor(id, treatment)];
    const lists = { ...LISTS, ...('lists' in treatment ? treatment.lists : {}) };
    const ruleSet = createRuleSet({ rules, ignoreRules: [], eventsToTrack: [], lists, countAccessDenied: false });

    it('compiles and has tests to run', () => {
      expect(ruleSet.failures).toEqual([]);
      expect(testsToRun(detection)).not.toEqual([]);
    });

    it.each(testsToRun(detection))('$name', ({ event, expected }) => {
      const { outcome, failures } = ruleSet.decide(event);
      expect({ outcome, failures }).toEqual({ outcome: expected ? 'alert' : 'unmatched', failures: [] });
    });
  });
}
