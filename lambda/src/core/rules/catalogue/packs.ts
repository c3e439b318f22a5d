// The registry of packs: from the names in the settings to their rules, and the problems with these names.
// To add a pack, write its file and add it to the list in all-packs.ts.

import { didYouMean } from '../../language/suggest.ts';
import { type RuleDefinition, SEVERITIES, severityRank } from '../rule.ts';
import { PACKS } from './all-packs.ts';
import type { CatalogueRule, Pack, RuleVariant } from './catalogue-rule.ts';

export { PACKS };

/**
 * The rules of the packs in the order of the names, without the disabled ones. Names that are not in the catalogue are
 * skipped here; `catalogueProblems` reports them.
 */
export function definitionsOf(packNames: readonly string[], disabledRules: readonly string[]): RuleDefinition[] {
  return rulesOf(packNames, disabledRules).flatMap(({ pack, rule }) => definitionsOfRule(pack, rule));
}

/** The same rules as one definition each, with the severity of their least severe variant: what they name at least. */
export function leastDefinitionsOf(packNames: readonly string[], disabledRules: readonly string[]): RuleDefinition[] {
  return rulesOf(packNames, disabledRules).map(({ pack, rule }) => {
    const ranks = [rule, ...(rule.variants ?? [])].map(({ severity }) => severityRank(severity));
    return { ...definitionOf(pack, rule), severity: SEVERITIES[Math.max(...ranks)] ?? rule.severity };
  });
}

function rulesOf(packNames: readonly string[], disabledRules: readonly string[]) {
  const packs = [...new Set(packNames)].flatMap((name) => PACKS.filter((pack) => pack.name === name));
  return packs
    .flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })))
    .filter(({ rule }) => !disabledRules.includes(rule.name));
}

/** The problems with the names of packs and of disabled rules, one sentence each; empty if there is none. */
export function catalogueProblems(packNames: readonly string[], disabledRules: readonly string[]): string[] {
  const rules = disabledRules.length === 0 ? [] : PACKS.flatMap((pack) => pack.rules.map((rule) => rule.name));
  return [
    ...packProblems(packNames, 'rule_packs'),
    ...unknown(disabledRules, rules).map(
      (name) => `disabled_rules: no rule of the catalogue is called "${name}"${remedy(name, rules)}`,
    ),
  ];
}

/** The problems with the names of packs; `where` is what the user wrote them in. */
export function packProblems(names: readonly string[], where: string): string[] {
  const packs = PACKS.map((pack) => pack.name);
  return unknown(names, packs).map((name) => `${where}: there is no pack "${name}"${remedy(name, packs)}`);
}

const unknown = (names: readonly string[], known: readonly string[]): readonly string[] =>
  names.filter((name) => !known.includes(name));

function remedy(name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known);
  if (hint !== null) return `; ${hint}`;
  return known.length > 10 ? '; see docs/default-rules.md' : `; there are ${known.join(', ')}`;
}

/**
 * A rule of the catalogue as a rule set takes it: one definition for each variant and one for the remaining cases, all
 * with the name of the rule. At most one of them matches a record.
 */
export function definitionsOfRule(pack: Pack, rule: CatalogueRule): RuleDefinition[] {
  const variants = rule.variants ?? [];
  const whole = definitionOf(pack, rule);
  const ofVariant = ({ condition, severity, description }: RuleVariant, index: number): RuleDefinition => ({
    ...whole,
    expression: conjunction([whole.expression, ...otherwise(variants.slice(0, index)), condition]),
    severity,
    description,
  });
  return [
    { ...whole, expression: conjunction([whole.expression, ...otherwise(variants)]) },
    ...variants.map(ofVariant),
  ];
}

/** A rule with all of its variants as one definition, with the severity and the text of the remaining cases. */
export function definitionOf(pack: Pack, rule: CatalogueRule): RuleDefinition {
  return {
    name: rule.name,
    expression: onOneLine(rule.expression),
    severity: rule.severity,
    description: rule.description,
    pack: pack.name,
    runbookUrl: rule.runbookUrl ?? null,
    ...(rule.correlation && { correlation: rule.correlation }),
    ...(rule.generate === false && { generate: false }),
  };
}

const otherwise = (variants: readonly RuleVariant[]): readonly string[] => variants.map((variant) => variant.otherwise);

const conjunction = (conditions: readonly string[]): string => conditions.map(onOneLine).join(' and ');

// Messages show expressions.
const onOneLine = (expression: string): string => expression.replaceAll(/\s+/g, ' ');
