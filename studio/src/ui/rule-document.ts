// Changes of the document, as functions from a document to a document. Pure.

import type { RuleDocument, RuleEntry, RuleRef } from '../protocol.ts';

export const EMPTY_DOCUMENT: RuleDocument = {
  rules: [],
  ignore_rules: [],
  use_default_rules: true,
  rule_packs: [],
  disabled_rules: [],
  lists: {},
  predicates: {},
  others: {},
};

/** The rule at a place. */
export function ruleAt(document: RuleDocument, { list, index }: RuleRef): RuleEntry | undefined {
  return document[list][index];
}

/** What the rule is called: as in the function, rules without a name are numbered. */
export function nameOf(document: RuleDocument, ref: RuleRef): string {
  const number = ref.index + 1;
  return ruleAt(document, ref)?.name?.trim() || `${ref.list === 'rules' ? 'rule' : 'ignore rule'} ${number}`;
}

/** The document with a rule at the end of a list. */
export function withRule(document: RuleDocument, list: RuleRef['list'], rule: RuleEntry): RuleDocument {
  return { ...document, [list]: [...document[list], rule] };
}

/** The document with other attributes of a rule. Attributes that are null are removed. */
export function withChange(document: RuleDocument, { list, index }: RuleRef, change: RuleEntry): RuleDocument {
  const changed = (rule: RuleEntry) =>
    Object.fromEntries(Object.entries({ ...rule, ...change }).filter(([, value]) => value !== null)) as RuleEntry;
  return { ...document, [list]: document[list].map((rule, at) => (at === index ? changed(rule) : rule)) };
}

/** The document without a rule. */
export function withoutRule(document: RuleDocument, { list, index }: RuleRef): RuleDocument {
  return { ...document, [list]: document[list].filter((_, at) => at !== index) };
}

/** Whether a pack is on. `core` has its own variable. */
export function hasPack({ use_default_rules, rule_packs }: RuleDocument, pack: string): boolean {
  return pack === 'core' ? use_default_rules || rule_packs.includes(pack) : rule_packs.includes(pack);
}

/** The document with a pack on or off. */
export function withPack(document: RuleDocument, pack: string, isOn: boolean): RuleDocument {
  const others = document.rule_packs.filter((one) => one !== pack);
  if (pack === 'core') return { ...document, use_default_rules: isOn, rule_packs: others };
  return { ...document, rule_packs: isOn ? [...others, pack] : others };
}

/** The document with a rule of a pack on or off. */
export function withPackRule(document: RuleDocument, rule: string, isOn: boolean): RuleDocument {
  const others = document.disabled_rules.filter((one) => one !== rule);
  return { ...document, disabled_rules: isOn ? others : [...others, rule] };
}
