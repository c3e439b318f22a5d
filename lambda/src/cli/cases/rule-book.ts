// Looks up the rules that cases name. In: the name of a rule (the user's or a default rule) or an expression.
// Out: the compiled rule or its errors, and rule sets.

import { compileRule } from '../../core/language/compile-rule.ts';
import type { CompiledRule, LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { definitionOf, definitionsOfRule, PACKS } from '../../core/rules/catalogue/packs.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import type { RuleSet } from '../../core/rules/rule-set.ts';
import { compileRules, environmentOf } from '../../setup/compose-rules.ts';
import { toRule } from '../../setup/rule-entries.ts';
import type { Settings } from '../../setup/settings.ts';
import { escaped } from '../escaped.ts';
import { problemText } from '../problem-text.ts';

/** The result of a lookup. `compiled` is null exactly if one of the problems is an error; each is a text of one or more lines. */
interface FoundRule {
  readonly compiled: CompiledRule | null;
  readonly problems: readonly string[];
}

export interface RuleBook {
  readonly environment: LanguageEnvironment;
  /** Whether a text is the name of a rule. */
  has(text: string): boolean;
  find(nameOrExpression: string): FoundRule;
  /** The whole rule set (null), or a rule set of one rule and the ignore rules. */
  ruleSet(nameOrExpression: string | null): RuleSet;
}

const LIKE_A_NAME = /^[a-z0-9]+(-[a-z0-9]+)+$/;

/** Creates the rule book of some settings. It contains every default rule, including those of packs that are off. */
export function createRuleBook(settings: Settings): RuleBook {
  const environment = environmentOf(settings);
  const own = [...settings.rules, ...settings.ignoreRules];
  const catalogue = PACKS.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })));
  const byName = new Map(
    [...catalogue.map(({ pack, rule }) => definitionOf(pack, rule)), ...own].map((rule) => [rule.name, rule]),
  );
  const lookUp = (text: string) => byName.get(text) ?? toRule({ expression: text }, 'rule 1');
  // A rule of the catalogue decides with its variants, unless the user has a rule of that name.
  const definitionsNamed = (text: string) => {
    const found = own.some(({ name }) => name === text) ? undefined : catalogue.find(({ rule }) => rule.name === text);
    return found === undefined ? [lookUp(text)] : definitionsOfRule(found.pack, found.rule);
  };
  const whole = compileRules(settings);
  return {
    environment,
    has: (text) => byName.has(text),
    find(text) {
      const { expression, correlation } = lookUp(text);
      if (correlation?.rules)
        return refused(`"${text}" is a correlation of other rules, which has no expression; use explain --history`);
      const { rule, problems } = compileRule(expression, environment);
      const isUnknownWord = /^\w+$/.test(text) && problems.some(({ code }) => code === 'unknown_field');
      if (!byName.has(text) && (LIKE_A_NAME.test(text) || isUnknownWord))
        return refused(`there is no rule with the name "${text}"; cloudtrail-to-slack rules lists the default rules`);
      return { compiled: rule, problems: problems.map((problem) => problemText(expression, problem)) };
    },
    ruleSet(text) {
      if (text === null) return whole;
      const named = definitionsNamed(text);
      const rules = [...named, ...feedersOf(named, definitionsNamed)];
      return compileRules({ ...settings, rulePacks: [], eventsToTrack: [], rules });
    },
  };
}

function refused(problem: string): FoundRule {
  return { compiled: null, problems: [escaped`error: ${problem}`] };
}

// The rules that feed some correlations, directly or through others. They alert only through these.
function feedersOf(
  rules: readonly RuleDefinition[],
  definitionsNamed: (name: string) => readonly RuleDefinition[],
): RuleDefinition[] {
  const names = new Set(rules.map(({ name }) => name));
  const found: RuleDefinition[] = [];
  for (const queue = [...rules]; queue.length > 0; ) {
    const fed = queue.shift()?.correlation?.rules ?? [];
    for (const name of fed.filter((one) => !names.has(one))) {
      names.add(name);
      const known = definitionsNamed(name).filter((rule) => rule.name === name);
      const definitions = known.map((rule) => ({ ...rule, generate: false as const }));
      found.push(...definitions);
      queue.push(...definitions);
    }
  }
  return found;
}
