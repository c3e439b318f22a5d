// Named predicates: expressions in the environment that rules call by name. In: an environment. Out: the tree and closure
// of each predicate, created once per environment on first use, or its first error. Predicates must not call each other in a
// cycle, and a predicate with everything that it calls must not be higher than one rule, so that evaluation cannot overflow.

import type { Expression } from './ast.ts';
import { checkExpression } from './check.ts';
import { compileExpression, oncePerEvent } from './compile.ts';
import type { Evaluate } from './compile-path.ts';
import { limits } from './limits.ts';
import { parseRule } from './parse.ts';
import { error, type Finding } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { childrenOf } from './static-meaning.ts';

export interface Predicate {
  readonly expression: Expression;
  readonly evaluate: Evaluate;
  /** Levels of its tree, with the trees of the predicates that it calls. */
  readonly height: number;
}

export interface Predicates {
  /** Returns the predicate with this name, or its first error. */
  get(name: string): Predicate | Finding;
}

const byEnvironment = new WeakMap<LanguageEnvironment, Predicates>();

/** Returns the predicates of an environment. */
export function predicatesOf(environment: LanguageEnvironment): Predicates {
  const known = byEnvironment.get(environment) ?? createPredicates(environment);
  byEnvironment.set(environment, known);
  return known;
}

/** Whether a predicate has no error. */
export function isPredicate(predicate: Predicate | Finding): predicate is Predicate {
  return 'evaluate' in predicate;
}

/** The error for a call of a predicate at a place; null if the predicate has no error. */
export function callError(predicate: Predicate | Finding, name: string, range: Finding['range']): Finding | null {
  if (isPredicate(predicate)) return null;
  const cause = predicate.message.replace(/^the predicate `\w+` cannot be used: /, '');
  return { ...predicate, range, message: `the predicate \`${name}\` cannot be used: ${cause}` };
}

/** The levels of a tree, with the trees of the predicates that it calls. */
function heightOf(expression: Expression, predicates: Predicates): number {
  if (expression.type === 'predicate') {
    const predicate = predicates.get(expression.name);
    return isPredicate(predicate) ? 1 + predicate.height : 1;
  }
  return 1 + Math.max(0, ...childrenOf(expression).map((child) => heightOf(child, predicates)));
}

/** The error for a tree that is too high together with the predicates that it calls; null if it is not. */
export function heightError(expression: Expression, predicates: Predicates): Finding | null {
  return heightOf(expression, predicates) <= limits.treeHeight ? null : tooHigh(expression.range);
}

function tooHigh(range: Finding['range']): Finding {
  return error(
    'limit_exceeded',
    range,
    `more than ${limits.treeHeight} levels of calls, with the predicates that it calls`,
    'use fewer predicates that call other predicates',
  );
}

function createPredicates(environment: LanguageEnvironment): Predicates {
  const loaded = new Map<string, Predicate | Finding>();
  const loading: string[] = [];
  const predicates: Predicates = { get };
  return predicates;

  function get(name: string): Predicate | Finding {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    if (loading.includes(name)) return cycleError([...loading.slice(loading.indexOf(name)), name]);
    // Every call adds a level, so this chain is too high, and to follow it could overflow the stack.
    if (loading.length > limits.treeHeight) return tooHigh({ start: 0, end: 0 });
    loading.push(name);
    const predicate = load(environment.predicates[name] as string);
    loading.pop();
    loaded.set(name, predicate);
    return predicate;
  }

  function load(source: string): Predicate | Finding {
    const { expression, findings } = parseRule(source);
    if (expression === null || findings.length > 0) return findings[0] as Finding;
    // Before the check, whose recursion would otherwise add up with that of the predicates.
    for (const name of calledBy(expression)) if (Object.hasOwn(environment.predicates, name)) get(name);
    const [finding] = checkExpression(expression, environment, (name, range) => callError(get(name), name, range));
    const wrong = finding ?? heightError(expression, predicates);
    if (wrong !== null) return wrong;
    const evaluate = compileExpression(expression, environment, (name) => (get(name) as Predicate).evaluate);
    return { expression, evaluate: oncePerEvent(evaluate), height: heightOf(expression, predicates) };
  }
}

function calledBy(expression: Expression): ReadonlySet<string> {
  if (expression.type === 'predicate') return new Set([expression.name]);
  return new Set(childrenOf(expression).flatMap((child) => [...calledBy(child)]));
}

function cycleError(names: readonly string[]): Finding {
  const message =
    names.length === 2
      ? `the predicate \`${names[0]}\` calls itself`
      : `predicates call each other in a cycle: ${names.join(' -> ')}`;
  return error('unsupported_syntax', { start: 0, end: 0 }, message, 'write one of them without a call of the others');
}
