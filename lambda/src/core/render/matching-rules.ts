// The matching rules of an alert, for messages. In: an alert's rules, in order of precedence. Out: one line of plain text
// for people, a list for machines. Rule names are of any length and number, so both are bounded.

import type { Alert, MatchingRule, RuleDefinition } from '../rules/rule.ts';
import { shortened } from './shortened.ts';
import { bold, described, type Mrkdwn, mrkdwn, NOTHING } from './slack-text.ts';

/** How many rules besides the first a message for people names. */
export const OTHER_RULES_NAMED = 10;
const LONGEST_SHOWN_NAME = 100;

/** Returns the rule that names an alert, with its severity and description. */
export function ruleLine({ name, severity, description }: RuleDefinition): Mrkdwn {
  return mrkdwn`Rule ${bold(name)} (${severity})${description === '' ? NOTHING : mrkdwn` – ${described(description)}`}`;
}

/** What a record matched; see `Alert`. */
export type Matching = Pick<Alert, 'rules' | 'moreRules'>;

/** Returns the rules besides the first, with their severities: at most ten, then how many more; null if there are none. */
export function otherRulesText({ rules, moreRules = 0 }: Matching): string | null {
  const others = rules.slice(1);
  if (others.length === 0) return null;
  const names = others
    .slice(0, OTHER_RULES_NAMED)
    .map(({ name, severity }) => `${shortened(name, LONGEST_SHOWN_NAME)} (${severity})`);
  const more = others.length - names.length + moreRules;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const LONGEST_NAME = 1_000;
/** The largest list of `ruleFields`, in bytes of JSON. */
export const LARGEST_RULE_LIST = 20_000;

/**
 * Returns name, severity and pack of each rule, as many rules as fit into `LARGEST_RULE_LIST`, at least the first; and under the name
 * `leftOut` how many rules are missing, if any are.
 */
export function ruleFields<Name extends 'rules_left_out' | 'rulesLeftOut'>(
  matching: Matching,
  leftOut: Name,
): RuleFields<Name> {
  let bytes = 2;
  const rules = matching.rules
    .map(({ name, severity, pack }) => ({ name: name.slice(0, LONGEST_NAME), severity, pack }))
    .filter((rule) => {
      bytes += Buffer.byteLength(JSON.stringify(rule)) + 1;
      return bytes <= LARGEST_RULE_LIST;
    });
  const missing = matching.rules.length - rules.length + (matching.moreRules ?? 0);
  return { rules, ...(missing > 0 && { [leftOut]: missing }) } as RuleFields<Name>;
}

type RuleFields<Name extends string> = { readonly rules: MatchingRule[] } & { readonly [name in Name]?: number };
