// The order in which matching rules name an alert. In: rule definitions. Out: how two of them compare. Pure.

import { type RuleDefinition, severityRank } from './rule.ts';

// `core` is on by default, so the user has chosen every other pack over it.
const LAST_PACK = 'core';

/**
 * Compares two rules: negative if the first one names an alert that both match. The more severe rule does; of equally severe
 * rules, the user's own come before packs, and the pack `core` comes last. Zero if the order of the list decides, which is
 * also the order of the packs in `rule_packs`.
 */
export function comparePrecedence(one: RuleDefinition, other: RuleDefinition): number {
  return severityRank(one.severity) - severityRank(other.severity) || originRank(one) - originRank(other);
}

function originRank({ pack }: RuleDefinition): number {
  if (pack === null) return 0;
  return pack === LAST_PACK ? 2 : 1;
}
