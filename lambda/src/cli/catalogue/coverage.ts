// What the default rules cover: the techniques of MITRE ATT&CK that they name. In: rules of the catalogue. Out: techniques
// with their tactics and rules. Pure; the command `rules --coverage` and scripts/generate-coverage.ts print it.

import type { CatalogueRule } from '../../core/rules/catalogue/catalogue-rule.ts';
import { tacticsOf } from './tactics.ts';

/** A rule of the catalogue, and the pack that it belongs to. */
export type PackRule = { readonly pack: string } & Pick<CatalogueRule, 'name' | 'severity' | 'mitre' | 'generate'>;

/** A technique, the names of its tactics in the order of an attack, and the rules that name it. */
export interface CoveredTechnique {
  readonly technique: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly rules: readonly Pick<PackRule, 'name' | 'pack' | 'severity'>[];
}

/**
 * Every technique that a rule names, ordered by its number. Rules without a technique are left out, and so are rules that
 * never alert because they only feed correlations.
 */
export function techniqueCoverage(rules: readonly PackRule[]): readonly CoveredTechnique[] {
  const named = rules.flatMap(({ name, pack, severity, mitre, generate }) =>
    mitre === undefined || generate === false ? [] : [{ technique: mitre, rule: { name, pack, severity } }],
  );
  const techniques = new Map(named.map(({ technique: { id, name } }) => [id, name]));
  return [...techniques]
    .map(([technique, name]) => ({
      technique,
      name,
      tactics: tacticsOf(technique).map((tactic) => tactic.name),
      rules: named.filter((one) => one.technique.id === technique).map(({ rule }) => rule),
    }))
    .toSorted((one, other) => (one.technique < other.technique ? -1 : 1));
}
