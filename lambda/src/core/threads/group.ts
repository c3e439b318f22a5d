// Groups the notices of one destination: those of one thread together, in the order in which they came. A partition:
// every notice is in exactly one group.

import { SEVERITIES } from '../rules/rule.ts';
import type { Notice } from './notice.ts';

/** Notices of the same thread key as one group, those without a key each alone, ordered by their first notice. */
export function groupByThread<N extends Notice>(notices: readonly N[]): readonly (readonly N[])[] {
  const groups: N[][] = [];
  const byKey = new Map<string, N[]>();
  for (const notice of notices) {
    const known = notice.threadKey === null ? undefined : byKey.get(notice.threadKey);
    if (known) {
      known.push(notice);
      continue;
    }
    const group = [notice];
    groups.push(group);
    if (notice.threadKey !== null) byKey.set(notice.threadKey, group);
  }
  return groups;
}

/** The same groups, those that begin with the most severe notices first, else in their order. */
export function mostSevereFirst<N extends Notice>(groups: readonly (readonly N[])[]): readonly (readonly N[])[] {
  const rank = ([first]: readonly N[]) => (first ? SEVERITIES.indexOf(first.subject.severity) : SEVERITIES.length);
  return groups.toSorted((a, b) => rank(a) - rank(b));
}
