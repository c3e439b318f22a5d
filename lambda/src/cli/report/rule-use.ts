// Which rules did nothing. In: the rules of the settings, and what parts and alerts say about them. Out: the rules that never matched,
// and correlations that never fired.

import { shortText } from '../../core/report/facts.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import type { AlertNotice } from '../../core/threads/notice.ts';
import type { ReplayPart } from '../replay/decide/decider.ts';

export interface UnusedRule {
  readonly name: string;
  readonly severity: string;
  readonly pack: string | null;
  /** Whether events feed it: a correlation that never fired. */
  readonly isFed: boolean;
}

export interface RuleUse {
  addPart(part: ReplayPart): void;
  addAlert(notice: AlertNotice): void;
  /** In the order of the settings, each name once. */
  unused(): readonly UnusedRule[];
}

/** Watches the use of rules. */
export function createRuleUse(rules: readonly RuleDefinition[]): RuleUse {
  const used = new Set<string>();
  const fed = new Set<string>();
  return {
    addPart({ ignored, decisions }) {
      for (const { rules: names } of ignored) for (const name of names) used.add(name);
      for (const { observation } of decisions.observations) {
        fed.add(observation.correlation);
        if (observation.feeder !== observation.correlation) used.add(observation.feeder);
      }
    },
    addAlert({ alert }) {
      for (const { name } of alert.rules) used.add(name);
    },
    unused() {
      const distinct = new Map(rules.toReversed().map((rule) => [rule.name, rule]));
      return [...distinct.values()]
        .toReversed()
        .filter(({ name }) => !used.has(name))
        .map(({ name, severity, pack }) => ({ name: shortText(name), severity, pack, isFed: fed.has(name) }));
    },
  };
}
