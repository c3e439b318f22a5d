// Warnings about names, sources and other values of events that were probably meant to be others, so that a rule never matches. In: a compiled rule, or
// names. Out: problems with what was meant.

import type { Expression, Range } from '../../core/language/ast.ts';
import { testConditions } from '../../core/language/field-conditions.ts';
import { positionOf } from '../../core/language/problem.ts';
import type {
  CompiledRule,
  LanguageEnvironment,
  NecessaryCondition,
  Problem,
} from '../../core/language/rule-expression.ts';
import { childrenOf } from '../../core/language/static-meaning.ts';
import { valuesMeant } from './field-values.ts';
import type { KnownEvents } from './known-events.ts';

export type MisspelledEvent = Omit<Problem, 'code'> & {
  readonly code: 'unknown_event_name' | 'unknown_event_source' | 'unknown_value';
};

type Misspelling = Pick<MisspelledEvent, 'code' | 'message' | 'hint'>;

/** The misspelled names and sources that a rule compares with. */
export function misspelledEvents(
  rule: CompiledRule,
  environment: LanguageEnvironment,
  events: KnownEvents,
): readonly MisspelledEvent[] {
  return testsIn(rule.expression, environment).flatMap(({ node, condition }) =>
    condition.values.flatMap((value) => {
      const literal = literalIn(node, value);
      const found = misspelling(condition, value, { ...literal, sources: sourcesWith(value, rule) }, events);
      if (found === null) return [];
      const range = literal?.range ?? node.range;
      return [{ ...found, level: 'warning', range, ...positionOf(rule.source, range.start) } as const];
    }),
  );
}

/** Says for each name in a list of event names that is misspelled what it was probably meant to be. */
export function misspelledNamesIn(names: readonly string[], events: KnownEvents): readonly string[] {
  return names.flatMap((name) => {
    const found = wholeName(name, [], events);
    return found === null ? [] : [`${found.message}; ${found.hint}`];
  });
}

interface Test {
  readonly node: Expression;
  readonly condition: NecessaryCondition;
}

const POSITIVE: Readonly<Record<string, '==' | 'in'>> = {
  '==': '==',
  is: '==',
  '!=': '==',
  'is not': '==',
  in: 'in',
  'not in': 'in',
};

function testsIn(node: Expression, environment: LanguageEnvironment): Test[] {
  const below = childrenOf(node).flatMap((child) => testsIn(child, environment));
  if (node.type !== 'compare' && node.type !== 'call') return below;
  const operator = node.type === 'compare' ? POSITIVE[node.operator] : undefined;
  const conditions = testConditions(operator && node.type === 'compare' ? { ...node, operator } : node, environment);
  return [...(conditions ?? []).map((condition) => ({ node, condition })), ...below];
}

// The sources of the events with this name that the rule can match; empty if one of them can have any source.
function sourcesWith(name: string, { necessary }: CompiledRule): readonly string[] {
  const named = (necessary ?? []).filter((all) => valuesOf(all, 'eventName').includes(name));
  const sources = named.map((all) => valuesOf(all, 'eventSource'));
  return sources.some(({ length }) => length === 0) ? [] : [...new Set(sources.flat())];
}

function valuesOf(conditions: readonly NecessaryCondition[], field: string): readonly string[] {
  return conditions.find(({ path, test }) => path === field && test === 'equals')?.values ?? [];
}

function misspelling(
  { path, test }: NecessaryCondition,
  value: string,
  { written = value, sources }: { readonly written?: string; readonly sources: readonly string[] },
  events: KnownEvents,
): Misspelling | null {
  if (path === 'eventSource') return test === 'equals' ? source(value, events) : null;
  if (path !== 'eventName') return test === 'equals' ? otherValue(path, value) : null;
  if (test === 'startsWith')
    return name(`no known event has a name that starts with "${value}"`, events.startsMeant(value));
  if (test === 'equals') return wholeName(value, sources, events);
  return test === 'iequals' ? inAnyCase(value, written, events) : null;
}

// The value is in lower case; what is written has to be if it is compared with `lower(eventName)`.
function inAnyCase(value: string, written: string, events: KnownEvents): Misspelling | null {
  const meant = events.namesMeantInAnyCase(value);
  return name(unknownName(written), written === value ? meant.map((one) => one.toLowerCase()) : meant);
}

function wholeName(value: string, sources: readonly string[], events: KnownEvents): Misspelling | null {
  if (!value.includes('*')) return name(unknownName(value, sources), events.namesMeant(value, sources));
  const hint = `the name of an event contains no \`*\`; for a pattern, write the rule \`glob(eventName, ${JSON.stringify(value)})\``;
  return { code: 'unknown_event_name', message: unknownName(value), hint };
}

function unknownName(value: string, sources: readonly string[] = []): string {
  const of = sources.length === 0 ? '' : ` of ${sources.join(' or ')}`;
  return `no known event${of} has the name "${value}"`;
}

function name(message: string, meant: readonly string[]): Misspelling | null {
  const hint = didYouMean(meant);
  return hint === null ? null : { code: 'unknown_event_name', message, hint };
}

function source(value: string, events: KnownEvents): Misspelling | null {
  const hint = didYouMean(events.sourcesMeant(value));
  const message = `no known event has the source "${value}"`;
  return hint === null ? null : { code: 'unknown_event_source', message, hint };
}

function otherValue(field: string, value: string): Misspelling | null {
  const meant = valuesMeant(field, value);
  const hint = field === 'sourceIPAddress' && NETWORK.test(value) ? inNetwork(value) : didYouMean(meant);
  const message = `no known event has the value "${value}" in \`${field}\``;
  return hint === null ? null : { code: 'unknown_value', message, hint };
}

const NETWORK = /^[\da-f.:]+\/\d{1,3}$/i;

const inNetwork = (value: string): string =>
  `for a network, write \`inCidr(sourceIPAddress, ${JSON.stringify(value)})\``;

const MOST_MEANT = 3;

function didYouMean(meant: readonly string[]): string | null {
  if (meant.length === 0) return null;
  const names = meant.slice(0, MOST_MEANT).map((one) => `\`${one}\``);
  return `did you mean ${names.join(' or ')}?`;
}

function literalIn(node: Expression, value: string): { readonly written: string; readonly range: Range } | null {
  if (node.type === 'literal') {
    const { value: written, range } = node;
    return typeof written === 'string' && [written, written.toLowerCase()].includes(value) ? { written, range } : null;
  }
  return (
    childrenOf(node)
      .map((child) => literalIn(child, value))
      .find((found) => found !== null) ?? null
  );
}
