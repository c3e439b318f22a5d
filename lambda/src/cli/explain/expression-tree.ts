// The syntax tree as a tree: which expressions stand directly in another one.

import type { Expression } from '../../core/language/ast.ts';

/** The expressions that stand directly in a node, in the order of the text. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.type) {
    case 'list':
      return node.items;
    case 'path':
      return typeof node.root === 'object' ? [node.root.json] : [];
    case 'get':
      return node.fallback === null ? [] : [node.fallback];
    case 'not':
    case 'negate':
      return [node.operand];
    case 'and':
    case 'or':
      return node.operands;
    case 'compare':
      return [node.left, node.right];
    case 'call':
      return node.args;
    case 'quantifier':
      return node.condition === null ? [node.items] : [node.items, node.condition];
    default:
      return [];
  }
}

/** Whether a node says no more than its own text: a literal, or a list of such. */
export function isConstant(node: Expression | undefined): boolean {
  return node?.type === 'literal' || (node?.type === 'list' && node.items.every(isConstant));
}
