// Exports what the user made: variables for Terraform, settings JSON, and cases for the command `test`. In: the document, and events.
// Out: text that the module and the command line accept.

import { printVariables } from '../../../lambda/src/cli/convert/print-tfvars.ts';
import type { CloudTrailRecord } from '../../../lambda/src/core/records/record.ts';
import { decisionLine } from '../../../lambda/src/core/render/decision-line.ts';
import type { RuleDocument } from '../protocol.ts';
import { pacer } from './pause.ts';
import { type RuleBook, variablesOf } from './rule-book.ts';

/** The document as a tfvars file, or as settings JSON. */
export function exportRules(document: RuleDocument, format: 'tfvars' | 'json'): string {
  const { rules, ignore_rules, use_default_rules, rule_packs, disabled_rules, lists, predicates, others } = document;
  const isSet = (value: object) => (Object.keys(value).length === 0 ? null : value);
  const variables = {
    ...{ rules: isSet(rules), ignore_rules: isSet(ignore_rules), rule_packs: isSet(rule_packs) },
    ...(use_default_rules ? {} : { use_default_rules }),
    ...{ disabled_rules: isSet(disabled_rules), lists: isSet(lists), predicates: isSet(predicates) },
    ...others,
  };
  if (format === 'tfvars') return `${printVariables(variables)}\n`;
  const given = Object.entries(variables).filter(([, value]) => value !== null);
  return `${JSON.stringify(Object.fromEntries(given), null, 2)}\n`;
}

/** Cases that expect what the rules decide now. */
export function exportCases(
  events: readonly CloudTrailRecord[],
  document: RuleDocument,
  { ruleSet }: RuleBook,
): string {
  const cases = events.map((event) => {
    const { outcome, rule } = ruleSet.decide(event);
    const what = `${event.eventName ?? 'event'} of ${event.eventTime ?? 'unknown time'}`;
    return { name: `${what} is ${outcome}${rule ? ` by ${rule.name}` : ''}`, event, expect: outcome };
  });
  return `${JSON.stringify({ ...variablesOf(document), cases }, null, 2)}\n`;
}

/** The decision on every event, as `replay --decisions` prints it. */
export async function exportDecisions(
  length: number,
  recordAt: (id: number) => CloudTrailRecord,
  { ruleSet }: RuleBook,
): Promise<Blob> {
  const pace = pacer();
  const lines: string[] = [];
  for (let id = 0; id < length; id++) {
    await pace();
    const record = recordAt(id);
    lines.push(`${JSON.stringify(decisionLine(record, ruleSet.decide(record)))}\n`);
  }
  return new Blob(lines, { type: 'application/x-ndjson' });
}
