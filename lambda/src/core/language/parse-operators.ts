// Parses operators, from the loosest to the tightest: `or`, `and`, `not`, comparisons and chains of them, `+`, `!` and `-`.
// In: tokens. Out: a tree.

import type { ComparisonOperator, Expression, Range } from './ast.ts';
import { isMembership } from './operators.ts';
import { parseOperand, wholeEvent } from './parse-operand.ts';
import type { Parser } from './parser.ts';
import type { Finding } from './problem.ts';
import { rangeOf, unsupported } from './refuse.ts';
import type { Token } from './tokenize.ts';

/** Parses an expression. */
export function parseExpression(parser: Parser): Expression {
  return parseRun(parser, 'or', ['or', '||'], parseAnd);
}

function parseAnd(parser: Parser): Expression {
  return parseRun(parser, 'and', ['and', '&&'], parseNot);
}

function parseSum(parser: Parser): Expression {
  return parseRun(parser, 'concat', ['+'], parseUnary);
}

function parseRun(
  parser: Parser,
  type: 'or' | 'and' | 'concat',
  operators: readonly string[],
  parseOne: (parser: Parser) => Expression,
): Expression {
  const from = parser.at;
  const first = parseOne(parser);
  const operands = [first];
  while (parser.takes(...operators)) operands.push(parseOne(parser));
  if (operands.length === 1) return first;
  return parser.add({ type, operands, range: parser.rangeFrom(from) }, operands);
}

// As in Python, `not` binds more loosely than a comparison.
function parseNot(parser: Parser): Expression {
  if (parser.next?.text !== 'not') return parseComparison(parser);
  const from = parser.at;
  const operand = parser.nested(() => parseNot(parser));
  return parser.add({ type: 'not', operand, range: parser.rangeFrom(from) }, [operand]);
}

function parseUnary(parser: Parser): Expression {
  const { next, at: from } = parser;
  if (next?.text !== '!' && next?.text !== '-') return parseOperand(parser);
  const operand = parser.nested(() => parseUnary(parser));
  const range = parser.rangeFrom(from);
  if (next.text === '!') return parser.add({ type: 'not', operand, range }, [operand]);
  if (operand.type === 'literal' && typeof operand.value === 'number') {
    return parser.add({ type: 'literal', value: operand.value === 0 ? 0 : -operand.value, range });
  }
  return parser.add({ type: 'negate', operand, range }, [operand]);
}

/** A side of a comparison. `event` alone has no expression: it is not a value, but a field name can be in it. */
interface Side {
  readonly expression: Expression | null;
  /** The indices of its first token, and of the token after it. */
  readonly from: number;
  readonly to: number;
}

// As in Python, `a < b < c` is `a < b and b < c`.
function parseComparison(parser: Parser): Expression {
  const first = parseSide(parser);
  let left = first;
  let refused: Expression | null = null;
  const comparisons: Expression[] = [];
  for (let operator = takeOperator(parser); operator !== null; operator = takeOperator(parser)) {
    if (comparisons.length > 0 && !isSimple(parser.tokens.slice(left.from, left.to)))
      refused ??= parser.refuse(complexChain(parser.rangeFrom(left.from, left.to)));
    const right = parseSide(parser);
    comparisons.push(compare(parser, left, operator, right));
    left = right;
  }
  const [only] = comparisons;
  if (only === undefined) return sideValue(parser, first);
  if (refused !== null || comparisons.length === 1) return refused ?? only;
  return parser.add({ type: 'and', operands: comparisons, range: parser.rangeFrom(first.from) }, comparisons);
}

function parseSide(parser: Parser): Side {
  const from = parser.at;
  const isEvent = parser.isAtWholeEvent();
  if (isEvent) parser.at++;
  return { expression: isEvent ? null : parseSum(parser), from, to: parser.at };
}

function sideValue(parser: Parser, { expression, from }: Side): Expression {
  return expression ?? parser.refuse(wholeEvent(rangeOf(parser.tokens[from] as Token)));
}

const COMPARISONS: readonly ComparisonOperator[] = ['==', '!=', '<', '<=', '>', '>=', 'in', 'is'];

function takeOperator(parser: Parser): ComparisonOperator | null {
  const { next, second } = parser;
  const pair = `${next?.text} ${second?.text}`;
  const long = pair === 'not in' || pair === 'is not' ? pair : null;
  const operator = long ?? COMPARISONS.find((one) => one === next?.text) ?? null;
  if (operator !== null) parser.at += long === null ? 1 : 2;
  return operator;
}

function compare(parser: Parser, one: Side, operator: ComparisonOperator, { expression: right }: Side): Expression {
  const range = parser.rangeFrom(one.from);
  const left = sideValue(parser, one);
  if (right === null) return presence(parser, left, operator, range);
  const isConstant = right.type === 'literal' && (right.value === null || typeof right.value === 'boolean');
  if (operator.startsWith('is') && !isConstant) {
    const instead = operator === 'is' ? '`==`' : '`!=`';
    return parser.refuse(unsupported(range, `\`${operator}\` except before None, True and False`, `write ${instead}`));
  }
  return parser.add({ type: 'compare', operator, left, right, range }, [left, right]);
}

function presence(parser: Parser, left: Expression, operator: ComparisonOperator, range: Range): Expression {
  if (!isMembership(operator))
    return parser.refuse(unsupported(range, 'comparison with the whole event', 'write a field: `event["eventName"]`'));
  if (left.type !== 'literal' || typeof left.value !== 'string') {
    const hint = 'write the field name in quotes: `"errorCode" in event`';
    return parser.refuse(unsupported(left.range, 'computed field names', hint));
  }
  const has = parser.add({ type: 'has', path: left.value, range });
  return operator === 'in' ? has : parser.add({ type: 'not', operand: has, range }, [has]);
}

const SIMPLE = /^(?:name|literal)(?: dot name| each| open(?: (?:name|literal)(?: comma)?)* close)*$/;

// The middle operand of a chain is evaluated twice: cheap for a field, but exponential if chains nest.
function isSimple(tokens: readonly Token[]): boolean {
  return SIMPLE.test(tokens.map(({ kind }) => kind).join(' '));
}

function complexChain(range: Range): Finding {
  return unsupported(range, 'chained comparison around a complex operand', 'write two comparisons joined by `and`');
}
