// The state of one conversion from a skeleton tree to the closed syntax tree: findings, size limits, ranges and tokens.
// In: a skeleton and the function that builds a node. Out: nodes with ranges. Decides nothing about what is accepted.

import type { Expression, Range } from './ast.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
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

/** Builds the expression of one node of the skeleton. */
export type BuildNode = (builder: Builder, node: SkeletonNode) => Expression;

/** The state shared while one rule is built. */
export class Builder {
  readonly findings: Finding[] = [];
  /** Nesting depth of `any`, `all` and `count` conditions; `it` is defined if greater than 0. */
  conditions = 0;
  private nodes = 0;
  private readonly heights = new WeakMap<Expression, number>();
  readonly skeleton: Skeleton;
  private readonly buildAny: BuildNode;

  constructor(skeleton: Skeleton, buildAny: BuildNode) {
    this.skeleton = skeleton;
    this.buildAny = buildAny;
  }

  /** Builds a sub-expression. Passed in, so that the files for operators, chains and calls do not need to import each other. */
  build(node: SkeletonNode): Expression {
    return this.buildAny(this, node);
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
