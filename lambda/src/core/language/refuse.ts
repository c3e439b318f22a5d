// What people write in Python or JavaScript and the language does not have: each named, with what to write instead.
// In: a token that stands where it cannot. Out: a finding. Nothing here decides what is accepted.

import type { Range } from './ast.ts';
import { error, type Finding } from './problem.ts';
import type { Token } from './tokenize.ts';

type Refusal = readonly [what: string, instead: string];

const arithmetic: Refusal = ['arithmetic', 'compare the field with the result, written as a number'];
const bitwise: Refusal = ['bitwise operators', 'join conditions with `and`, `or`, `not`'];
const assignment: Refusal = ['assignment', 'compare with `==`'];
const strictEquality: Refusal = ['`===` and `!==`', 'write `==` or `!=`: they never convert'];
const conditional: Refusal = ['conditional expressions', 'write `(a and b) or (not a and c)`'];
const comprehension: Refusal = ['comprehensions', 'write `any(items[*], it.name == "x")`'];
const functions: Refusal = ['functions of your own', 'a condition on elements is `any(items[*], it == "x")`'];
const statement: Refusal = ['statements', 'a rule is one expression'];
const objects: Refusal = ['objects', 'a list is `["a", "b"]`'];

const operators = new Map<string, Refusal>([
  ...['+', '-', '*', '/', '%', '**', '//', '@'].map((text): [string, Refusal] => [text, arithmetic]),
  ...['&', '|', '^', '~', '<<', '>>', '>>>'].map((text): [string, Refusal] => [text, bitwise]),
  ...['=', ':=', '+=', '-=', '*=', '/=', '%=', '|=', '&=', '^='].map((text): [string, Refusal] => [text, assignment]),
  ['===', strictEquality],
  ['!==', strictEquality],
  ['<>', ['`<>`', 'write `!=`']],
  ['?', conditional],
  ['??', ['`??`', 'write `event.get("a", "fallback")`']],
  ['?.', ['`?.`', 'write `.`: a path that leads nowhere is null']],
  ['=>', functions],
  ['->', functions],
  ['...', ['spreading', 'write the elements out']],
  [';', statement],
  [
    ':',
    ['slices, annotations and dictionaries', 'a part of a text is tested with `startsWith`, `endsWith` or `contains`'],
  ],
  ['{', objects],
  ['}', objects],
  ['`', ['template texts', 'write the text in quotes']],
  ['$', ['template texts', 'write the text in quotes']],
  ['#', ['comments', 'say it in the description of the rule']],
  ['\\', ['line continuations', 'a rule may simply go on in the next line']],
]);

const words = new Map<string, Refusal>([
  ['this', ['`this`', 'fields are named directly: `eventName`']],
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
  ['new', ['`new`', 'times are read with `hour(eventTime)` and `weekday(eventTime)`']],
  ['typeof', ['`typeof`', 'ask `exists(a.b)` or `"a.b" in event`']],
  ['void', ['`void`', 'write `null`']],
  ['instanceof', ['`instanceof`', 'compare values with `==`']],
  ['undefined', ['`undefined`', 'write `null`']],
  ['NaN', ['`NaN`', 'write a number']],
]);

/** Whether a name is a word of another language that no field may be called by at the start of a path. */
export function isRefusedWord(name: string): boolean {
  return words.has(name);
}

/** The finding for an operator or word the language does not have; null if it has no name for it. */
export function refuse(token: Token): Finding | null {
  const refusal = (token.kind === 'name' ? words : operators).get(token.text);
  return refusal === undefined ? null : unsupported(token, refusal[0], refusal[1]);
}

/** Says that something is not part of the language, and what to write instead. */
export function unsupported(range: Range, what: string, instead: string): Finding {
  const place = { start: range.start, end: range.end };
  return error('unsupported_syntax', place, `the rule language has no ${what}`, instead);
}

/** The finding for an operand that follows another one with nothing between them. */
export function refuseAdjacent(previous: Token, token: Token): Finding {
  const isText = token.kind === 'literal' && typeof token.value === 'string';
  if (isText && previous.kind === 'name' && previous.end === token.start && /^[a-z]{1,2}$/i.test(previous.text)) {
    return unsupported({ start: previous.start, end: token.end }, 'prefixed texts', 'write the text without a prefix');
  }
  if (isText && typeof previous.value === 'string') {
    return unsupported({ start: previous.start, end: token.end }, 'texts side by side', 'write one text');
  }
  const described = token.kind === 'name' ? `\`${token.text}\`` : 'a value';
  return error(
    'syntax_error',
    rangeOf(token),
    `${described} follows a value with nothing between them`,
    'join them with `and`, `or`, a comparison or a comma',
  );
}

export function rangeOf(range: Range): Range {
  return { start: range.start, end: range.end };
}
