// Builds operands: a literal, a name or brackets, and the members, calls and subscripts that follow.
// A chain of names becomes a path of keys, never an access to an object property. In: the parser's nodes. Out: our tree.

import type { Expression, Node, PathRoot, PathStep, Range } from './ast.ts';
import { buildCall } from './build-call.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import { unsupported } from './refuse.ts';
import type { Token } from './tokenize.ts';
import { type Builder, isGroup, type SkeletonNode, tokenIndex } from './tree-builder.ts';

/** A member, call or subscript after an operand. */
type Suffix =
  | { readonly kind: 'member'; readonly token: Token }
  | { readonly kind: 'call' | 'subscript'; readonly arguments: readonly SkeletonNode[]; readonly end: number };

/** The part of a chain that has been built so far. */
type Chained =
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'path'; readonly root: PathRoot; readonly steps: PathStep[]; readonly range: Range }
  /** `event` and `lists` are not values. */
  | { readonly kind: 'event'; readonly range: Range }
  | { readonly kind: 'lists'; readonly range: Range };

/** Builds an operand and its suffixes. */
export function buildChain(builder: Builder, node: SkeletonNode): Expression {
  const [base, suffixes] = split(builder, node);
  const [first, used] = start(builder, base, suffixes);
  let chained = first;
  for (let at = used; at < suffixes.length; ) {
    const [next, consumed] = extend(builder, chained, suffixes[at] as Suffix, suffixes[at + 1]);
    chained = next;
    at += consumed;
  }
  return finish(builder, chained);
}

function split(builder: Builder, node: SkeletonNode): [SkeletonNode, Suffix[]] {
  const suffixes: Suffix[] = [];
  let base = node;
  for (;;) {
    if (base.type === 'MemberExpression') {
      suffixes.push({ kind: 'member', token: builder.token(base.property) });
      base = base.object;
    } else if (base.type === 'CallExpression' && !isGroup(base, builder.skeleton)) {
      const [opening, ...rest] = base.arguments;
      const kind = builder.token(opening as SkeletonNode).text === '(' ? 'call' : 'subscript';
      suffixes.push({ kind, arguments: rest, end: builder.closing(tokenIndex(opening as SkeletonNode)).end });
      base = base.callee;
    } else {
      return [base, suffixes.reverse()];
    }
  }
}

/** The start of the chain, and the number of suffixes that it consumes. */
function start(builder: Builder, base: SkeletonNode, suffixes: readonly Suffix[]): [Chained, number] {
  if (base.type !== 'Identifier') return [value(bracket(builder, base)), 0];
  const token = builder.token(base);
  const range = builder.range(base);
  if (token.kind === 'literal') return [value(builder.add({ type: 'literal', value: token.value, range })), 0];
  const next = suffixes[0];
  if (next?.kind === 'call') {
    const call = buildCall(builder, token, [], next.arguments, { start: token.start, end: next.end });
    return [called(call), 1];
  }
  if (token.text === 'event' || token.text === 'lists') return [{ kind: token.text, range }, 0];
  if (token.text === 'it') return [{ kind: 'path', root: 'it', steps: [], range }, 0];
  return [{ kind: 'path', root: 'event', steps: [key(token.text)], range }, 0];
}

function bracket(builder: Builder, node: SkeletonNode): Expression {
  const { callee, arguments: elements } = node as SkeletonNode & { type: 'CallExpression' };
  const opening = tokenIndex(callee);
  const range = builder.range(node);
  const isParenthesis = builder.token(callee).text === '(';
  if (isParenthesis && elements.length === 1 && !builder.skeleton.trailingCommas.has(opening)) {
    return builder.widen(builder.build(elements[0] as SkeletonNode), range);
  }
  if (elements.length > limits.listElements) {
    const message = `a list of ${elements.length} elements, more than ${limits.listElements}`;
    const hint = 'move the values into the variable `lists` and write `lists.NAME`';
    return builder.refuse(error('limit_exceeded', range, message, hint));
  }
  const items = elements.map((element) => builder.build(element));
  return builder.add({ type: 'list', items, range }, items);
}

function extend(builder: Builder, chained: Chained, suffix: Suffix, next: Suffix | undefined): [Chained, number] {
  if (suffix.kind === 'member') {
    if (next?.kind === 'call' && suffix.token.kind === 'name') return [method(builder, chained, suffix.token, next), 2];
    return [member(builder, chained, suffix.token), 1];
  }
  const range = { start: startOf(chained), end: suffix.end };
  if (suffix.kind === 'subscript') return [subscript(builder, chained, suffix.arguments, range), 1];
  const hint = 'call a function by name: `lower(eventName)` or `eventName.lower()`';
  return [value(builder.refuse(unsupported(range, 'calls of a value', hint))), 1];
}

function member(builder: Builder, chained: Chained, token: Token): Chained {
  const range = { start: startOf(chained), end: token.end };
  const step: PathStep = token.kind === 'each' ? { kind: 'each' } : key(token.text);
  if (chained.kind === 'event' && step.kind === 'key') return { kind: 'path', root: 'event', steps: [step], range };
  if (chained.kind === 'lists' && step.kind === 'key') {
    return value(builder.add({ type: 'named-list', name: step.name, range }));
  }
  if (chained.kind === 'path') return extendPath(chained, step, range);
  const hint = 'write the whole path in one place: `event["a.b"]` or `a.b`';
  return value(builder.refuse(unsupported(range, 'members of a value', hint)));
}

// No other chain shares this list of steps, so it can be extended in place.
function extendPath(chained: Chained & { kind: 'path' }, step: PathStep, range: Range): Chained {
  chained.steps.push(step);
  return { ...chained, range };
}

function method(
  builder: Builder,
  chained: Chained,
  token: Token,
  suffix: Suffix & { kind: 'call' | 'subscript' },
): Chained {
  const range = { start: startOf(chained), end: suffix.end };
  if (chained.kind === 'event' && token.text === 'get') return value(buildGet(builder, suffix.arguments, range));
  if (chained.kind === 'event') {
    const hint = 'write `event.get("a.b", "")` or `"a.b" in event`; call functions on a field: `eventName.lower()`';
    return value(builder.refuse(error('unknown_function', range, `\`event\` has no function \`${token.text}\``, hint)));
  }
  return called(buildCall(builder, token, [finish(builder, chained)], suffix.arguments, range));
}

// Calls of `json`, `keys`, `entries` and `leaves` are paths, which can continue.
function called(call: Expression): Chained {
  if (call.type !== 'path') return value(call);
  return { kind: 'path', root: call.root, steps: [...call.steps], range: call.range };
}

function buildGet(builder: Builder, nodes: readonly SkeletonNode[], range: Range): Expression {
  const [field, fallbackNode] = nodes;
  if (field === undefined || nodes.length > 2) {
    const message = `\`event.get\` takes 1 or 2 arguments, not ${nodes.length}`;
    return builder.refuse(error('wrong_arity', range, message, 'write `event.get("a.b", "")`'));
  }
  const path = builder.build(field);
  if (!isText(path)) return builder.refuse(computedName(builder.range(field)));
  const fallback = fallbackNode === undefined ? null : builder.build(fallbackNode);
  return builder.add({ type: 'get', path: path.value, fallback, range }, fallback === null ? [] : [fallback]);
}

function subscript(builder: Builder, chained: Chained, nodes: readonly SkeletonNode[], range: Range): Chained {
  const [node] = nodes;
  if (node === undefined || nodes.length > 1) {
    const message = 'expected one key in the brackets';
    return value(builder.refuse(error('syntax_error', range, message, 'write `event["a.b"]`')));
  }
  if (chained.kind === 'value' || chained.kind === 'lists') {
    const hint =
      chained.kind === 'lists'
        ? 'write `lists.admins`'
        : 'write the whole path in one place: `event["a.b"]`; test part of a string with `startsWith`, `endsWith` or `contains`';
    return value(builder.refuse(unsupported(range, 'subscripts of a value', hint)));
  }
  const name = builder.build(node);
  if (chained.kind === 'event' && isText(name))
    return value(builder.add({ type: 'subscript', path: name.value, range }));
  if (chained.kind === 'path' && (isText(name) || isIndex(name)))
    return extendPath(chained, key(String(name.value)), range);
  return value(builder.refuse(computedName(builder.range(node))));
}

function isText(expression: Expression): expression is Node<'literal'> & { readonly value: string } {
  return expression.type === 'literal' && typeof expression.value === 'string';
}

function isIndex(expression: Expression): expression is Node<'literal'> & { readonly value: number } {
  return (
    expression.type === 'literal' && typeof expression.value === 'number' && /^\d+$/.test(String(expression.value))
  );
}

function computedName(range: Range): Finding {
  const hint = 'write a name in quotes, an index as a number, or `[*]` for every element';
  return unsupported(range, 'computed field names', hint);
}

function finish(builder: Builder, chained: Chained): Expression {
  if (chained.kind === 'value') return chained.expression;
  if (chained.kind === 'event') {
    const hint = 'write a field: `event["eventName"]`';
    return builder.refuse(unsupported(chained.range, 'value for the whole event', hint));
  }
  if (chained.kind === 'lists')
    return builder.refuse(unsupported(chained.range, 'value for all lists', 'write one list: `lists.admins`'));
  const { root, steps, range } = chained;
  if (root === 'it' && builder.conditions === 0) {
    const hint = 'use `it` in the condition of `any`, `all` or `count`: `any(items[*], it.name == "x")`';
    return builder.refuse(unsupported(range, '`it` outside of a condition on elements', hint));
  }
  return builder.add({ type: 'path', root, steps, range }, typeof root === 'object' ? [root.json] : []);
}

function value(expression: Expression): Chained {
  return { kind: 'value', expression };
}

function key(name: string): PathStep {
  return { kind: 'key', name };
}

function startOf(chained: Chained): number {
  return (chained.kind === 'value' ? chained.expression : chained).range.start;
}
