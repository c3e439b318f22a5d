// What is measured: rule sets of several sizes on log files of several hit rates.

import { definitionsOf } from '../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../src/core/rules/create-rule-set.ts';
import type { RuleDefinition } from '../src/core/rules/rule.ts';
import type { RuleSet } from '../src/core/rules/rule-set.ts';

export interface Scenario {
  readonly name: string;
  readonly hitRate: number;
  readonly ruleSet: RuleSet;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'default rules, no hits', hitRate: 0, ruleSet: rules(0) },
  { name: 'default rules, 1 % hits', hitRate: 0.01, ruleSet: rules(0) },
  { name: '100 rules, 1 % hits', hitRate: 0.01, ruleSet: rules(91) },
  { name: '1,000 rules, 1 % hits', hitRate: 0.01, ruleSet: rules(991) },
  { name: '1,000 tracked names, 1 % hits', hitRate: 0.01, ruleSet: rules(0, names(1000)) },
  { name: 'default rules, 10 % hits', hitRate: 0.1, ruleSet: rules(0) },
  { name: 'default rules, all hits', hitRate: 1, ruleSet: rules(0) },
  { name: 'a rule that may match anything', hitRate: 0.01, ruleSet: rules(0, [], ['len(eventName) > 60']) },
];

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `DeleteThing${index}`);
}

function rules(more: number, eventsToTrack: readonly string[] = [], expressions: readonly string[] = []): RuleSet {
  const written = names(more).map((name) => `eventSource == 'things.amazonaws.com' and eventName == '${name}'`);
  const own = [...written, ...expressions].map(ownRule);
  return createRuleSet({
    rules: [...definitionsOf(['core'], []), ...own],
    ignoreRules: [],
    eventsToTrack,
    lists: { function_name: ['cloudtrail-to-slack'] },
    countAccessDenied: true,
  });
}

function ownRule(expression: string, index: number): RuleDefinition {
  return { name: `rule ${index}`, expression, severity: 'low', description: '', pack: null, runbookUrl: null };
}
