// Builds operators: `and`, `or`, `not`, `+`, comparisons and chains of them. In: the parser's nodes. Out: our tree.

import type { ComparisonOperator, Expression, Range } from './ast.ts';
import { isMembership } from './operators.ts';
import type { Finding } from './problem.ts';
import { unsupported } from './refuse.ts';
import type { Skeleton } from './skeleton.ts';
import type { Token } from './tokenize.ts';
import { type Builder, isGroup, type SkeletonNode, tokenIndex } from './tree-builder.ts';

type Unary = Extract<SkeletonNode, { type: 'UnaryExpression' }>;
type Binary = Extract<SkeletonNode, { type: 'BinaryExpression' }>;

/** Builds an operator and its operands. */
export function buildOperator(builder: Builder, node: Unary | Binary): Expression {
  if (node.type === 'UnaryExpression') return buildUnary(builder, node.operator, node.argument, builder.range(node));
  if (node.operator === '||') return buildRun(builder, 'or', node);
  if (node.operator === '&&') return buildRun(builder, 'and', node);
  if (node.operator === '+') return buildRun(builder, 'concat', node);
  return node.operator === '|' ? buildNot(builder, node) : buildComparison(builder, node);
}

function buildUnary(builder: Builder, operator: string, argument: SkeletonNode, range: Range): Expression {
  const operand = builder.build(argument);
  if (operator === '!') return builder.add({ type: 'not', operand, range }, [operand]);
  if (operand.type === 'literal' && typeof operand.value === 'number') {
    return builder.add({ type: 'literal', value: operand.value === 0 ? 0 : -operand.value, range });
  }
  return builder.add({ type: 'negate', operand, range }, [operand]);
}

function buildNot(builder: Builder, node: Binary): Expression {
  const first = tokenIndex(node.left);
  let expression = builder.build(node.right);
  let last = first;
  while (builder.skeleton.tokens[last + 1]?.text === 'not') last++;
  for (let at = last; at >= first; at--) {
    const range = { start: (builder.skeleton.tokens[at] as Token).start, end: expression.range.end };
    expression = builder.add({ type: 'not', operand: expression, range }, [expression]);
  }
  return expression;
}

function buildRun(builder: Builder, type: 'and' | 'or' | 'concat', node: Binary): Expression {
  const operands = spine(node, node.operator).map((operand) => builder.build(operand));
  return builder.add({ type, operands, range: builder.range(node) }, operands);
}

// In `a == $op == b`, operands and operators alternate on the spine.
function buildComparison(builder: Builder, node: SkeletonNode): Expression {
  const pieces = spine(node, '==');
  const comparisons: Expression[] = [];
  let left = pieces[0] as SkeletonNode;
  let built: Expression | null = null;
  for (let at = 1; at < pieces.length; at += 2) {
    const right = pieces[at + 1] as SkeletonNode;
    if (at > 1 && !isSimple(left, builder.skeleton)) return builder.refuse(complexChain(builder.range(left)));
    const comparison = compare(builder, left, built, pieces[at] as SkeletonNode, right);
    comparisons.push(comparison);
    built = comparison.type === 'compare' ? comparison.right : null;
    left = right;
  }
  if (comparisons.length === 1) return comparisons[0] as Expression;
  return builder.add({ type: 'and', operands: comparisons, range: builder.range(node) }, comparisons);
}

function compare(
  builder: Builder,
  leftNode: SkeletonNode,
  built: Expression | null,
  operatorNode: SkeletonNode,
  rightNode: SkeletonNode,
): Expression {
  const range = { start: builder.range(leftNode).start, end: builder.range(rightNode).end };
  const operator = readOperator(builder, operatorNode);
  if (isBareEvent(rightNode, builder)) return presence(builder, operator, built ?? builder.build(leftNode), range);
  const left = built ?? builder.build(leftNode);
  const right = builder.build(rightNode);
  const isConstant = right.type === 'literal' && (right.value === null || typeof right.value === 'boolean');
  if (operator.startsWith('is') && !isConstant) {
    const instead = operator === 'is' ? '`==`' : '`!=`';
    return builder.refuse(unsupported(range, `\`${operator}\` except before None, True and False`, `write ${instead}`));
  }
  return builder.add({ type: 'compare', operator, left, right, range }, [left, right]);
}

function readOperator(builder: Builder, node: SkeletonNode): ComparisonOperator {
  const token = builder.token(node);
  if (token.text === 'not') return 'not in';
  if (token.text !== 'is') return token.text as ComparisonOperator;
  return builder.skeleton.tokens[tokenIndex(node) + 1]?.text === 'not' ? 'is not' : 'is';
}

function presence(builder: Builder, operator: ComparisonOperator, left: Expression, range: Range): Expression {
  if (!isMembership(operator))
    return builder.refuse(unsupported(range, 'comparison with the whole event', 'write a field: `event["eventName"]`'));
  if (left.type !== 'literal' || typeof left.value !== 'string') {
    const hint = 'write the field name in quotes: `"errorCode" in event`';
    return builder.refuse(unsupported(left.range, 'computed field names', hint));
  }
  const has = builder.add({ type: 'has', path: left.value, range });
  return operator === 'in' ? has : builder.add({ type: 'not', operand: has, range }, [has]);
}

/** The operands of a run of one operator, which the parser nests to the left. */
function spine(node: SkeletonNode, operator: string): SkeletonNode[] {
  const operands: SkeletonNode[] = [];
  let rest = node;
  while (rest.type === 'BinaryExpression' && rest.operator === operator) {
    operands.push(rest.right);
    rest = rest.left;
  }
  return [...operands, rest].reverse();
}

// The middle operand of a chain is evaluated twice: cheap for a field, but exponential if chains nest.
function isSimple(node: SkeletonNode, skeleton: Skeleton): boolean {
  if (node.type === 'Identifier') return true;
  if (node.type === 'MemberExpression') return isSimple(node.object, skeleton);
  return (
    node.type === 'CallExpression' &&
    !isGroup(node, skeleton) &&
    node.arguments.every((argument) => argument.type === 'Identifier') &&
    isSimple(node.callee, skeleton)
  );
}

function complexChain(range: Range): Finding {
  return unsupported(range, 'chained comparison around a complex operand', 'write two comparisons joined by `and`');
}

function isBareEvent(node: SkeletonNode, builder: Builder): boolean {
  return node.type === 'Identifier' && builder.token(node).kind === 'name' && builder.token(node).text === 'event';
}
