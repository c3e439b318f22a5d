// Named predicates: expressions in the environment that rules call by name. In: an environment. Out: the tree and closure
// of each predicate, created once per environment on first use. A predicate that calls itself is an error.

import type { Expression } from './ast.ts';
import { checkExpression } from './check.ts';
import { compileExpression, oncePerEvent } from './compile.ts';
import type { Evaluate } from './compile-path.ts';
import { parseRule } from './parse.ts';
import { error, type Finding } from './problem.ts';
import type { LanguageEnvironment } from './rule-expression.ts';

export interface Predicate {
  readonly expression: Expression;
  readonly evaluate: Evaluate;
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

function createPredicates(environment: LanguageEnvironment): Predicates {
  const loaded = new Map<string, Predicate | Finding>();
  const loading = new Set<string>();
  return { get };

  function get(name: string): Predicate | Finding {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    if (loading.has(name)) return wrong(`the predicate \`${name}\` calls itself`);
    loading.add(name);
    const predicate = load(environment.predicates[name] as string);
    loading.delete(name);
    loaded.set(name, predicate);
    return predicate;
  }

  function load(source: string): Predicate | Finding {
    const { expression, findings } = parseRule(source);
    if (expression === null || findings.length > 0) return findings[0] as Finding;
    const [finding] = checkExpression(expression, environment, (name) => findingOf(get(name)));
    if (finding !== undefined) return finding;
    const evaluate = compileExpression(expression, environment, (name) => (get(name) as Predicate).evaluate);
    return { expression, evaluate: oncePerEvent(evaluate) };
  }
}

function findingOf(predicate: Predicate | Finding): Finding | null {
  return isPredicate(predicate) ? null : predicate;
}

function wrong(message: string): Finding {
  return error('unsupported_syntax', { start: 0, end: 0 }, message);
}
