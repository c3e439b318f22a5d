// Whether one rule matches every event that another one matches, as far as their text shows it. In: checked trees. Out: a
// comparison. Sound: where the text does not show it, the answer is no.

import type { Expression, Node } from './ast.ts';
import { isEquality } from './operators.ts';
import { printExpression } from './print.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, constantValue, isLenient, staticType } from './static-meaning.ts';

/** An expression, prepared for `implies`. */
export type Condition = Junction | Test;

interface Junction {
  readonly kind: 'and' | 'or';
  readonly text: string;
  readonly isBoolean: boolean;
  readonly canFail: boolean;
  readonly parts: readonly Condition[];
}

interface Test {
  readonly kind: 'test';
  readonly text: string;
  readonly isBoolean: boolean;
  readonly canFail: boolean;
  /** For `subject == value` and `subject in values`; otherwise null. */
  readonly membership: { readonly subject: string; readonly values: ReadonlySet<unknown> } | null;
}

/** Prepares an expression. Prepare each rule once: `implies` compares two in little time. */
export function toCondition(expression: Expression, environment: LanguageEnvironment): Condition {
  const common = { text: printExpression(expression), isBoolean: staticType(expression) === 'boolean' };
  const canFail = isFallible(expression);
  if (expression.type === 'and' || expression.type === 'or') {
    const parts = expression.operands.map((operand) => toCondition(operand, environment));
    return { ...common, canFail, kind: expression.type, parts };
  }
  return { ...common, canFail, kind: 'test', membership: membershipOf(expression, environment) };
}

/** Whether `other` is `true` for every event for which `one` is. */
export function implies(one: Condition, other: Condition): boolean {
  let steps = 0;
  const isImplied = (from: Condition, to: Condition): boolean => {
    if (++steps > MOST_STEPS) return false;
    if (from.text === to.text) return true;
    if (from.kind === 'or') return from.parts.every((part) => isImplied(part, to));
    if (to.kind === 'and') return to.parts.every((part) => isImplied(from, part));
    if (to.kind === 'or' && reachableParts(to).some((part) => isImplied(from, part))) return true;
    if (from.kind === 'and') return trueParts(from).some((part) => isImplied(part, to));
    return to.kind === 'test' && from.kind === 'test' && isSubset(from.membership, to.membership);
  };
  return isImplied(one, other);
}

// Rules that alternate `and` and `or` can be compared in exponentially many ways.
const MOST_STEPS = 2_000;

// `or` stops at the first operand that fails or that is truthy without being `true`.
function reachableParts({ parts }: Junction): readonly Condition[] {
  const last = parts.findIndex(({ canFail, isBoolean }) => canFail || !isBoolean);
  return last === -1 ? parts : parts.slice(0, last + 1);
}

// Where `and` is `true`, its last operand is; the others are truthy.
function trueParts({ parts }: Junction): readonly Condition[] {
  return parts.filter(({ isBoolean }, index) => isBoolean || index === parts.length - 1);
}

function membershipOf(expression: Expression, environment: LanguageEnvironment): Test['membership'] {
  if (expression.type !== 'compare') return null;
  const { operator, left, right } = expression;
  const value = constantValue(right, environment);
  if (value === undefined) return null;
  const subject = printExpression(left);
  // A missing field equals null, but is in no list.
  if (operator === '==' && !Array.isArray(value) && value !== null) return { subject, values: new Set([value]) };
  return operator === 'in' && Array.isArray(value) ? { subject, values: new Set(value) } : null;
}

function isSubset(one: Test['membership'], other: Test['membership']): boolean {
  return (
    one !== null &&
    other !== null &&
    one.subject === other.subject &&
    [...one.values].every((value) => other.values.has(value))
  );
}

// Only what forgives whatever it finds: comparisons and tests of bare paths.
const INFALLIBLE = new Set<Expression['type']>([
  'literal',
  'list',
  'named-list',
  'path',
  'has',
  'not',
  'and',
  'or',
  'compare',
]);

function isFallible(expression: Expression): boolean {
  if (expression.type === 'path' && typeof expression.root === 'object') return true;
  if (expression.type === 'compare' && canRefuse(expression)) return true;
  return !INFALLIBLE.has(expression.type) || childrenOf(expression).some(isFallible);
}

// Without a bare path, such as `(a or b) < 5`, values of other types are an error.
function canRefuse({ operator, left, right }: Node<'compare'>): boolean {
  return !isEquality(operator) && !isLenient(left) && !isLenient(right);
}
