// Builds calls: functions in the table by their first name, named predicates, and quantifiers. `it` is defined only in
// the condition of a quantifier. In: the parser's nodes. Out: our tree. The checker checks arity, except for nodes that
// cannot represent a wrong number of arguments.

import type { Expression, Range } from './ast.ts';
import { spellFloat } from './functions/conversions.ts';
import { findFunction } from './functions/function-table.ts';
import { arity, type LanguageFunction, signature } from './functions/language-function.ts';
import { error, type Finding } from './problem.ts';
import type { Token } from './tokenize.ts';
import type { Builder, SkeletonNode } from './tree-builder.ts';

type Quantifier = 'any' | 'all' | 'count';

/** Builds a call; `receiver` contains the expression before the dot, if there is one. */
export function buildCall(
  builder: Builder,
  name: Token,
  receiver: readonly Expression[],
  nodes: readonly SkeletonNode[],
  range: Range,
): Expression {
  const entry = findFunction(name.text);
  const total = receiver.length + nodes.length;
  if (entry === undefined && total === 0) return builder.add({ type: 'predicate', name: name.text, range });
  if (entry?.name === 'any' || entry?.name === 'all' || entry?.name === 'count') {
    return buildQuantifier(builder, entry, receiver, nodes, range);
  }
  const args = [...receiver, ...nodes.map((node) => builder.build(node))];
  const spelled = entry?.name === 'str' && args.length === 1 ? spelledFloat(builder, args[0] as Expression) : null;
  if (spelled !== null) return builder.add({ type: 'literal', value: spelled, range });
  return builder.add({ type: 'call', name: entry?.name ?? name.text, args, range }, args);
}

// `str(0.0)` is "0.0" as in Python, but the value of the literal does not distinguish 0.0 from 0: its source does.
function spelledFloat({ skeleton }: Builder, argument: Expression): string | null {
  if (argument.type !== 'literal' || typeof argument.value !== 'number') return null;
  const { start, end } = argument.range;
  const written = skeleton.tokens.filter((token) => token.start >= start && token.end <= end);
  const isFloat = written.some(({ kind, text }) => kind === 'literal' && /[.eE]/.test(text));
  if (!isFloat || !Number.isInteger(argument.value)) return null;
  const isNegative = written.filter(({ text }) => text === '-').length % 2 === 1;
  const spelled = spellFloat(isNegative ? -Math.abs(argument.value) : argument.value);
  return spelled === String(argument.value) ? null : spelled;
}

/** Builds the argument of `json(..)`; adds a finding and returns null unless there is exactly one. */
export function buildJson(
  builder: Builder,
  receiver: readonly Expression[],
  nodes: readonly SkeletonNode[],
  range: Range,
): Expression | null {
  const args = [...receiver, ...nodes.map((node) => builder.build(node))];
  if (args.length === 1) return args[0] as Expression;
  builder.findings.push(wrongArity(findFunction('json') as LanguageFunction, args.length, range));
  return null;
}

/**
 * Builds `keys(..)`, `entries(..)` and `leaves(..)`: the path of the argument with one more step. Adds a finding unless the argument is
 * one path.
 */
export function buildRange(
  builder: Builder,
  name: 'keys' | 'entries' | 'leaves',
  receiver: readonly Expression[],
  nodes: readonly SkeletonNode[],
  range: Range,
): Expression {
  const entry = findFunction(name) as LanguageFunction;
  const refused = builder.findings.length;
  const args = [...receiver, ...nodes.map((node) => builder.build(node))];
  const [path] = args;
  if (path === undefined || args.length > 1) return builder.refuse(wrongArity(entry, args.length, range));
  if (path.type === 'path') return { ...path, steps: [...path.steps, { kind: name }], range };
  if (builder.findings.length > refused) return path;
  return builder.refuse(error('wrong_type', path.range, `\`${name}\` needs a bare path as path`, entry.example));
}

/** The finding for a call with too few or too many arguments. */
export function wrongArity(entry: LanguageFunction, given: number, range: Range): Finding {
  const { min, max } = arity(entry);
  const expected = min === max ? `${min}` : `${min} or ${max}`;
  const message = `\`${entry.name}\` takes ${expected} ${expected === '1' ? 'argument' : 'arguments'}, not ${given}`;
  return error('wrong_arity', range, message, `write \`${signature(entry)}\`: ${entry.example}`);
}

function buildQuantifier(
  builder: Builder,
  entry: LanguageFunction,
  receiver: readonly Expression[],
  nodes: readonly SkeletonNode[],
  range: Range,
): Expression {
  const total = receiver.length + nodes.length;
  if (total < 1 || total > 2) return builder.refuse(wrongArity(entry, total, range));
  const items = receiver[0] ?? builder.build(nodes[0] as SkeletonNode);
  const conditionNode = receiver.length === 1 ? nodes[0] : nodes[1];
  const condition = conditionNode === undefined ? null : buildCondition(builder, conditionNode);
  if (entry.name === 'count' && condition !== null && countsText(items, condition)) {
    return builder.add({ type: 'call', name: 'count', args: [items, condition], range }, [items, condition]);
  }
  const name = entry.name as Quantifier;
  return builder.add(
    { type: 'quantifier', name, items, condition, range },
    condition === null ? [items] : [items, condition],
  );
}

function buildCondition(builder: Builder, node: SkeletonNode): Expression {
  builder.conditions++;
  const condition = builder.build(node);
  builder.conditions--;
  return condition;
}

// `event["a"].count("/")` counts substrings; `count(items[*], it == "x")` counts elements.
function countsText(items: Expression, condition: Expression): boolean {
  const isListed =
    items.type === 'list' ||
    items.type === 'named-list' ||
    (items.type === 'path' && items.steps.some((step) => step.kind === 'each'));
  const isText = condition.type === 'literal' && typeof condition.value === 'string';
  return !isListed && (items.type !== 'path' || isText);
}
