// Checks a tree before it is compiled: names, arguments, types, limits and (in check-cost.ts) evaluation cost.
// In: a tree and the environment. Out: every error in the tree. Never evaluates on an event.

import type { Expression, Node, Range } from './ast.ts';
import { wrongArity } from './build-call.ts';
import { checkArguments } from './check-call.ts';
import { checkCost, isEventData } from './check-cost.ts';
import { findFunction, functionNames } from './functions/function-table.ts';
import { arity } from './functions/language-function.ts';
import { limits } from './limits.ts';
import { isMembership } from './operators.ts';
import { error, type Finding } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, namedList, staticType } from './static-meaning.ts';
import { didYouMean, ownName } from './suggest.ts';

/** Returns the error in a predicate that a rule calls; null if there is none. */
export type PredicateCheck = (name: string, range: Range) => Finding | null;

/** Finds every error in a tree. */
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
        .map((item) => wrongType(item.range, 'a list cannot contain a list', 'write the elements of the inner list'));
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
        : [wrongType(node.range, '`-` needs a number', 'to negate a condition, write `not`')];
    case 'concat':
      return node.operands
        .filter((operand) => !['text', 'unknown'].includes(staticType(operand)))
        .map((operand) =>
          wrongType(
            operand.range,
            '`+` joins strings only',
            'convert the value: `str(5)`; arithmetic is not supported',
          ),
        );
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

function checkComparison(node: Node<'compare'>): Finding[] {
  const { operator, range } = node;
  const [left, right] = [staticType(node.left), staticType(node.right)];
  if (left === 'list')
    return [
      wrongType(
        node.left.range,
        `\`${operator}\` cannot have a list on its left side`,
        'write `any(items[*], it == "x")` or `"x" in items[*]`',
      ),
    ];
  if (isMembership(operator)) {
    if (right === 'list' || right === 'unknown') return [];
    if (right !== 'text')
      return [
        wrongType(
          node.right.range,
          `\`${operator}\` needs a string or a list on its right side`,
          'write `in ["a", "b"]`',
        ),
      ];
    return left === 'text' || left === 'unknown'
      ? []
      : [wrongType(range, 'only a string can be in a string', 'write a list: `in [1, 2]`')];
  }
  if (right === 'list')
    return [wrongType(node.right.range, `\`${operator}\` cannot have a list on its right side`, 'write `in`')];
  const isOrder = operator.startsWith('<') || operator.startsWith('>');
  const hasOrder = [left, right].every((type) => type === 'unknown' || type === 'number' || type === 'text');
  const isMixed = left !== right && left !== 'unknown' && right !== 'unknown';
  if (isOrder && (!hasOrder || isMixed))
    return [wrongType(range, `\`${operator}\` compares two numbers or two strings`, 'write numbers without quotes')];
  return [];
}

function checkCall(node: Node<'call'>, environment: LanguageEnvironment): Finding[] {
  const entry = findFunction(node.name);
  if (entry === undefined) return [unknownFunction(node.name, node.range, environment)];
  const { min, max } = arity(entry);
  if (node.args.length < min || node.args.length > max) return [wrongArity(entry, node.args.length, node.range)];
  return checkArguments(node, entry, environment);
}

function checkPredicate(
  node: Node<'predicate'>,
  environment: LanguageEnvironment,
  predicate: PredicateCheck,
): Finding[] {
  if (!Object.hasOwn(environment.predicates, node.name)) return [unknownFunction(node.name, node.range, environment)];
  const finding = predicate(node.name, node.range);
  return finding === null ? [] : [finding];
}

function checkItems(node: Node<'quantifier'>): Finding[] {
  const type = staticType(node.items);
  if (type === 'list' || type === 'unknown') return [];
  return [wrongType(node.items.range, `\`${node.name}\` needs a list`, 'write `items[*]` for the elements of a list')];
}

function wrongType(range: Range, message: string, hint: string): Finding {
  return error('wrong_type', range, message, hint);
}

function unknownList(node: Node<'named-list'>, environment: LanguageEnvironment): Finding {
  const names = Object.keys(environment.lists);
  const known =
    names.length === 0
      ? 'no lists are defined: set the variable `lists`'
      : `defined are ${names.slice(0, 10).join(', ')}`;
  return error(
    'unknown_list',
    node.range,
    `the list \`${node.name}\` does not exist`,
    didYouMean(node.name, names) ?? known,
  );
}

function unknownFunction(name: string, range: Range, environment: LanguageEnvironment): Finding {
  if (Object.hasOwn(environment.predicates, name)) {
    return error('wrong_arity', range, `the predicate \`${name}\` takes no arguments`, `write \`${name}()\``);
  }
  const known = [...functionNames, ...Object.keys(environment.predicates)];
  const own = ownName(name);
  const hint = own === null ? didYouMean(name, known) : `write \`${own}\``;
  return error('unknown_function', range, `the function \`${name}\` does not exist`, hint);
}
