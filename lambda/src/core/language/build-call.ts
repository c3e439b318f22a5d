// Builds calls: functions in the table by their first name, named predicates, and quantifiers. `it` is defined only in
// the condition of a quantifier. In: the parser's nodes. Out: our tree. The checker checks arity, except for nodes that
// cannot represent a wrong number of arguments.

import type { Expression, PathStep, Range } from './ast.ts';
import { spellFloat } from './functions/conversions.ts';
import { findFunction } from './functions/function-table.ts';
import { arity, type LanguageFunction, signature } from './functions/language-function.ts';
import { error, type Finding } from './problem.ts';
import type { Token } from './tokenize.ts';
import type { Builder, SkeletonNode } from './tree-builder.ts';

const QUANTIFIERS = ['any', 'all', 'count'] as const;
const RANGES = ['keys', 'entries', 'leaves'] as const;

/**
 * Builds a call; `receiver` contains the expression before the dot, if there is one. `json`, `keys`, `entries` and `leaves` return a
 * path that may continue, which is not added to the tree yet.
 */
export function buildCall(
  builder: Builder,
  name: Token,
  receiver: readonly Expression[],
  nodes: readonly SkeletonNode[],
  range: Range,
): Expression {
  if (name.text === 'leaves' && receiver.length === 0 && isWholeEvent(builder, nodes))
    return { type: 'path', root: 'event', steps: [{ kind: 'leaves' }], range };
  const refused = builder.findings.length;
  const entry = findFunction(name.text);
  const quantifier = QUANTIFIERS.find((one) => one === entry?.name);
  const items = nodes.map((node, index) =>
    quantifier !== undefined && receiver.length + index > 0 ? buildCondition(builder, node) : builder.build(node),
  );
  const args = [...receiver, ...items];
  if (entry === undefined && args.length === 0) return builder.add({ type: 'predicate', name: name.text, range });
  if (entry === undefined) return builder.add({ type: 'call', name: name.text, args, range }, args);
  if (quantifier !== undefined) return buildQuantifier(builder, entry, quantifier, args, range);
  const kind = RANGES.find((one) => one === entry.name);
  if (kind !== undefined) return withStep(builder, entry, { kind }, args, range, builder.findings.length > refused);
  if (entry.name === 'json') return buildJson(builder, entry, args, range);
  const spelled = entry.name === 'str' && args.length === 1 ? spelledFloat(builder, args[0] as Expression) : null;
  if (spelled !== null) return builder.add({ type: 'literal', value: spelled, range });
  return builder.add({ type: 'call', name: entry.name, args, range }, args);
}

// `leaves(event)` is the only place where `event` is a value.
function isWholeEvent(builder: Builder, nodes: readonly SkeletonNode[]): boolean {
  const [node] = nodes;
  return nodes.length === 1 && node?.type === 'Identifier' && builder.token(node).text === 'event';
}

function buildCondition(builder: Builder, node: SkeletonNode): Expression {
  builder.conditions++;
  const condition = builder.build(node);
  builder.conditions--;
  return condition;
}

function buildQuantifier(
  builder: Builder,
  entry: LanguageFunction,
  name: (typeof QUANTIFIERS)[number],
  args: readonly Expression[],
  range: Range,
): Expression {
  const [items, condition = null] = args;
  if (items === undefined || args.length > 2) return builder.refuse(wrongArity(entry, args.length, range));
  if (name === 'count' && condition !== null && countsText(items, condition))
    return builder.add({ type: 'call', name, args, range }, args);
  return builder.add({ type: 'quantifier', name, items, condition, range }, args);
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

// `keys(a.b)`: the path of the argument with one more step.
function withStep(
  builder: Builder,
  entry: LanguageFunction,
  step: PathStep,
  args: readonly Expression[],
  range: Range,
  isRefused: boolean,
): Expression {
  const [path] = args;
  if (path === undefined || args.length > 1) return builder.refuse(wrongArity(entry, args.length, range));
  if (path.type === 'path') return { ...path, steps: [...path.steps, step], range };
  if (isRefused) return path;
  return builder.refuse(error('wrong_type', path.range, `\`${entry.name}\` needs a bare path as path`, entry.example));
}

function buildJson(builder: Builder, entry: LanguageFunction, args: readonly Expression[], range: Range): Expression {
  const [json] = args;
  if (json === undefined || args.length > 1) return builder.refuse(wrongArity(entry, args.length, range));
  return { type: 'path', root: { json }, steps: [], range };
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

/** The finding for a call with too few or too many arguments. */
export function wrongArity(entry: LanguageFunction, given: number, range: Range): Finding {
  const { min, max } = arity(entry);
  const expected = min === max ? `${min}` : `${min} or ${max}`;
  const message = `\`${entry.name}\` takes ${expected} ${expected === '1' ? 'argument' : 'arguments'}, not ${given}`;
  return error('wrong_arity', range, message, `write \`${signature(entry)}\`: ${entry.example}`);
}
