// Prints a tree as source that parses to the same tree. In: a tree. Out: one line in the Python style.

import type { ComparisonOperator, Expression, Node, PathStep } from './ast.ts';
import { isRefusedWord } from './refuse.ts';
import { RESERVED_WORDS } from './tokenize.ts';

/** Operator precedence; an operand with a lower precedence than its position needs parentheses. */
const precedence = { or: 1, and: 2, not: 3, compare: 4, concat: 5, unary: 6, operand: 7 } as const;

const identifier = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

/** Prints an expression. */
export function printExpression(expression: Expression): string {
  switch (expression.type) {
    case 'literal':
      return printLiteral(expression.value);
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`;
    case 'named-list':
      return printStep('lists', { kind: 'key', name: expression.name });
    case 'path':
      return printPath(expression);
    case 'subscript':
      return `event[${quote(expression.path)}]`;
    case 'get':
      return `event.get(${quote(expression.path)}${expression.fallback === null ? '' : `, ${printExpression(expression.fallback)}`})`;
    case 'has':
      return `${quote(expression.path)} in event`;
    case 'not':
      return `not ${within(expression.operand, precedence.not)}`;
    case 'negate':
      return `-${within(expression.operand, precedence.unary)}`;
    case 'and':
    case 'or':
      return expression.operands
        .map((operand) => within(operand, precedence[expression.type] + 1))
        .join(` ${expression.type} `);
    case 'concat':
      return expression.operands.map((operand) => within(operand, precedence.unary)).join(' + ');
    case 'compare':
      return printComparison(expression.left, expression.operator, expression.right);
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`;
    case 'predicate':
      return `${expression.name}()`;
    case 'quantifier': {
      const condition = expression.condition === null ? '' : `, ${printExpression(expression.condition)}`;
      return `${expression.name}(${printExpression(expression.items)}${condition})`;
    }
  }
}

function within(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return precedenceOf(expression) < least ? `(${text})` : text;
}

function precedenceOf(expression: Expression): number {
  if (expression.type === 'or' || expression.type === 'and' || expression.type === 'not')
    return precedence[expression.type];
  if (expression.type === 'compare' || expression.type === 'has') return precedence.compare;
  if (expression.type === 'concat') return precedence.concat;
  const isNegative = expression.type === 'literal' && typeof expression.value === 'number' && expression.value < 0;
  return expression.type === 'negate' || isNegative ? precedence.unary : precedence.operand;
}

function printComparison(left: Expression, operator: ComparisonOperator, right: Expression): string {
  return `${within(left, precedence.concat)} ${operator} ${within(right, precedence.concat)}`;
}

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quote(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

function printPath({ root, steps }: Node<'path'>): string {
  const [first, ...rest] = steps;
  if (typeof root === 'object') return steps.reduce(printStep, `json(${printExpression(root.json)})`);
  const isPlain =
    root === 'event' && first?.kind === 'key' && identifier.test(first.name) && !RESERVED_WORDS.has(first.name);
  return isPlain && !isRefusedWord(first.name) ? rest.reduce(printStep, first.name) : steps.reduce(printStep, root);
}

function printStep(before: string, step: PathStep): string {
  if (step.kind === 'each') return `${before}[*]`;
  if (step.kind !== 'key') return `${step.kind}(${before})`;
  const isName = identifier.test(step.name) || /^\d+$/.test(step.name);
  return isName ? `${before}.${step.name}` : `${before}[${quote(step.name)}]`;
}

const escapes = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
]);

function quote(text: string): string {
  const escaped = text.replace(/[\\"]|\p{Cc}/gu, (character) => escapes.get(character) ?? `\\u${hex(character)}`);
  return `"${escaped}"`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
