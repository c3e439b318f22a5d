// The events that a rule names. In: a rule of the catalogue. Out: event names with the sources that can go with each.

import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { CatalogueRule, Pack } from '../../src/core/rules/catalogue/catalogue-rule.ts';
import { definitionsOfRule } from '../../src/core/rules/catalogue/packs.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';

export interface NamedEvents {
  /** Empty if the rule does not compare `eventSource`. */
  readonly sources: readonly string[];
  /** Event names, or prefixes of names that CloudTrail writes with a version (`UpdateFunctionCode20150331v2`). */
  readonly names: readonly string[];
}

// What the names of reading operations start with: not an event.
const VERBS = ['Describe', 'Get', 'List'];

const ENVIRONMENT = ruleEnvironment(packLists({ functionName: 'f' }));

/** The events of each alternative under which the rule can match, for those alternatives that name any. */
export function namedEvents(pack: Pack, rule: CatalogueRule): NamedEvents[] {
  return definitionsOfRule(pack, rule).flatMap(({ expression }) => {
    const alternatives = compileRule(expression, ENVIRONMENT).rule?.necessary ?? [];
    return alternatives
      .map((conditions) => {
        const valuesAt = (path: string, tests: readonly string[]) =>
          conditions.filter((one) => one.path === path && tests.includes(one.test)).flatMap(({ values }) => values);
        const names = valuesAt('eventName', ['equals', 'startsWith']).filter((name) => !VERBS.includes(name));
        return { sources: valuesAt('eventSource', ['equals']), names };
      })
      .filter(({ names }) => names.length > 0);
  });
}

/** Every quoted word in the expressions of a rule that is compared with `eventName` for equality. */
export function quotedEventNames({ expression, variants }: CatalogueRule): string[] {
  const texts = [expression, ...(variants ?? []).map(({ condition }) => condition)].join('\n');
  const comparisons = texts.match(/eventName (?:==|in) (?:"[^"]+"|\([^)]*\))/g) ?? [];
  return comparisons.flatMap((comparison) => [...comparison.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string));
}
