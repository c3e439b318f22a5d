// The matching rules of an alert, for messages. In: an alert's rules, in order of precedence. Out: one line of plain text
// for people, a list for machines. Rule names are of any length and number, so both are bounded.

import type { MatchingRule, RuleDefinition } from '../rules/rule.ts';
import { shortened } from './shortened.ts';
import { bold, described, type Mrkdwn, mrkdwn, NOTHING } from './slack-text.ts';

const MOST_NAMES = 10;
const LONGEST_SHOWN_NAME = 100;

/** Returns the rule that names an alert, with its severity and description. */
export function ruleLine({ name, severity, description }: RuleDefinition): Mrkdwn {
  return mrkdwn`Rule ${bold(name)} (${severity})${description === '' ? NOTHING : mrkdwn` – ${described(description)}`}`;
}

/** Returns the rules besides the first, with their severities: at most ten, then how many more; null if there are none. */
export function otherRulesText(rules: readonly RuleDefinition[]): string | null {
  const others = rules.slice(1);
  if (others.length === 0) return null;
  const names = others
    .slice(0, MOST_NAMES)
    .map(({ name, severity }) => `${shortened(name, LONGEST_SHOWN_NAME)} (${severity})`);
  const more = others.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const LONGEST_NAME = 1_000;
/** The largest list that `ruleList` returns, in bytes of JSON. */
export const LARGEST_RULE_LIST = 20_000;

/** Returns name, severity and pack of each rule, as many rules as fit into `LARGEST_RULE_LIST`; at least the first. */
export function ruleList(rules: readonly RuleDefinition[]): MatchingRule[] {
  let bytes = 2;
  return rules
    .map(({ name, severity, pack }) => ({ name: name.slice(0, LONGEST_NAME), severity, pack }))
    .filter((rule) => {
      bytes += Buffer.byteLength(JSON.stringify(rule)) + 1;
      return bytes <= LARGEST_RULE_LIST;
    });
}
