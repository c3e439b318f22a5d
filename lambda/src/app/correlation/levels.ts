// Which correlations can be settled together. In: correlations in order of dependency. Out: levels: each correlation is in a later
// one than those that feed it.

import type { CorrelationRule } from '../../core/rules/rule-set.ts';

/** The levels of some correlations, the first one without any that another correlation feeds. */
export function levelsOf(correlations: readonly CorrelationRule[]): readonly (readonly CorrelationRule[])[] {
  const depths = new Map<string, number>();
  const levels: CorrelationRule[][] = [];
  for (const one of correlations) {
    const fed = (one.correlation.rules ?? []).map((name) => depths.get(name) ?? -1);
    const depth = 1 + Math.max(-1, ...fed);
    depths.set(one.rule.name, Math.max(depth, depths.get(one.rule.name) ?? 0));
    const level = levels[depth] ?? [];
    levels[depth] = level;
    level.push(one);
  }
  return levels;
}
