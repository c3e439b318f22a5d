// The slow reference implementation: walks the tree on a flattened view, as the language is defined, and records every
// value. In: a checked tree and an event. Out: the outcome and a trace for `explain`. Tests compare the compiler with it.

import type { Expression, Node, PathStep, Range } from './ast.ts';
import { prepareCall } from './compile-call.ts';
import { type FlatView, flatView, leavesAt, ranged } from './flat-view.ts';
import { findFunction } from './functions/function-table.ts';
import { readJson } from './json-text.ts';
import { compareValues, concatValues, isMembership, negateValue } from './operators.ts';
import { isPredicate, predicatesOf } from './predicates.ts';
import type { CompiledRule, Data, EvaluationError, LanguageEnvironment } from './rule-expression.ts';
import { hasEach, namedList, reachesContainers } from './static-meaning.ts';
import { describe, Failure, isList, isTruthy, missingField, type Outcome, type Value } from './values.ts';

/** The value of one sub-expression. Entries are in evaluation order. */
export interface TraceEntry {
  /** The source of the sub-expression. */
  readonly source: string;
  readonly range: Range;
  /** The number of sub-expressions around this one. */
  readonly depth: number;
  /** Null if there is an error. */
  readonly value: Data;
  readonly error: EvaluationError | null;
  /** The element that `it` refers to; null outside of conditions. */
  readonly it: Data;
  /** The predicate whose definition contains the sub-expression, and to whose source the range refers; null for the rule. */
  readonly predicate: string | null;
}

export interface Interpretation {
  readonly outcome: boolean | EvaluationError;
  /** At most 1,000 entries, without the parts that short-circuiting skipped. */
  readonly trace: readonly TraceEntry[];
}

const longestTrace = 1_000;

/** Interprets a rule on an event, in the environment that it was compiled in. The trace quotes from its source. */
export function interpretRule(
  { expression, source }: Pick<CompiledRule, 'expression' | 'source'>,
  event: Data,
  environment: LanguageEnvironment,
): Interpretation {
  const interpreter = new Interpreter(event, environment, source);
  const outcome = interpreter.evaluate(expression, null, 0);
  return { outcome: outcome instanceof Failure ? outcome : outcome === true, trace: interpreter.trace };
}

class Interpreter {
  readonly trace: TraceEntry[] = [];
  private readonly event: Data;
  private readonly environment: LanguageEnvironment;
  private source: string;
  private within: string | null = null;
  private readonly predicates = new Map<string, Outcome>();
  private readonly views = new WeakMap<object, FlatView>();

  constructor(event: Data, environment: LanguageEnvironment, source: string) {
    this.event = event;
    this.environment = environment;
    this.source = source;
  }

  evaluate(node: Expression, it: Data, depth: number): Outcome {
    return this.traced(node, it, depth, () => this.outcome(node, it, depth + 1));
  }

  private traced<T extends Outcome>(node: Expression, it: Data, depth: number, compute: () => T): T {
    const at = this.trace.length;
    const isTraced = at < longestTrace;
    if (isTraced) this.trace.push(this.entry(node, it, depth, null));
    const outcome = compute();
    if (isTraced) this.trace[at] = this.entry(node, it, depth, outcome);
    return outcome;
  }

  private entry(node: Expression, it: Data, depth: number, outcome: Outcome): TraceEntry {
    const { range } = node;
    const text = this.source.slice(range.start, range.end);
    const isFailure = outcome instanceof Failure;
    const error = isFailure ? outcome : null;
    return { source: text, range, depth, value: isFailure ? null : outcome, error, it, predicate: this.within };
  }

  private outcome(node: Expression, it: Data, depth: number): Outcome {
    switch (node.type) {
      case 'literal':
        return node.value;
      case 'list':
        return this.all(node.items, it, depth);
      case 'named-list':
        return namedList(node.name, this.environment) ?? [];
      case 'path':
        return this.path(node, it, depth, false);
      case 'subscript':
        return this.subscript(node);
      case 'get':
        return this.get(node, it, depth);
      case 'has':
        return this.leafOrNothing(node.path) !== undefined;
      case 'not':
        return mapOutcome(this.evaluate(node.operand, it, depth), (value) => !isTruthy(value));
      case 'negate':
        return mapOutcome(this.evaluate(node.operand, it, depth), (value) => negateValue(node, value));
      case 'and':
      case 'or':
        return this.joint(node, it, depth);
      case 'concat':
        return mapOutcome(this.all(node.operands, it, depth), (values) =>
          concatValues(node, values as readonly Value[]),
        );
      case 'compare':
        return this.compare(node, it, depth);
      case 'call':
        return this.call(node, it, depth);
      case 'predicate':
        return this.predicate(node, depth);
      case 'quantifier':
        return this.quantifier(node, it, depth);
    }
  }

  private leafOrNothing(path: string): Data | undefined {
    return this.view(this.event).leaves.get(path);
  }

  private subscript(node: Node<'subscript'>): Outcome {
    const found = this.leafOrNothing(node.path);
    return found === undefined ? new Failure('missing_field', missingField(node.path), node.range) : found;
  }

  private get(node: Node<'get'>, it: Data, depth: number): Outcome {
    const fallback = node.fallback === null ? null : this.evaluate(node.fallback, it, depth);
    if (fallback instanceof Failure) return fallback;
    const found = this.leafOrNothing(node.path);
    return found === undefined ? fallback : found;
  }

  private joint(node: Node<'and' | 'or'>, it: Data, depth: number): Outcome {
    const [first, ...rest] = node.operands;
    const value = this.evaluate(first as Expression, it, depth);
    if (value instanceof Failure || rest.length === 0 || isTruthy(value) === (node.type === 'or')) return value;
    return this.joint({ ...node, operands: rest }, it, depth);
  }

  private compare(node: Node<'compare'>, it: Data, depth: number): Outcome {
    const left = this.evaluate(node.left, it, depth);
    if (left instanceof Failure) return left;
    const reaches = isMembership(node.operator) && node.right.type === 'path' && node.right.root !== 'event';
    const right = reaches
      ? this.reachingPath(node.right as Node<'path'>, it, depth)
      : this.evaluate(node.right, it, depth);
    return right instanceof Failure ? right : compareValues(node, left, right);
  }

  private call(node: Node<'call'>, it: Data, depth: number): Outcome {
    if (node.name === 'exists') return this.exists(node.args[0] as Node<'path'>, it, depth);
    const parameters = findFunction(node.name)?.parameters ?? [];
    const values: Value[] = [];
    for (const [index, argument] of node.args.entries()) {
      const reaches = argument.type === 'path' && reachesContainers(parameters[index], argument.root);
      const value = reaches ? this.reachingPath(argument, it, depth) : this.evaluate(argument, it, depth);
      if (value instanceof Failure) return value;
      values.push(value);
    }
    return prepareCall(node, this.environment)(values[0] ?? null, values[1] ?? null, values[2] ?? null);
  }

  private exists(path: Node<'path'>, it: Data, depth: number): Outcome {
    let found: readonly Data[] | Failure = [];
    this.traced(path, it, depth, () => {
      found = this.found(path, it, depth + 1);
      return found instanceof Failure || hasEach(path) ? found : (found[0] ?? null);
    });
    return mapOutcome(found, (all) => isThere(path, all as readonly Data[]));
  }

  // The trace contains the definition of a predicate once, at the first call.
  private predicate({ name }: Node<'predicate'>, depth: number): Outcome {
    const known = this.predicates.get(name);
    if (known !== undefined) return known;
    const predicate = predicatesOf(this.environment).get(name);
    if (!isPredicate(predicate)) return null;
    const { source, within } = this;
    [this.source, this.within] = [this.environment.predicates[name] as string, name];
    const outcome = this.evaluate(predicate.expression, null, depth);
    [this.source, this.within] = [source, within];
    this.predicates.set(name, outcome);
    return outcome;
  }

  private quantifier(node: Node<'quantifier'>, it: Data, depth: number): Outcome {
    const items = this.items(node, it, depth);
    if (items instanceof Failure) return items;
    const held: boolean[] = [];
    for (const item of items) {
      const value = node.condition === null ? item : this.evaluate(node.condition, item, depth);
      if (value instanceof Failure) return value;
      held.push(isTruthy(value));
      if (node.name !== 'count' && isTruthy(value) === (node.name === 'any')) break;
    }
    if (node.name === 'count') return held.filter(Boolean).length;
    return node.name === 'any' ? held.includes(true) : !held.includes(false);
  }

  private items(node: Node<'quantifier'>, it: Data, depth: number): readonly Data[] | Failure {
    if (node.items.type === 'path') {
      const steps: readonly PathStep[] = hasEach(node.items)
        ? node.items.steps
        : [...node.items.steps, { kind: 'each' }];
      const path = { ...node.items, steps };
      return this.traced(node.items, it, depth, () => this.found(path, it, depth + 1));
    }
    const value = this.evaluate(node.items, it, depth);
    if (value instanceof Failure || isList(value)) return value;
    return new Failure('type_mismatch', `\`${node.name}\` needs a list, got ${describe(value)}`, node.items.range);
  }

  /** Evaluates a path that may return objects and lists. */
  private reachingPath(node: Node<'path'>, it: Data, depth: number): Outcome {
    return this.traced(node, it, depth, () => this.path(node, it, depth + 1, true));
  }

  private path(node: Node<'path'>, it: Data, depth: number, reachesContainers: boolean): Outcome {
    const found = this.found(node, it, depth);
    if (found instanceof Failure || hasEach(node)) return found;
    const value = found[0] ?? null;
    return reachesContainers || value === null || typeof value !== 'object' ? value : null;
  }

  /** All values at a path: at most one unless the path contains `[*]`. */
  private found(node: Node<'path'>, it: Data, depth: number): readonly Data[] | Failure {
    let data: Outcome = node.root === 'event' ? this.event : it;
    if (typeof node.root === 'object') data = mapOutcome(this.jsonSource(node.root.json, it, depth), readJson);
    if (data instanceof Failure) return data;
    let found: readonly Data[] = [data];
    let keys: string[] = [];
    for (const step of node.steps) {
      if (step.kind === 'key') keys.push(step.name);
      else [found, keys] = [found.flatMap((one) => this.range(step.kind, one, keys)), []];
    }
    return keys.length === 0 ? found : found.flatMap((one) => this.reached(one, keys));
  }

  private range(kind: Exclude<PathStep['kind'], 'key'>, data: Data, keys: readonly string[]): readonly Data[] {
    if (kind === 'leaves') return leavesAt(data, keys.length === 0 ? null : keys.join('.'));
    return ranged(kind, this.reached(data, keys));
  }

  private jsonSource(node: Expression, it: Data, depth: number): Outcome {
    return node.type === 'path' ? this.reachingPath(node, it, depth) : this.evaluate(node, it, depth);
  }

  private reached(data: Data, keys: readonly string[]): readonly Data[] {
    if (keys.length === 0) return [data];
    const view = this.view(data);
    const path = keys.join('.');
    const found = view.leaves.has(path) ? view.leaves.get(path) : view.containers.get(path);
    return found === undefined ? [] : [found];
  }

  private view(data: Data): FlatView {
    if (data === null || typeof data !== 'object') return flatView(data);
    const view = this.views.get(data) ?? flatView(data);
    this.views.set(data, view);
    return view;
  }

  private all(nodes: readonly Expression[], it: Data, depth: number): Outcome {
    const values = nodes.map((node) => this.evaluate(node, it, depth));
    return values.find((value) => value instanceof Failure) ?? (values as Value[]);
  }
}

function mapOutcome(outcome: Outcome, map: (value: Value) => Outcome): Outcome {
  return outcome instanceof Failure ? outcome : map(outcome);
}

// `json(..)` returns null for anything that is not JSON.
function isThere(path: Node<'path'>, found: readonly Data[]): boolean {
  const isWholeJson = path.steps.length === 0 && typeof path.root === 'object';
  return isWholeJson ? found[0] !== null : found.length > 0;
}
