// Parses calls: functions in the table by their first name, named predicates, and quantifiers. `it` is defined only in the
// condition of a quantifier. In: tokens. Out: a tree. The checker checks arity, except for nodes that cannot represent a wrong
// number of arguments.

import type { Expression, PathStep, Range } from './ast.ts';
import { spellFloat } from './functions/conversions.ts';
import { findFunction } from './functions/function-table.ts';
import { arity, type LanguageFunction, signature } from './functions/language-function.ts';
import type { Parser } from './parser.ts';
import { error, type Finding } from './problem.ts';
import type { Token } from './tokenize.ts';

const QUANTIFIERS = ['any', 'all', 'count'] as const;
const RANGES = ['keys', 'entries', 'leaves'] as const;

/**
 * Parses the arguments of a call, whose brackets begin at the next token. `receiver` contains the expression before the dot, if
 * there is one, and `from` is the index of the first token. `json`, `keys`, `entries` and `leaves` return a path that may continue.
 */
export function parseCall(parser: Parser, from: number, name: Token, receiver: readonly Expression[]): Expression {
  if (name.text === 'leaves' && receiver.length === 0 && takesWholeEvent(parser))
    return { type: 'path', root: 'event', steps: [{ kind: 'leaves' }], range: parser.rangeFrom(from) };
  const refused = parser.findings.length;
  const entry = findFunction(name.text);
  const quantifier = QUANTIFIERS.find((one) => one === entry?.name);
  const { items } = parser.brackets((index) => {
    const isCondition = quantifier !== undefined && receiver.length + index > 0;
    return isCondition ? condition(parser) : parser.expression();
  });
  const args = [...receiver, ...items];
  const range = parser.rangeFrom(from);
  if (entry === undefined && args.length === 0) return parser.add({ type: 'predicate', name: name.text, range });
  if (entry === undefined) return parser.add({ type: 'call', name: name.text, args, range }, args);
  if (quantifier !== undefined) return quantified(parser, entry, quantifier, args, range);
  const step = RANGES.find((one) => one === entry.name);
  if (step !== undefined) return withStep(parser, entry, { kind: step }, args, range, parser.findings.length > refused);
  if (entry.name === 'json') return jsonPath(parser, entry, args, range);
  const spelled = entry.name === 'str' && args.length === 1 ? spelledFloat(parser, args[0] as Expression) : null;
  if (spelled !== null) return parser.add({ type: 'literal', value: spelled, range });
  return parser.add({ type: 'call', name: entry.name, args, range }, args);
}

// `leaves(event)` is the only place where `event` is a value.
function takesWholeEvent(parser: Parser): boolean {
  const [, event, ...after] = parser.tokens.slice(parser.at, parser.at + 4).map(({ text }) => text);
  const rest = after.join('');
  const isWhole = event === 'event' && /^,?\)/.test(rest);
  if (isWhole) parser.at += rest.startsWith(',') ? 4 : 3;
  return isWhole;
}

function condition(parser: Parser): Expression {
  parser.conditions++;
  const expression = parser.expression();
  parser.conditions--;
  return expression;
}

function quantified(
  parser: Parser,
  entry: LanguageFunction,
  name: (typeof QUANTIFIERS)[number],
  args: readonly Expression[],
  range: Range,
): Expression {
  const [items, condition = null, ...others] = args;
  if (items === undefined || others.length > 0) return parser.refuse(wrongArity(entry, args.length, range));
  if (name === 'count' && condition !== null && countsText(items, condition))
    return parser.add({ type: 'call', name, args, range }, args);
  return parser.add({ type: 'quantifier', name, items, condition, range }, args);
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
  parser: Parser,
  entry: LanguageFunction,
  step: PathStep,
  args: readonly Expression[],
  range: Range,
  isRefused: boolean,
): Expression {
  const [path] = args;
  if (path === undefined || args.length > 1) return parser.refuse(wrongArity(entry, args.length, range));
  if (path.type === 'path') return { ...path, steps: [...path.steps, step], range };
  if (isRefused) return path;
  return parser.refuse(error('wrong_type', path.range, `\`${entry.name}\` needs a bare path as path`, entry.example));
}

function jsonPath(parser: Parser, entry: LanguageFunction, args: readonly Expression[], range: Range): Expression {
  const [json] = args;
  if (json === undefined || args.length > 1) return parser.refuse(wrongArity(entry, args.length, range));
  return { type: 'path', root: { json }, steps: [], range };
}

// `str(0.0)` is "0.0" as in Python, but the value of the literal does not distinguish 0.0 from 0: its source does.
function spelledFloat({ tokens }: Parser, argument: Expression): string | null {
  if (argument.type !== 'literal' || typeof argument.value !== 'number') return null;
  const { start, end } = argument.range;
  const written = tokens.filter((token) => token.start >= start && token.end <= end);
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
