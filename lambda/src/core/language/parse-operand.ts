// Parses operands: a literal, a name or brackets, and the members, calls and subscripts that follow. A chain of names becomes a
// path of keys, never an access to an object property. In: tokens. Out: a tree.

import type { Expression, PathRoot, PathStep, Range } from './ast.ts';
import { limits } from './limits.ts';
import { parseCall } from './parse-call.ts';
import type { Parser } from './parser.ts';
import { error, type Finding } from './problem.ts';
import { isRefusedWord, rangeOf, refuse, unsupported } from './refuse.ts';
import type { Token } from './tokenize.ts';

/** The part of a chain that has been parsed so far. */
type Chained =
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'path'; readonly root: PathRoot; readonly steps: PathStep[] }
  /** `event` and `lists` are not values. */
  | { readonly kind: 'event' }
  | { readonly kind: 'lists' };

/** Parses an operand and what follows it. */
export function parseOperand(parser: Parser): Expression {
  const from = parser.at;
  let chained = start(parser);
  for (let { next } = parser; next !== undefined; next = parser.next) {
    if (next.kind === 'dot' || next.kind === 'each') chained = member(parser, from, chained, next);
    else if (next.text === '[') chained = subscript(parser, from, chained);
    else if (next.text === '(') chained = callOfValue(parser, from);
    else break;
  }
  return finish(parser, parser.rangeFrom(from), chained);
}

function start(parser: Parser): Chained {
  const { next: token, at: from } = parser;
  if (token === undefined) return value(parser.fail(parser.unfinished()));
  if (token.text === '(' || token.text === '[') return value(brackets(parser, token.text));
  const isName = token.kind === 'name' && !isRefusedWord(token.text);
  if (!isName && token.kind !== 'literal') return value(parser.fail(unexpectedOperand(token)));
  parser.at++;
  if (token.kind === 'literal')
    return value(parser.add({ type: 'literal', value: token.value, range: rangeOf(token) }));
  if (parser.next?.text === '(') return called(parseCall(parser, from, token, []));
  if (token.text === 'event' || token.text === 'lists') return { kind: token.text };
  if (token.text === 'it') return { kind: 'path', root: 'it', steps: [] };
  return { kind: 'path', root: 'event', steps: [key(token.text)] };
}

function brackets(parser: Parser, opening: '(' | '['): Expression {
  const { at: from } = parser;
  const { items, endsWithComma } = parser.brackets();
  const range = parser.rangeFrom(from);
  const [only] = items;
  if (opening === '(' && only !== undefined && items.length === 1 && !endsWithComma) return parser.widen(only, range);
  if (items.length <= limits.listElements) return parser.add({ type: 'list', items, range }, items);
  const message = `a list of ${items.length} elements, more than ${limits.listElements}`;
  const hint = 'move the values into the variable `lists` and write `lists.NAME`';
  return parser.refuse(error('limit_exceeded', range, message, hint));
}

function member(parser: Parser, from: number, chained: Chained, dot: Token): Chained {
  const to = parser.at;
  parser.at++;
  if (dot.kind === 'each') return extend(parser, from, chained, { kind: 'each' });
  const name = parser.next;
  if (name?.kind !== 'name') return value(parser.fail(missingName(dot)));
  parser.at++;
  if (parser.next?.text !== '(') return extend(parser, from, chained, key(name.text));
  if (chained.kind === 'event') return methodOfEvent(parser, from, name);
  return called(parseCall(parser, from, name, [finish(parser, parser.rangeFrom(from, to), chained)]));
}

function extend(parser: Parser, from: number, chained: Chained, step: PathStep): Chained {
  if (chained.kind === 'path') {
    // No other chain shares this list of steps.
    chained.steps.push(step);
    return chained;
  }
  const range = parser.rangeFrom(from);
  if (chained.kind === 'event' && step.kind === 'key') return { kind: 'path', root: 'event', steps: [step] };
  if (chained.kind === 'lists' && step.kind === 'key')
    return value(parser.add({ type: 'named-list', name: step.name, range }));
  const hint = 'write the whole path in one place: `event["a.b"]` or `a.b`';
  return value(parser.refuse(unsupported(range, 'members of a value', hint)));
}

function methodOfEvent(parser: Parser, from: number, name: Token): Chained {
  const { items } = parser.brackets();
  const range = parser.rangeFrom(from);
  if (name.text === 'get') return value(get(parser, items, range));
  const hint = 'write `event.get("a.b", "")` or `"a.b" in event`; call functions on a field: `eventName.lower()`';
  return value(parser.refuse(error('unknown_function', range, `\`event\` has no function \`${name.text}\``, hint)));
}

function get(parser: Parser, args: readonly Expression[], range: Range): Expression {
  const [field, fallback] = args;
  if (field === undefined || args.length > 2) {
    const message = `\`event.get\` takes 1 or 2 arguments, not ${args.length}`;
    return parser.refuse(error('wrong_arity', range, message, 'write `event.get("a.b", "")`'));
  }
  if (field.type !== 'literal' || typeof field.value !== 'string') return parser.refuse(computedName(field.range));
  return parser.add({ type: 'get', path: field.value, fallback: fallback ?? null, range }, args.slice(1));
}

function callOfValue(parser: Parser, from: number): Chained {
  parser.brackets();
  const hint = 'call a function by name: `lower(eventName)` or `eventName.lower()`';
  return value(parser.refuse(unsupported(parser.rangeFrom(from), 'calls of a value', hint)));
}

function subscript(parser: Parser, from: number, chained: Chained): Chained {
  const { items } = parser.brackets();
  const range = parser.rangeFrom(from);
  const [item] = items;
  if (item === undefined || items.length > 1) {
    const message = 'expected one key in the brackets';
    return value(parser.refuse(error('syntax_error', range, message, 'write `event["a.b"]`')));
  }
  if (chained.kind === 'value' || chained.kind === 'lists') {
    const hint =
      chained.kind === 'lists'
        ? 'write `lists.admins`'
        : 'write the whole path in one place: `event["a.b"]`; test part of a string with `startsWith`, `endsWith` or `contains`';
    return value(parser.refuse(unsupported(range, 'subscripts of a value', hint)));
  }
  const name = item.type === 'literal' ? item.value : null;
  if (typeof name === 'string' && chained.kind === 'event')
    return value(parser.add({ type: 'subscript', path: name, range }));
  const isKey = typeof name === 'string' || (typeof name === 'number' && /^\d+$/.test(String(name)));
  if (chained.kind === 'event' || !isKey) return value(parser.refuse(computedName(item.range)));
  return extend(parser, from, chained, key(String(name)));
}

function finish(parser: Parser, range: Range, chained: Chained): Expression {
  if (chained.kind === 'value') return chained.expression;
  if (chained.kind === 'event') return parser.refuse(wholeEvent(range));
  if (chained.kind === 'lists')
    return parser.refuse(unsupported(range, 'value for all lists', 'write one list: `lists.admins`'));
  const { root, steps } = chained;
  if (root === 'it' && parser.conditions === 0) {
    const hint = 'use `it` in the condition of `any`, `all` or `count`: `any(items[*], it.name == "x")`';
    return parser.refuse(unsupported(range, '`it` outside of a condition on elements', hint));
  }
  return parser.add({ type: 'path', root, steps, range }, typeof root === 'object' ? [root.json] : []);
}

// Calls of `json`, `keys`, `entries` and `leaves` are paths, which can continue.
function called(call: Expression): Chained {
  return call.type === 'path' ? { kind: 'path', root: call.root, steps: [...call.steps] } : value(call);
}

function value(expression: Expression): Chained {
  return { kind: 'value', expression };
}

function key(name: string): PathStep {
  return { kind: 'key', name };
}

function unexpectedOperand(token: Token): Finding {
  if (token.text === 'not') {
    const hint = 'put the negation in parentheses: `a == (not b)`';
    return error('syntax_error', rangeOf(token), '`not` cannot follow this operator', hint);
  }
  const hint = 'write a field, a string in quotes, a number or a list';
  return refuse(token) ?? error('syntax_error', rangeOf(token), `expected a value, found \`${token.text}\``, hint);
}

function missingName(dot: Token): Finding {
  const hint = 'write a key with other characters in brackets: `a["x-y"]`';
  return error('syntax_error', rangeOf(dot), 'expected a name after `.`', hint);
}

function computedName(range: Range): Finding {
  const hint = 'write a name in quotes, an index as a number, or `[*]` for every element';
  return unsupported(range, 'computed field names', hint);
}

/** The error for `event` where a value is needed. */
export function wholeEvent(range: Range): Finding {
  return unsupported(range, 'value for the whole event', 'write a field: `event["eventName"]`');
}
