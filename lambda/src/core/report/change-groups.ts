// Adds up changes: those of the same kinds, rules, severities and destinations together. In: changes, one at a time. Out: groups with
// a count and the first few changes, in bounded memory.

import { CHANGE_KINDS, type Change, type ChangeKind } from './comparison.ts';

export interface ChangeGroup<Details> extends Omit<Change<Details>, 'details'> {
  readonly count: number;
  readonly examples: readonly Details[];
}

export interface ChangeGroups<Details> {
  add(change: Change<Details>): void;
  readonly total: number;
  /** How many alerts changed in each way. An alert can count for several. */
  readonly byKind: Readonly<Record<ChangeKind, number>>;
  /** The largest first. */
  groups(): readonly ChangeGroup<Details>[];
  /** Changes in further groups, which are not kept. */
  readonly further: number;
}

export const CHANGE_GROUPS_MAX = 1_000;
const EXAMPLES_MAX = 5;

/** Creates an empty sum. */
export function createChangeGroups<Details>(): ChangeGroups<Details> {
  const groups = new Map<string, { count: number; readonly change: Change<Details>; readonly examples: Details[] }>();
  const byKind = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  let total = 0;
  let further = 0;
  return {
    add(change) {
      total++;
      for (const kind of change.kinds) byKind[kind]++;
      const { before, after, ignoreRule } = change;
      const key = JSON.stringify([keyOf(before), keyOf(after), ignoreRule]);
      let group = groups.get(key);
      if (group === undefined) {
        if (groups.size === CHANGE_GROUPS_MAX) {
          further++;
          return;
        }
        group = { count: 0, change, examples: [] };
        groups.set(key, group);
      }
      group.count++;
      if (group.examples.length < EXAMPLES_MAX) group.examples.push(change.details);
    },
    get total() {
      return total;
    },
    byKind,
    groups: () =>
      [...groups.values()]
        .sort((one, other) => other.count - one.count)
        .map(({ count, examples, change: { details: _, ...change } }) => ({ ...change, count, examples })),
    get further() {
      return further;
    },
  };
}

function keyOf(traits: Change<unknown>['before']): unknown {
  return traits && [traits.rule, traits.severity, traits.destinations, traits.collected];
}
