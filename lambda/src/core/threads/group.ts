// Groups the notices of one destination: those of one thread together, the most severe first. A partition: every notice is
// in exactly one group.

import { SEVERITIES, severityRank } from '../rules/rule.ts';
import type { Notice } from './notice.ts';

/** Notices with the same thread key as one group, those without a key each alone, ordered by their first notice. */
export function groupByThread<N extends Notice>(notices: readonly N[]): readonly (readonly N[])[] {
  const groups: N[][] = [];
  const byKey = new Map<string | null, N[]>();
  for (const notice of notices) {
    const known = byKey.get(notice.threadKey);
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

/** The same groups, ordered by their most severe member, and their members by severity; else in their order. */
export function mostSevereFirst<N extends Notice>(groups: readonly (readonly N[])[]): readonly (readonly N[])[] {
  const sorted = groups.map((group) => group.toSorted((a, b) => rankOf(a) - rankOf(b)));
  const rankOfGroup = ([first]: readonly N[]) => (first ? rankOf(first) : SEVERITIES.length);
  return sorted.toSorted((a, b) => rankOfGroup(a) - rankOfGroup(b));
}

/** Whether a notice is `high` or `critical`: those have a message budget that other notices cannot use up. */
export function isUrgent(notice: Notice): boolean {
  return rankOf(notice) <= severityRank('high');
}

function rankOf(notice: Notice): number {
  return severityRank(notice.subject.severity);
}
