// What is measured: rule sets of several sizes on log files of several hit rates.

import type { RuleSet } from '../src/core/rules/rule-set.ts';
import { compileRules } from '../src/setup/compose-rules.ts';
import { parseSettings } from '../src/setup/settings.ts';

export interface Scenario {
  readonly name: string;
  /** Share of the records that match a default rule, 0 to 1. */
  readonly hitRate: number;
  readonly ruleSet: RuleSet;
}

const HIT_RATES = [0, 0.01, 0.1, 1];
const DEFAULT_RULES = 9;

/** A rule that any record may match, so that every record has to be parsed. */
export const FALLBACK = 'a rule that may match anything, 1 % hits';

/** The largest pack. Its rules have conditions of many kinds. */
export const PACKS = 'the packs core and threats, 1 % hits';

/** Every scenario, in the order of the table. */
export function scenarios(): Scenario[] {
  const grid = [10, 100, 1000].flatMap((size) => {
    const ruleSet = rulesOf(size);
    return HIT_RATES.map((hitRate) => ({ name: scenarioName(size, hitRate), hitRate, ruleSet }));
  });
  return [
    ...grid,
    { name: '1,000 tracked names, 1 % hits', hitRate: 0.01, ruleSet: rulesOf(DEFAULT_RULES, { track: 1000 }) },
    { name: PACKS, hitRate: 0.01, ruleSet: compileRules(parseSettings({ rule_packs: ['core', 'threats'] })) },
    { name: FALLBACK, hitRate: 0.01, ruleSet: rulesOf(DEFAULT_RULES, { extra: ['len(eventName) > 60'] }) },
  ];
}

/** The scenario of so many rules (the nine default ones among them) and a hit rate. */
export function scenarioName(rules: number, hitRate: number): string {
  return `${rules.toLocaleString('en')} rules, ${hitRate * 100} % hits`;
}

/** The default rules and as many more as make up `size`. Throws where one does not compile: nothing would be measured. */
export function rulesOf(size: number, { track = 0, extra = [] }: { track?: number; extra?: readonly string[] } = {}) {
  const ruleSet = compileRules(
    parseSettings({
      function_name: 'cloudtrail-to-slack',
      rules: [...ownRules(size - DEFAULT_RULES), ...extra].map((expression, index) => ({
        name: `own ${index}`,
        expression,
      })),
      events_to_track: Array.from({ length: track }, (_, index) => `DeleteThing${index}`).join(','),
    }),
  );
  if (ruleSet.failures.length > 0) throw new Error(`rules do not compile: ${JSON.stringify(ruleSet.failures)}`);
  return ruleSet;
}

/** Rules as users write them, in the style of the predecessor, which are also valid Python. */
export function ownRules(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `event["eventSource"] == "things.amazonaws.com" and event["eventName"] == "DeleteThing${index}"`,
  );
}
