// Converts the expression parser's tree of a skeleton into the closed syntax tree: operators here; names, members, calls
// and brackets in build-chain.ts. In: a skeleton and its tree. Out: our tree and a finding for each refused part.

import type { ComparisonOperator, Expression, Range } from './ast.ts';
import { buildChain } from './build-chain.ts';
import { limits } from './limits.ts';
import type { ParseResult } from './parse.ts';
import { error, type Finding } from './problem.ts';
import { unsupported } from './refuse.ts';
import type { Skeleton } from './skeleton.ts';
import type { Token } from './tokenize.ts';

/** The nodes that the parser returns for a skeleton. */
export type SkeletonNode =
  | { readonly type: 'Identifier'; readonly name: string }
  | { readonly type: 'CallExpression'; readonly callee: SkeletonNode; readonly arguments: readonly SkeletonNode[] }
  | { readonly type: 'MemberExpression'; readonly object: SkeletonNode; readonly property: SkeletonNode }
  | { readonly type: 'UnaryExpression'; readonly operator: string; readonly argument: SkeletonNode }
  | {
      readonly type: 'BinaryExpression';
      readonly operator: string;
      readonly left: SkeletonNode;
      readonly right: SkeletonNode;
    };

/** Builds the tree of a skeleton. */
export function buildExpression(node: SkeletonNode, skeleton: Skeleton): ParseResult {
  const builder = new Builder(skeleton);
  const expression = builder.build(node);
  return { expression, findings: builder.findings };
}

/** The state shared while one rule is built. */
export class Builder {
  readonly findings: Finding[] = [];
  /** Nesting depth of `any`, `all` and `count` conditions; `it` is defined if greater than 0. */
  conditions = 0;
  private nodes = 0;
  private readonly heights = new WeakMap<Expression, number>();
  readonly skeleton: Skeleton;

  constructor(skeleton: Skeleton) {
    this.skeleton = skeleton;
  }

  build(node: SkeletonNode): Expression {
    if (node.type === 'UnaryExpression') return this.buildUnary(node.operator, node.argument, this.range(node));
    if (node.type !== 'BinaryExpression') return buildChain(this, node);
    if (node.operator === '||') return this.buildJoint('or', node);
    if (node.operator === '&&') return this.buildJoint('and', node);
    return node.operator === '|' ? this.buildNot(node) : this.buildComparison(node);
  }

  /** Adds a node to the tree and checks the size limits. */
  add(expression: Expression, children: readonly Expression[] = []): Expression {
    const height = 1 + Math.max(0, ...children.map((child) => this.heights.get(child) ?? 0));
    this.heights.set(expression, height);
    this.nodes++;
    if (this.nodes === limits.nodes + 1) {
      this.findings.push(
        error(
          'limit_exceeded',
          expression.range,
          `the rule has more than ${limits.nodes} parts`,
          'split the rule, or move values into the variable `lists`',
        ),
      );
    }
    if (height === limits.treeHeight + 1) {
      this.findings.push(
        error('limit_exceeded', expression.range, `more than ${limits.treeHeight} chained calls`, 'split the rule'),
      );
    }
    return expression;
  }

  /** The same expression with a range that includes its parentheses. */
  widen(expression: Expression, range: Range): Expression {
    const widened = { ...expression, range };
    this.heights.set(widened, this.heights.get(expression) ?? 0);
    return widened;
  }

  /** Records a finding. A null literal replaces the refused part, so that the rest of the rule is still checked. */
  refuse(finding: Finding): Expression {
    this.findings.push(finding);
    return { type: 'literal', value: null, range: finding.range };
  }

  token(node: SkeletonNode): Token {
    return this.skeleton.tokens[tokenIndex(node)] as Token;
  }

  range(node: SkeletonNode): Range {
    return { start: this.start(node), end: this.end(node) };
  }

  private start(node: SkeletonNode): number {
    let [first, prefixes] = [node, 0];
    for (;;) {
      if (first.type === 'Identifier') return (this.skeleton.tokens[tokenIndex(first) - prefixes] as Token).start;
      if (first.type === 'UnaryExpression') [first, prefixes] = [first.argument, prefixes + 1];
      else if (first.type === 'CallExpression') first = first.callee;
      else first = first.type === 'MemberExpression' ? first.object : first.left;
    }
  }

  private end(node: SkeletonNode): number {
    let last = node;
    while (last.type === 'BinaryExpression' || last.type === 'UnaryExpression') {
      last = last.type === 'BinaryExpression' ? last.right : last.argument;
    }
    if (last.type === 'MemberExpression') return this.token(last.property).end;
    if (last.type === 'CallExpression') return this.closing(openingIndex(last, this.skeleton)).end;
    return this.token(last).end;
  }

  /** The token that closes the bracket opened at this index. */
  closing(opening: number): Token {
    return this.skeleton.tokens[this.skeleton.closings.get(opening) as number] as Token;
  }

  private buildUnary(operator: string, argument: SkeletonNode, range: Range): Expression {
    const operand = this.build(argument);
    if (operator === '!') return this.add({ type: 'not', operand, range }, [operand]);
    if (operand.type === 'literal' && typeof operand.value === 'number') {
      return this.add({ type: 'literal', value: operand.value === 0 ? 0 : -operand.value, range });
    }
    return this.add({ type: 'negate', operand, range }, [operand]);
  }

  private buildNot(node: SkeletonNode & { type: 'BinaryExpression' }): Expression {
    const first = tokenIndex(node.left);
    let expression = this.build(node.right);
    let last = first;
    while (this.skeleton.tokens[last + 1]?.text === 'not') last++;
    for (let at = last; at >= first; at--) {
      const range = { start: (this.skeleton.tokens[at] as Token).start, end: expression.range.end };
      expression = this.add({ type: 'not', operand: expression, range }, [expression]);
    }
    return expression;
  }

  private buildJoint(type: 'and' | 'or', node: SkeletonNode & { type: 'BinaryExpression' }): Expression {
    const operands = spine(node, node.operator).map((operand) => this.build(operand));
    return this.add({ type, operands, range: this.range(node) }, operands);
  }

  // In `a == $op == b`, operands and operators alternate on the spine.
  private buildComparison(node: SkeletonNode): Expression {
    const pieces = spine(node, '==');
    const comparisons: Expression[] = [];
    let left = pieces[0] as SkeletonNode;
    let built: Expression | null = null;
    for (let at = 1; at < pieces.length; at += 2) {
      const right = pieces[at + 1] as SkeletonNode;
      if (at > 1 && !isSimple(left, this.skeleton)) return this.refuse(complexChain(this.range(left)));
      const comparison = this.compare(left, built, pieces[at] as SkeletonNode, right);
      comparisons.push(comparison);
      built = comparison.type === 'compare' ? comparison.right : null;
      left = right;
    }
    if (comparisons.length === 1) return comparisons[0] as Expression;
    return this.add({ type: 'and', operands: comparisons, range: this.range(node) }, comparisons);
  }

  private compare(
    leftNode: SkeletonNode,
    built: Expression | null,
    operatorNode: SkeletonNode,
    rightNode: SkeletonNode,
  ): Expression {
    const range = { start: this.start(leftNode), end: this.end(rightNode) };
    const operator = this.operator(operatorNode);
    if (isBareEvent(rightNode, this)) return this.presence(operator, built ?? this.build(leftNode), range);
    const left = built ?? this.build(leftNode);
    const right = this.build(rightNode);
    const isConstant = right.type === 'literal' && (right.value === null || typeof right.value === 'boolean');
    if (operator.startsWith('is') && !isConstant) {
      const instead = operator === 'is' ? '`==`' : '`!=`';
      return this.refuse(unsupported(range, `\`${operator}\` except before None, True and False`, `write ${instead}`));
    }
    return this.add({ type: 'compare', operator, left, right, range }, [left, right]);
  }

  private operator(node: SkeletonNode): ComparisonOperator {
    const token = this.token(node);
    if (token.text === 'not') return 'not in';
    if (token.text !== 'is') return token.text as ComparisonOperator;
    return this.skeleton.tokens[tokenIndex(node) + 1]?.text === 'not' ? 'is not' : 'is';
  }

  private presence(operator: ComparisonOperator, left: Expression, range: Range): Expression {
    const isPresence = operator === 'in' || operator === 'not in';
    if (!isPresence)
      return this.refuse(unsupported(range, 'comparison with the whole event', 'write a field: `event["eventName"]`'));
    if (left.type !== 'literal' || typeof left.value !== 'string') {
      return this.refuse(
        unsupported(left.range, 'computed field names', 'write the field name in quotes: `"errorCode" in event`'),
      );
    }
    const has = this.add({ type: 'has', path: left.value, range });
    return operator === 'in' ? has : this.add({ type: 'not', operand: has, range }, [has]);
  }
}

/** The index of the token that a skeleton name represents. */
export function tokenIndex(node: SkeletonNode): number {
  return node.type === 'Identifier' ? Number(node.name.slice(1)) : -1;
}

/** Whether a skeleton call represents brackets around elements, not brackets after an operand. */
export function isGroup(node: SkeletonNode, skeleton: Skeleton): boolean {
  return node.type === 'CallExpression' && skeleton.tokens[tokenIndex(node.callee)]?.kind === 'open';
}

function openingIndex(node: SkeletonNode & { type: 'CallExpression' }, skeleton: Skeleton): number {
  return tokenIndex(isGroup(node, skeleton) ? node.callee : (node.arguments[0] as SkeletonNode));
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
