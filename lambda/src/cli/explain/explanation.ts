// Explains the result of a rule as lines of text. In: a rule, an event and the lists that the rule can use. Out: the result,
// then one line per part of the rule with its value, indented by nesting. Pure.

import type { Expression, Range } from '../../core/language/ast.ts';
import { interpretRule, type TraceEntry } from '../../core/language/interpret.ts';
import { isPredicate, predicatesOf } from '../../core/language/predicates.ts';
import type { CompiledRule, Data, EvaluationError, LanguageEnvironment } from '../../core/language/rule-expression.ts';
import { childrenOf } from '../../core/language/static-meaning.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import { shortened } from '../../core/render/shortened.ts';
import { escaped } from '../escaped.ts';
import type { Terminal } from '../terminal.ts';

type Paint = Terminal['paint'];

const LONGEST = 100;
const INDENT = '  ';
const plain: Paint = (_style, text) => text;

/** One part of a rule. `entry` is null if the part was not evaluated. */
export type ExplainedPart = Pick<TraceEntry, 'source' | 'range' | 'depth' | 'it' | 'predicate'> & {
  readonly entry: TraceEntry | null;
};

/** The result on the first line, then every part except constants. */
export function explanationLines(
  rule: CompiledRule,
  event: CloudTrailRecord,
  environment: LanguageEnvironment,
  paint: Paint = plain,
): string[] {
  const { outcome, parts } = explainRule(rule, event, environment);
  return [resultLine(outcome, paint), ...parts.flatMap((part, index) => linesOf(part, parts[index - 1], paint))];
}

/** The result of a rule for an event, and every part of the rule except constants, in the order of evaluation. */
export function explainRule(
  rule: CompiledRule,
  event: CloudTrailRecord,
  environment: LanguageEnvironment,
): { readonly outcome: boolean | EvaluationError; readonly parts: readonly ExplainedPart[] } {
  const { outcome, trace } = interpretRule(rule, event, environment);
  const nodes = nodesByPlace(rule, trace, environment);
  const sourceOf = (predicate: string | null) =>
    (predicate === null ? rule.source : environment.predicates[predicate]) ?? '';
  const parts = trace.flatMap((entry, index) => [{ ...entry, entry }, ...skippedAfter(trace, index, sourceOf, nodes)]);
  return { outcome, parts: parts.filter((part) => !isConstant(nodes.get(keyOf(part)))) };
}

function resultLine(outcome: boolean | EvaluationError, paint: Paint): string {
  if (typeof outcome !== 'boolean') return paint('yellow', escaped`error ${outcome.code}: ${outcome.message}`);
  return outcome ? paint('green', 'match') : paint('red', 'no match');
}

// The parts that `and` and `or` skipped, listed after the last part that they evaluated.
function skippedAfter(
  trace: readonly TraceEntry[],
  index: number,
  sourceOf: (predicate: string | null) => string,
  nodes: ReadonlyMap<string, Expression>,
): ExplainedPart[] {
  const next = trace[index + 1];
  return enclosingJunctions(trace.slice(0, index + 1), nodes).flatMap(({ entry, node }) => {
    if (next !== undefined && next.depth > entry.depth) return [];
    const reached = trace.slice(0, index + 1).filter(({ depth }) => depth === entry.depth + 1);
    const last = reached.at(-1)?.range.start ?? -1;
    return childrenOf(node)
      .filter(({ range }) => range.start > last)
      .map(({ range }) => ({
        ...{ source: sourceOf(entry.predicate).slice(range.start, range.end), range, depth: entry.depth + 1 },
        ...{ it: entry.it, predicate: entry.predicate, entry: null },
      }));
  });
}

// The `and` and `or` nodes that contain the last entry (or are it), innermost first.
function enclosingJunctions(
  before: readonly TraceEntry[],
  nodes: ReadonlyMap<string, Expression>,
): { entry: TraceEntry; node: Expression }[] {
  const found: { entry: TraceEntry; node: Expression }[] = [];
  let depth = Number.POSITIVE_INFINITY;
  for (const entry of before.toReversed()) {
    if (entry.depth >= depth) continue;
    depth = entry.depth;
    const node = nodes.get(keyOf(entry));
    if (node?.type === 'and' || node?.type === 'or') found.push({ entry, node });
  }
  return found;
}

function linesOf(
  { source, depth, it, entry }: ExplainedPart,
  before: ExplainedPart | undefined,
  paint: Paint,
): string[] {
  const edge = INDENT.repeat(depth + 1);
  const element =
    it !== null && before?.it !== it ? [`${edge}${paint('dim', `it = ${shortened(shown(it), LONGEST)}`)}`] : [];
  const text = shortened(escaped`${source.replace(/\s+/g, ' ').trim()}`, LONGEST);
  const value = entry === null ? paint('dim', 'not evaluated') : showValue(entry, paint);
  return [...element, `${edge}${text}  ${paint('dim', '→')}  ${value}`];
}

function showValue({ value, error }: TraceEntry, paint: Paint): string {
  if (error !== null) return paint('yellow', escaped`${error.code}: ${error.message}`);
  return paint(colorOf(value), shortened(shown(value), LONGEST));
}

// Events contain whatever their callers choose, so control characters are escaped.
function shown(value: Data): string {
  return escaped`${JSON.stringify(value)}`;
}

function colorOf(value: Data): 'green' | 'red' | 'cyan' {
  if (value === true) return 'green';
  return value === false ? 'red' : 'cyan';
}

// The value of a literal, or of a list of literals, is the same as its text.
function isConstant(node: Expression | undefined): boolean {
  return node?.type === 'literal' || (node?.type === 'list' && node.items.every(isConstant));
}

function nodesOf(node: Expression): Expression[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

// The nodes of the rule and of each predicate in the trace.
function nodesByPlace(
  rule: CompiledRule,
  trace: readonly TraceEntry[],
  environment: LanguageEnvironment,
): ReadonlyMap<string, Expression> {
  const places = [...new Set(trace.map(({ predicate }) => predicate))].map((predicate) => ({
    predicate,
    expression: predicate === null ? rule.expression : expressionOf(predicate, environment),
  }));
  return new Map(
    places.flatMap(({ predicate, expression }) =>
      (expression === null ? [] : nodesOf(expression)).map(
        (node) => [keyOf({ predicate, range: node.range }), node] as const,
      ),
    ),
  );
}

function expressionOf(name: string, environment: LanguageEnvironment): Expression | null {
  const predicate = predicatesOf(environment).get(name);
  return isPredicate(predicate) ? predicate.expression : null;
}

function keyOf({ predicate, range }: { readonly predicate: string | null; readonly range: Range }): string {
  return `${predicate ?? ''} ${range.start}-${range.end}`;
}
