// Checks a tree before it is compiled: names, arguments, types, limits, and by check-cost.ts what would make a rule costly.
// In: a tree and the environment. Out: every error in it and, for sound trees, doubts. Never evaluates on an event.

import type { Expression, Range } from './ast.ts';
import { wrongArity } from './build-call.ts';
import { checkArguments } from './check-call.ts';
import { checkCost, isEventData } from './check-cost.ts';
import { findFunction, functionNames } from './functions/function-table.ts';
import { arity } from './functions/language-function.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, namedList, staticType } from './static-meaning.ts';
import { didYouMean, ownName } from './suggest.ts';

/** Says what is wrong with a predicate that a rule calls; null if nothing is. */
export type PredicateCheck = (name: string, range: Range) => Finding | null;

/** Every error in a tree. */
export function checkExpression(
  expression: Expression,
  environment: LanguageEnvironment,
  predicate: PredicateCheck,
): Finding[] {
  const findings: Finding[] = [];
  visit(expression, false);
  return findings;

  function visit(node: Expression, isPerElement: boolean): void {
    findings.push(...checkNode(node, environment, predicate));
    if (isPerElement) findings.push(...checkCost(node));
    if (node.type !== 'quantifier') {
      for (const child of childrenOf(node)) visit(child, isPerElement);
      return;
    }
    visit(node.items, isPerElement);
    if (node.condition !== null) visit(node.condition, isPerElement || isEventData(node.items));
  }
}

function checkNode(node: Expression, environment: LanguageEnvironment, predicate: PredicateCheck): Finding[] {
  switch (node.type) {
    case 'list':
      return node.items
        .filter((item) => staticType(item) === 'list')
        .map((item) => wrongType(item.range, 'a list cannot hold a list', 'write its elements'));
    case 'named-list':
      return namedList(node.name, environment) === undefined ? [unknownList(node, environment)] : [];
    case 'path':
      return checkPathLength(
        node.steps.flatMap((step) => (step.kind === 'key' ? step.name.split('.') : [''])).length,
        node.range,
      );
    case 'subscript':
    case 'get':
    case 'has':
      return checkPathLength(node.path.split('.').length, node.range);
    case 'negate':
      return ['number', 'unknown'].includes(staticType(node.operand))
        ? []
        : [wrongType(node.range, '`-` needs a number', 'the opposite of a condition is `not`')];
    case 'compare':
      return checkComparison(node);
    case 'call':
      return checkCall(node, environment);
    case 'predicate':
      return checkPredicate(node, environment, predicate);
    case 'quantifier':
      return checkItems(node);
    default:
      return [];
  }
}

function checkPathLength(steps: number, range: Range): Finding[] {
  if (steps <= limits.pathSteps) return [];
  return [error('limit_exceeded', range, `a path of ${steps} steps, more than ${limits.pathSteps}`)];
}

function checkComparison(node: Extract<Expression, { type: 'compare' }>): Finding[] {
  const { operator, range } = node;
  const [left, right] = [staticType(node.left), staticType(node.right)];
  if (left === 'list')
    return [
      wrongType(
        node.left.range,
        `a list cannot stand before \`${operator}\``,
        'ask `any(items[*], it == "x")` or `"x" in items[*]`',
      ),
    ];
  if (operator === 'in' || operator === 'not in') {
    if (right === 'list' || right === 'unknown') return [];
    if (right !== 'text')
      return [wrongType(node.right.range, `\`${operator}\` needs a text or a list after it`, 'write `in ["a", "b"]`')];
    return left === 'text' || left === 'unknown'
      ? []
      : [wrongType(range, 'only a text can be in a text', 'write `in [..]`')];
  }
  if (right === 'list') return [wrongType(node.right.range, `a list cannot stand after \`${operator}\``, 'write `in`')];
  const isOrder = operator.startsWith('<') || operator.startsWith('>');
  const hasOrder = [left, right].every((type) => type === 'unknown' || type === 'number' || type === 'text');
  const isMixed = left !== right && left !== 'unknown' && right !== 'unknown';
  if (isOrder && (!hasOrder || isMixed))
    return [wrongType(range, `\`${operator}\` compares two numbers or two texts`, 'numbers stand without quotes')];
  return [];
}

function checkCall(node: Extract<Expression, { type: 'call' }>, environment: LanguageEnvironment): Finding[] {
  const entry = findFunction(node.name);
  if (entry === undefined) return [unknownFunction(node.name, node.range, environment)];
  const { min, max } = arity(entry);
  if (node.args.length < min || node.args.length > max) return [wrongArity(entry, node.args.length, node.range)];
  return checkArguments(node, entry, environment);
}

function checkPredicate(
  node: Extract<Expression, { type: 'predicate' }>,
  environment: LanguageEnvironment,
  predicate: PredicateCheck,
): Finding[] {
  if (!Object.hasOwn(environment.predicates, node.name)) return [unknownFunction(node.name, node.range, environment)];
  const finding = predicate(node.name, node.range);
  return finding === null ? [] : [finding];
}

function checkItems(node: Extract<Expression, { type: 'quantifier' }>): Finding[] {
  const type = staticType(node.items);
  if (type === 'list' || type === 'unknown') return [];
  return [wrongType(node.items.range, `\`${node.name}\` needs a list`, 'write `items[*]` for the elements of a list')];
}

function wrongType(range: Range, message: string, hint: string): Finding {
  return error('wrong_type', range, message, hint);
}

function unknownList(node: Extract<Expression, { type: 'named-list' }>, environment: LanguageEnvironment): Finding {
  const names = Object.keys(environment.lists);
  const known =
    names.length === 0 ? 'no lists are given: set the variable `lists`' : `there are ${names.slice(0, 10).join(', ')}`;
  return error('unknown_list', node.range, `there is no list \`${node.name}\``, didYouMean(node.name, names) ?? known);
}

function unknownFunction(name: string, range: Range, environment: LanguageEnvironment): Finding {
  if (Object.hasOwn(environment.predicates, name)) {
    return error('wrong_arity', range, `the predicate \`${name}\` takes no arguments`, `write \`${name}()\``);
  }
  const known = [...functionNames, ...Object.keys(environment.predicates)];
  const own = ownName(name);
  const hint = own === null ? didYouMean(name, known) : `it is called \`${own}\` here`;
  return error('unknown_function', range, `there is no function \`${name}\``, hint);
}
