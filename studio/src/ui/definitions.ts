// Lists and predicates of a document: adding, renaming, changing and removing them, as functions from a document to a document. Pure.
// Renaming also renames where rules and predicates use the name.

import { tokenize } from '../../../lambda/src/core/language/tokenize.ts';
import type { CorrelationEntry, RuleDocument, RuleEntry } from '../protocol.ts';

/** A list or a predicate of the document. */
export interface DefinitionRef {
  readonly kind: 'lists' | 'predicates';
  readonly name: string;
}

export const ONE: Readonly<Record<DefinitionRef['kind'], string>> = { lists: 'list', predicates: 'predicate' };

/** The document with a new list or predicate that has an unused name, and the reference to it. */
export function withDefinition(document: RuleDocument, kind: DefinitionRef['kind']) {
  const names = Object.keys(document[kind]);
  const numbers = Array.from({ length: names.length + 1 }, (_, index) => `${ONE[kind]}_${index + 1}`);
  const name = numbers.find((one) => !names.includes(one)) ?? '';
  const added =
    kind === 'lists'
      ? { ...document, lists: { ...document.lists, [name]: [] } }
      : { ...document, predicates: { ...document.predicates, [name]: 'userIdentity.type == "Root"' } };
  return { document: added, ref: { kind, name } };
}

/** The document with other values of a list. */
export function withList(document: RuleDocument, name: string, values: readonly string[]): RuleDocument {
  return { ...document, lists: { ...document.lists, [name]: values } };
}

/** The document with another expression of a predicate. */
export function withPredicate(document: RuleDocument, name: string, expression: string): RuleDocument {
  return { ...document, predicates: { ...document.predicates, [name]: expression } };
}

/** The document without a list or predicate. What uses it then has a problem. */
export function withoutDefinition(document: RuleDocument, { kind, name }: DefinitionRef): RuleDocument {
  const left = Object.entries(document[kind]).filter(([one]) => one !== name);
  return { ...document, [kind]: Object.fromEntries(left) };
}

/** The document with another name of a list or predicate, everywhere. Its place among the others stays. */
export function withNewName(document: RuleDocument, ref: DefinitionRef, name: string): RuleDocument {
  const { kind } = ref;
  const entries = Object.entries(document[kind]).map(([one, value]) => [one === ref.name ? name : one, value]);
  return mapExpressions({ ...document, [kind]: Object.fromEntries(entries) }, (expression) =>
    replaceName(expression, ref, name),
  );
}

/** Why a list or predicate cannot have a name; null if it can. The worker knows which names are reserved. */
export function nameProblem(document: RuleDocument, { kind, name: before }: DefinitionRef, name: string) {
  if (name === before) return null;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) {
    return 'A name has at most 64 letters, digits and underscores, and does not start with a digit.';
  }
  return Object.hasOwn(document[kind], name) ? `There is a ${ONE[kind]} with this name. Choose another name.` : null;
}

/** The names of the rules and predicates that use a list or predicate. `nameOf` names the rules. */
export function usersOf(
  document: RuleDocument,
  ref: DefinitionRef,
  nameOf: (list: 'rules' | 'ignore_rules', index: number) => string,
): string[] {
  const isUser = (expressions: readonly string[]) => expressions.some((one) => rangesOf(one, ref).length > 0);
  const rulesIn = (list: 'rules' | 'ignore_rules') =>
    document[list].flatMap((rule, index) => (isUser(expressionsOf(rule)) ? [nameOf(list, index)] : []));
  const predicates = Object.entries(document.predicates).filter(([, expression]) => isUser([expression]));
  return [...rulesIn('rules'), ...rulesIn('ignore_rules'), ...predicates.map(([name]) => `${name}()`)];
}

// Every expression of a rule can use names: its own, and those of its correlation.
function expressionsOf({ expression, correlation }: RuleEntry): string[] {
  const { group_by, field, aliases } = correlation ?? {};
  const aliased = Object.values(aliases ?? {}).flatMap((byRule) => Object.values(byRule));
  return [expression, ...(group_by ?? []), field, ...aliased].filter((one) => typeof one === 'string');
}

type Change = (expression: string) => string;

function mapExpressions(document: RuleDocument, change: Change): RuleDocument {
  const changed = (rule: RuleEntry): RuleEntry => ({
    ...rule,
    ...(typeof rule.expression === 'string' && { expression: change(rule.expression) }),
    ...(rule.correlation && { correlation: mapCorrelation(rule.correlation, change) }),
  });
  return {
    ...document,
    rules: document.rules.map(changed),
    ignore_rules: document.ignore_rules.map(changed),
    predicates: mapValues(document.predicates, change),
  };
}

function mapCorrelation(correlation: CorrelationEntry, change: Change): CorrelationEntry {
  const { group_by, field, aliases } = correlation;
  return {
    ...correlation,
    ...(group_by && { group_by: group_by.map(change) }),
    ...(field && { field: change(field) }),
    ...(aliases && { aliases: mapValues(aliases, (byRule) => mapValues(byRule, change)) }),
  };
}

function mapValues<T>(given: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value)]));
}

function replaceName(expression: string, ref: DefinitionRef, name: string): string {
  return rangesOf(expression, ref).reduceRight(
    (text, { start, end }) => text.slice(0, start) + name + text.slice(end),
    expression,
  );
}

// `lists.NAME` and `NAME()`. An expression with an error in a token has no names: it does not work anyway.
function rangesOf(expression: string, { kind, name }: DefinitionRef) {
  const scanned = tokenize(expression);
  const tokens = 'tokens' in scanned ? scanned.tokens : [];
  return tokens.filter((token, at) => {
    if (token.kind !== 'name' || token.text !== name) return false;
    const [before, root, beforeRoot] = [tokens[at - 1], tokens[at - 2], tokens[at - 3]];
    if (kind === 'predicates') return before?.kind !== 'dot' && tokens[at + 1]?.text === '(';
    return before?.kind === 'dot' && root?.kind === 'name' && root.text === 'lists' && beforeRoot?.kind !== 'dot';
  });
}
