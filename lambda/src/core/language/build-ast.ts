// Converts the expression parser's tree of a skeleton into the closed syntax tree. Ties together the builders of operators
// and of operand chains, which call each other only through the `Builder`. In: a skeleton and its tree. Out: our tree and a
// finding for each refused part.

import type { Expression } from './ast.ts';
import { buildChain } from './build-chain.ts';
import { buildOperator } from './build-operator.ts';
import type { Finding } from './problem.ts';
import type { Skeleton } from './skeleton.ts';
import { Builder, type SkeletonNode } from './tree-builder.ts';

export interface ParseResult {
  /** Null if the source has no structure at all. A refused part is a null literal in the tree. */
  readonly expression: Expression | null;
  readonly findings: readonly Finding[];
}

/** Builds the tree of a skeleton. */
export function buildExpression(node: SkeletonNode, skeleton: Skeleton): ParseResult {
  const builder = new Builder(skeleton, buildNode);
  const expression = builder.build(node);
  return { expression, findings: builder.findings };
}

function buildNode(builder: Builder, node: SkeletonNode): Expression {
  const isOperator = node.type === 'UnaryExpression' || node.type === 'BinaryExpression';
  return isOperator ? buildOperator(builder, node) : buildChain(builder, node);
}
