// Python and JavaScript syntax that the rule language does not have, each with what to write instead.
// In: a token in an invalid position. Out: a finding. Nothing here decides what is accepted.

import type { Range } from './ast.ts';
import { error, type Finding } from './problem.ts';
import type { Token } from './tokenize.ts';

type Refusal = readonly [what: string, instead: string];

const arithmetic: Refusal = ['arithmetic', 'compare the field with the result, written as a number'];
const bitwise: Refusal = ['bitwise operators', 'join conditions with `and`, `or`, `not`'];
const assignment: Refusal = ['assignment', 'compare with `==`'];
const strictEquality: Refusal = ['`===` and `!==`', 'write `==` or `!=`, which never convert types'];
const conditional: Refusal = ['conditional expressions', 'write `(a and b) or (not a and c)`'];
const comprehension: Refusal = ['comprehensions', 'write `any(items[*], it.name == "x")`'];
const functions: Refusal = ['user-defined functions', 'write a condition on elements as `any(items[*], it == "x")`'];
const statement: Refusal = ['statements', 'write the rule as one expression'];
const objects: Refusal = ['objects', 'write a list: `["a", "b"]`'];

const operators = new Map<string, Refusal>([
  ...['-', '*', '/', '%', '**', '//', '@'].map((text): [string, Refusal] => [text, arithmetic]),
  ...['&', '|', '^', '~', '<<', '>>', '>>>'].map((text): [string, Refusal] => [text, bitwise]),
  ...['=', ':=', '+=', '-=', '*=', '/=', '%=', '|=', '&=', '^='].map((text): [string, Refusal] => [text, assignment]),
  ['===', strictEquality],
  ['!==', strictEquality],
  ['<>', ['`<>`', 'write `!=`']],
  ['?', conditional],
  ['??', ['`??`', 'write `event.get("a", "fallback")`']],
  ['?.', ['`?.`', 'write `.`: a path to a missing field is null']],
  ['=>', functions],
  ['->', functions],
  ['...', ['spread syntax', 'write every element']],
  [';', statement],
  [':', ['slices, annotations and dictionaries', 'test part of a string with `startsWith`, `endsWith` or `contains`']],
  ['{', objects],
  ['}', objects],
  ['`', ['template strings', 'write the string in quotes, and join strings with `+`']],
  ['$', ['template strings', 'write the string in quotes, and join strings with `+`']],
  ['#', ['comments', 'write the comment in the description of the rule']],
  ['\\', ['line continuations', 'continue the rule on the next line without a backslash']],
]);

const words = new Map<string, Refusal>([
  ['this', ['`this`', 'write the field directly: `eventName`']],
  ['lambda', functions],
  ['function', functions],
  ['def', functions],
  ['if', conditional],
  ['else', conditional],
  ['for', comprehension],
  ['import', statement],
  ['return', statement],
  ['del', statement],
  ['delete', statement],
  ['await', statement],
  ['yield', statement],
  ['var', assignment],
  ['let', assignment],
  ['const', assignment],
  ['new', ['`new`', 'for times, write `hour(eventTime)` or `weekday(eventTime)`']],
  ['typeof', ['`typeof`', 'write `exists(a.b)` or `"a.b" in event`']],
  ['void', ['`void`', 'write `null`']],
  ['instanceof', ['`instanceof`', 'compare values with `==`']],
  ['undefined', ['`undefined`', 'write `null`']],
  ['NaN', ['`NaN`', 'write a number']],
]);

/** Whether a name is a keyword of Python or JavaScript that cannot start a path. */
export function isRefusedWord(name: string): boolean {
  return words.has(name);
}

/** The finding for an operator or word that the language does not have; null if there is no entry for it. */
export function refuse(token: Token): Finding | null {
  const refusal = (token.kind === 'name' ? words : operators).get(token.text);
  return refusal === undefined ? null : unsupported(token, refusal[0], refusal[1]);
}

/** Creates the error for syntax that the language does not have. */
export function unsupported(range: Range, what: string, instead: string): Finding {
  const place = { start: range.start, end: range.end };
  return error('unsupported_syntax', place, `the rule language has no ${what}`, instead);
}

/** The finding for an operand that directly follows another operand. */
export function refuseAdjacent(previous: Token, token: Token): Finding {
  const isText = token.kind === 'literal' && typeof token.value === 'string';
  if (isText && previous.kind === 'name' && previous.end === token.start && /^[a-z]{1,2}$/i.test(previous.text)) {
    return unsupported(
      { start: previous.start, end: token.end },
      'prefixed strings',
      'write the string without a prefix, and join strings with `+`',
    );
  }
  if (isText && typeof previous.value === 'string') {
    return unsupported(
      { start: previous.start, end: token.end },
      'adjacent strings',
      'write one string, or join them with `+`',
    );
  }
  const described = token.kind === 'name' ? `\`${token.text}\`` : 'a value';
  return error(
    'syntax_error',
    rangeOf(token),
    `${described} follows a value without an operator between them`,
    'write `and`, `or`, a comparison or a comma between them',
  );
}

export function rangeOf(range: Range): Range {
  return { start: range.start, end: range.end };
}
