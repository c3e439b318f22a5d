// Finds the rules that feed each correlation. In: the definitions of a rule set. Out: the correlations in order of dependency
// with their feeding rules, and every problem with how they refer to each other. Compiles nothing. Never throws.

import type { Correlation } from '../correlation/correlation.ts';
import { didYouMean } from '../language/suggest.ts';
import type { RuleDefinition } from './rule.ts';

export type CorrelationDefinition = RuleDefinition & { readonly correlation: Correlation };

/** What one name in `rules` refers to: rules of single events, or one other correlation. */
export interface Feeder {
  readonly name: string;
  readonly rules: readonly RuleDefinition[];
  readonly correlation: ResolvedCorrelation | null;
}

export interface ResolvedCorrelation {
  readonly definition: CorrelationDefinition;
  /** In the order of `rules`; the rule itself if it has its own expression. */
  readonly feeders: readonly Feeder[];
}

/** Why a correlation cannot work, with the remedy. */
export interface CorrelationProblem {
  readonly rule: RuleDefinition;
  readonly code: 'unknown_rule' | 'duplicate_name' | 'rule_cycle' | 'too_many_correlations' | 'feeder_does_not_work';
  readonly message: string;
  readonly hint: string;
}

export interface ResolvedCorrelations {
  /** A correlation that feeds another one comes before it. */
  readonly resolved: readonly ResolvedCorrelation[];
  readonly problems: readonly CorrelationProblem[];
}

/** How many correlations a rule set has at most. */
export const MOST_CORRELATIONS = 200;

/** Resolves the correlations among `rules`. Those with a problem are left out, and so are those that they feed. */
export function resolveCorrelations(rules: readonly RuleDefinition[]): ResolvedCorrelations {
  const all = rules.filter(isCorrelation);
  if (all.length === 0) return { resolved: [], problems: [] };
  const problems = all.slice(MOST_CORRELATIONS).map((rule) => tooMany(rule, all.length));
  const names = namesOf(rules);
  const resolved = new Map<RuleDefinition, ResolvedCorrelation | null>();
  const path: CorrelationDefinition[] = [];
  for (const definition of all.slice(0, MOST_CORRELATIONS)) resolve(definition);
  return { resolved: [...resolved.values()].filter((one) => one !== null), problems };

  function resolve(definition: CorrelationDefinition): ResolvedCorrelation | null {
    const known = resolved.get(definition);
    if (known !== undefined) return known;
    path.push(definition);
    const feeders = feedersOf(definition);
    path.pop();
    const result = feeders.every((feeder) => feeder !== null) ? { definition, feeders } : null;
    resolved.set(definition, result);
    return result;
  }

  function feedersOf(definition: CorrelationDefinition): readonly (Feeder | null)[] {
    const same = names.get(definition.name)?.filter(({ pack }) => pack === definition.pack) ?? [];
    if (same.length > 1) return [refuse(duplicateName(definition))];
    const { rules: given } = definition.correlation;
    if (given === null) return [{ name: definition.name, rules: [definition], correlation: null }];
    return given.map((name) => feederOf(definition, name));
  }

  function feederOf(definition: CorrelationDefinition, name: string): Feeder | null {
    const found = closestRules(names.get(name) ?? [], definition);
    const [first] = found;
    if (first === undefined) return refuse(unknownRule(definition, name, names.keys()));
    if (!isCorrelation(first)) return { name, rules: found, correlation: null };
    if (path.includes(first)) return refuse(cycle([...path.slice(path.indexOf(first)), first], definition));
    const correlation = resolve(first);
    return correlation === null ? refuse(brokenFeeder(definition, name)) : { name, rules: [], correlation };
  }

  function refuse(problem: CorrelationProblem): null {
    problems.push(problem);
    return null;
  }
}

/** Whether a rule is a correlation. */
export function isCorrelation(rule: RuleDefinition): rule is CorrelationDefinition {
  return rule.correlation !== undefined;
}

/** Whether one event that matches a rule is an alert of that rule. */
export function alertsAlone(rule: RuleDefinition): boolean {
  return rule.generate !== false && !isCorrelation(rule);
}

function namesOf(rules: readonly RuleDefinition[]): ReadonlyMap<string, readonly RuleDefinition[]> {
  const names = new Map<string, RuleDefinition[]>();
  for (const rule of rules) {
    const same = names.get(rule.name);
    if (same === undefined) names.set(rule.name, [rule]);
    else same.push(rule);
  }
  return names;
}

// The rules of the same pack, or of the user, come before others with their name. A rule of the user never feeds a correlation
// of a pack.
function closestRules(found: readonly RuleDefinition[], { pack }: RuleDefinition): readonly RuleDefinition[] {
  const near = found.filter((rule) => rule.pack === pack);
  if (near.length > 0) return near;
  const [first] = found.filter((rule) => rule.pack !== null);
  return found.filter((rule) => first !== undefined && rule.pack === first.pack);
}

function tooMany(rule: RuleDefinition, count: number): CorrelationProblem {
  const message = `${count} correlations are too many; at most ${MOST_CORRELATIONS} are allowed, and this one is beyond them`;
  return { rule, code: 'too_many_correlations', message, hint: 'remove some correlations' };
}

function duplicateName(rule: RuleDefinition): CorrelationProblem {
  const message = `another rule is also called "${rule.name}", and what a correlation stores is found by its name`;
  return { rule, code: 'duplicate_name', message, hint: 'choose another name' };
}

function unknownRule(rule: RuleDefinition, name: string, known: Iterable<string>): CorrelationProblem {
  const hint = didYouMean(name, known) ?? 'add the rule, or turn on the pack that contains it';
  return { rule, code: 'unknown_rule', message: `\`rules\` names "${name}", and there is no such rule`, hint };
}

/** The problem of a correlation that is fed by a rule that does not work. */
export function brokenFeeder(rule: RuleDefinition, name: string): CorrelationProblem {
  const message = `the rule "${name}", which feeds it, does not work`;
  return { rule, code: 'feeder_does_not_work', message, hint: 'correct that rule' };
}

function cycle(rules: readonly RuleDefinition[], rule: RuleDefinition): CorrelationProblem {
  const message =
    rules.length === 2
      ? 'the correlation feeds itself'
      : `correlations feed each other in a cycle: ${rules.map(({ name }) => name).join(' -> ')}`;
  return { rule, code: 'rule_cycle', message, hint: 'remove one of them from `rules` of another' };
}
