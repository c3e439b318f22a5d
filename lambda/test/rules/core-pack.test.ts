// Compares the pack `core` with the results of the predecessor's nine default rules on real and crafted records.

import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { CORE } from '../../src/core/rules/catalogue/core.ts';
import { definitionsOf, definitionsOfRule } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { readJson } from '../repository.ts';

// The one setting with which the default rules differ from the predecessor's: it alerts on refused services as well.
const listsOf = (functionName: string) => packLists({ functionName, accessDeniedByServices: true });

const ruleSet = (functionName: string) =>
  createRuleSet({
    rules: definitionsOf(['core'], []),
    ignoreRules: [],
    eventsToTrack: [],
    lists: listsOf(functionName),
    countAccessDenied: true,
  });

const DEFAULTS: { cases: { name: string; event: CloudTrailRecord; default_rules_match: boolean }[] } = readJson(
  'lambda/test/conformance/default-rules.json',
);

// The function name of the predecessor, which its test records contain.
const PREDECESSOR = 'fivexl-cloudtrail-to-slack';

describe('the default rules', () => {
  it.each(DEFAULTS.cases)('decide on $name as the predecessor does', ({ event, default_rules_match }) => {
    const { outcome, failures } = ruleSet(PREDECESSOR).decide(event);
    expect({ alert: outcome === 'alert', failures }).toEqual({ alert: default_rules_match, failures: [] });
  });

  it('are nine rules', () => {
    expect(CORE.rules).toHaveLength(9);
  });
});

// The results of CPython for the same nine expressions: T(rue), F(alse) or E(rror) for each record.
const PYTHON: { events: CloudTrailRecord[]; rules: { rule: string; results: string }[] } = readJson(
  'lambda/test/conformance/python-rules.json',
);

describe('each default rule matches the same records as its Python expression', () => {
  it.each(CORE.rules.map((rule, index) => ({ rule, index })))('$rule.name', ({ rule, index }) => {
    const alone = createRuleSet({
      rules: definitionsOfRule(CORE, rule),
      ignoreRules: [],
      eventsToTrack: [],
      lists: listsOf(PREDECESSOR),
      countAccessDenied: false,
    });
    const ours = PYTHON.events.map((event) => alone.decide(event).outcome === 'alert');
    const theirs = [...(PYTHON.rules[index]?.results ?? '')].map((result) => result === 'T');
    expect(ours).toEqual(theirs);
  });
});
