// Checks a tree before it is compiled: names, arguments, types, limits, and what would make a rule costly.
// In: a tree and the environment. Out: every error in it and, for sound trees, doubts. Never evaluates on an event.

import type { Expression, Range } from './ast.ts';
import { wrongArity } from './build-call.ts';
import { checkArguments } from './check-call.ts';
import { findFunction, functionNames } from './functions/function-table.ts';
import { arity } from './functions/language-function.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import { unsupported } from './refuse.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf, dependsOnElement, dependsOnEvent, hasEach, namedList, staticType } from './static-meaning.ts';
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

// What is written out in a rule is as long as the rule, whatever stands in it.
function isEventData(items: Expression): boolean {
  return items.type !== 'list' && (dependsOnEvent(items) || dependsOnElement(items));
}

const scans = new Set(['contains', 'find', 'count', 'replace', 'strip']);

// Inside of a condition on the event's own elements, going through other data of the event once for each element would
// cost elements times data. Everything else there is kept for the event or is as small as the element.
function checkCost(node: Expression): Finding[] {
  const isOwnList = hasEach(node) || (node.type === 'quantifier' && !hasEach(node.items) && isEventData(node.items));
  if (isOwnList && dependsOnEvent(node.type === 'quantifier' ? node.items : node)) {
    return [costly(node.range, 'other elements of the event in a condition on elements')];
  }
  const whole = scannedText(node);
  const isScan = whole !== null && dependsOnElement(node) && dependsOnEvent(whole);
  if (isScan || makesLongText(node)) {
    return [costly(node.range, 'searching another field of the event for each element')];
  }
  const mixed = workedOn(node).find(isMixed);
  return mixed === undefined ? [] : [costly(mixed.range, 'values made of an element and another field of the event')];
}

// Each element would become as long as the other field.
function makesLongText(node: Expression): boolean {
  const fresh = node.type === 'call' && node.name === 'replace' ? node.args[2] : undefined;
  return fresh !== undefined && dependsOnElement(node) && dependsOnEvent(fresh);
}

/** What the node goes through, character by character or element by element. */
function workedOn(node: Expression): readonly Expression[] {
  if (node.type === 'call') return node.args;
  if (node.type === 'quantifier') return [node.items];
  if (node.type === 'path') return typeof node.root === 'object' ? [node.root.json] : [];
  return node.type === 'compare' && /[<>]/.test(node.operator) ? [node.left, node.right] : [];
}

// Changes with the element, but may be as long as the event.
function isMixed(value: Expression): boolean {
  const isShort = ['boolean', 'number', 'null'].includes(staticType(value));
  return !isShort && dependsOnElement(value) && dependsOnEvent(value);
}

function scannedText(node: Expression): Expression | null {
  if (node.type === 'compare' && (node.operator === 'in' || node.operator === 'not in')) return node.right;
  return node.type === 'call' && scans.has(node.name) ? (node.args[0] ?? null) : null;
}

function costly(range: Range, what: string): Finding {
  return unsupported(
    range,
    what,
    'its time would grow with the square of the event; compare with `==`, or take the elements from `it`',
  );
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
