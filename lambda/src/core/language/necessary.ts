// Derives conditions that are true for every event that a rule matches, so that a cheap check of the raw text can skip most
// events. In: a checked tree. Out: alternatives of text conditions. Soundness comes first: if it is uncertain the conditions
// are weaker, never stronger.

import type { Expression, Node } from './ast.ts';
import { testConditions } from './field-conditions.ts';
import { isPredicate, type Predicate, predicatesOf } from './predicates.ts';
import type { CompiledRule, LanguageEnvironment, NecessaryCondition } from './rule-expression.ts';

type Alternative = readonly NecessaryCondition[];

/** No alternative: never true. An alternative without conditions: nothing is known. */
type Alternatives = readonly Alternative[];

const always: Alternatives = [[]];
const never: Alternatives = [];
const mostAlternatives = 64;
const mostConditions = 64;

/** The alternatives under which an expression can be true; null if nothing is known, empty if it is never true. */
export function necessaryConditions(
  expression: Expression,
  environment: LanguageEnvironment,
): CompiledRule['necessary'] {
  const alternatives = whenTruthy(expression, environment);
  return alternatives.some(isUnknown) ? null : alternatives;
}

function isUnknown(conditions: Alternative): boolean {
  return conditions.length === 0;
}

function whenTruthy(expression: Expression, environment: LanguageEnvironment): Alternatives {
  switch (expression.type) {
    case 'literal':
      return expression.value ? always : never;
    case 'not':
      return whenFalsy(expression.operand, environment);
    case 'and':
      return allOf(expression.operands.map((operand) => whenTruthy(operand, environment)));
    case 'or':
      return anyOf(expression.operands.map((operand) => whenTruthy(operand, environment)));
    case 'predicate':
      return whenPredicate(expression.name, environment, 'truthy');
    case 'compare':
      return whenComparison(expression, true, environment);
    case 'call':
      return fromConditions(testConditions(expression, environment));
    default:
      return always;
  }
}

function whenFalsy(expression: Expression, environment: LanguageEnvironment): Alternatives {
  switch (expression.type) {
    case 'literal':
      return expression.value ? never : always;
    case 'not':
      return whenTruthy(expression.operand, environment);
    case 'and':
      return anyOf(expression.operands.map((operand) => whenFalsy(operand, environment)));
    case 'or':
      return allOf(expression.operands.map((operand) => whenFalsy(operand, environment)));
    case 'predicate':
      return whenPredicate(expression.name, environment, 'falsy');
    case 'compare':
      return whenComparison(expression, false, environment);
    default:
      return always;
  }
}

// Derived once per predicate: predicates that call others twice would otherwise take exponential time.
const byPredicate = new WeakMap<Predicate, { truthy?: Alternatives; falsy?: Alternatives }>();

function whenPredicate(name: string, environment: LanguageEnvironment, outcome: 'truthy' | 'falsy'): Alternatives {
  const predicate = predicatesOf(environment).get(name);
  if (!isPredicate(predicate)) return always;
  const known = byPredicate.get(predicate) ?? {};
  byPredicate.set(predicate, known);
  known[outcome] ??= (outcome === 'truthy' ? whenTruthy : whenFalsy)(predicate.expression, environment);
  return known[outcome];
}

const opposites = new Map([
  ['!=', '=='],
  ['is not', 'is'],
  ['not in', 'in'],
]);

function whenComparison(expression: Node<'compare'>, holds: boolean, environment: LanguageEnvironment): Alternatives {
  const opposite = opposites.get(expression.operator);
  const isPositive = (opposite === undefined) === holds;
  const operator = opposite ?? expression.operator;
  if (!isPositive) return whenDiffers(expression, operator, environment);
  const { left, right } = expression;
  const ofFields = fromConditions(testConditions({ ...expression, operator: operator as '==' }, environment));
  const isConstant = right.type === 'literal' && typeof right.value === 'boolean';
  if ((operator !== '==' && operator !== 'is') || !isConstant) return ofFields;
  return allOf([whenBoolean(left, right.value === true, environment), ofFields]);
}

// `x == True` implies that x is truthy; `x == False` implies that x is falsy.
function whenBoolean(expression: Expression, value: boolean, environment: LanguageEnvironment): Alternatives {
  return value ? whenTruthy(expression, environment) : whenFalsy(expression, environment);
}

// `x != True` is true for every other value. It implies that x is falsy only if x is always a boolean.
function whenDiffers(expression: Node<'compare'>, operator: string, environment: LanguageEnvironment): Alternatives {
  const { left, right } = expression;
  const isBoolean = left.type === 'compare' || left.type === 'not';
  const isConstant = right.type === 'literal' && typeof right.value === 'boolean';
  if ((operator !== '==' && operator !== 'is') || !isBoolean || !isConstant) return always;
  return whenBoolean(left, right.value !== true, environment);
}

function fromConditions(conditions: readonly NecessaryCondition[] | null): Alternatives {
  return conditions === null ? always : conditions.map((condition) => [condition]);
}

// If there are too many alternatives, drops the weakest operand. This is sound, because an operand only narrows.
function allOf(parts: readonly Alternatives[]): Alternatives {
  const sorted = [...parts].sort((a, b) => a.length - b.length);
  return sorted.reduce<Alternatives>((product, part) => {
    if (product.length * part.length > mostAlternatives) return product;
    const joined = product.flatMap((one) => part.map((other) => joinConditions(one, other)));
    return joined.filter((conditions) => conditions !== null);
  }, always);
}

function anyOf(parts: readonly Alternatives[]): Alternatives {
  const union = mergeEquals(parts.flat());
  return union.length > mostAlternatives || union.some(isUnknown) ? always : union;
}

/** Joins two lists of conditions; null if they exclude each other. */
function joinConditions(one: Alternative, other: Alternative): Alternative | null {
  const joined = [...one];
  for (const condition of other) {
    const at = joined.findIndex(
      (known) => known.test === 'equals' && condition.test === 'equals' && known.path === condition.path,
    );
    const known = joined[at];
    if (known === undefined) {
      // A condition that is left out makes the alternative weaker, which is sound.
      if (joined.length < mostConditions) joined.push(condition);
      continue;
    }
    const values = known.values.filter((value) => condition.values.includes(value));
    if (values.length === 0) return null;
    joined[at] = { ...known, values };
  }
  return joined;
}

// `a == "x" or a == "y"` is one alternative, `a in ["x", "y"]`.
function mergeEquals(alternatives: Alternatives): Alternatives {
  const merged = new Map<string, Set<string>>();
  const rest = alternatives.filter((conditions) => {
    const [condition] = conditions;
    if (conditions.length !== 1 || condition?.test !== 'equals') return true;
    const values = merged.get(condition.path) ?? new Set();
    for (const value of condition.values) values.add(value);
    merged.set(condition.path, values);
    return false;
  });
  const equals = [...merged].map(([path, values]): Alternative => [{ path, test: 'equals', values: [...values] }]);
  return [...equals, ...rest];
}
