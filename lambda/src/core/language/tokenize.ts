// Splits the source of a rule into tokens with positions, and decodes literals.
// In: source. Out: tokens, or an error for the first invalid token. Linear in the source; never throws.

import type { Range } from './ast.ts';
import { error, type Finding } from './problem.ts';

export interface Token extends Range {
  readonly kind: 'name' | 'literal' | 'operator' | 'open' | 'close' | 'comma' | 'dot' | 'each';
  /** As written. Keywords are operators, except after a dot, where they are names. */
  readonly text: string;
  /** The decoded value of a literal. */
  readonly value: string | number | boolean | null;
}

export type Tokens = { readonly tokens: readonly Token[] } | { readonly finding: Finding };

const wordOperators = new Set(['and', 'or', 'not', 'in', 'is']);
const wordLiterals = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);

/** Words that have a meaning at the start of an expression. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  ...wordOperators,
  ...wordLiterals.keys(),
  ...['event', 'lists', 'it'],
]);

const space = /[ \t\r\n]+/y;
const name = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const index = /\d+/y;
const number = /(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y;
const each = /\[[ \t\r\n]*\*[ \t\r\n]*\]/y;
const stringStart = /["']/y;
const punctuation =
  /\.\.\.|\?\.|\.|,|[([{]|[)\]}]|>>>|===|!==|\*\*|<<|>>|\/\/|<=|>=|==|!=|<>|&&|\|\||\?\?|=>|->|:=|[-+*/%|&^]=|[-+*/%|&^~!<>=?:;@#$`\\]/y;

/** Splits the source into tokens. */
export function tokenize(source: string): Tokens {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    at = endOf(space, source, at) ?? at;
    if (at >= source.length) break;
    const token = readToken(source, at, tokens.at(-1));
    if ('finding' in token) return token;
    tokens.push(token);
    at = token.end;
  }
  return { tokens };
}

/**
 * Makes sources comparable: those that differ only in white space, or in how they quote strings, become equal. Returns the tokens,
 * separated by single spaces, and a source with an invalid token unchanged. The text is compared and hashed, never parsed.
 */
export function normalizeSource(source: string): string {
  const scanned = tokenize(source);
  if ('finding' in scanned) return source;
  return scanned.tokens.map(({ kind, text, value }) => (kind === 'literal' ? JSON.stringify(value) : text)).join(' ');
}

// Whether a token can end an operand. An operator, a call or a subscript follows.
function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && ['name', 'literal', 'close', 'each'].includes(token.kind);
}

function readToken(source: string, start: number, previous: Token | undefined): Token | { finding: Finding } {
  const afterDot = previous?.kind === 'dot';
  const end = endOf(name, source, start) ?? (afterDot ? endOf(index, source, start) : undefined);
  if (end !== undefined) return word(source.slice(start, end), start, end, afterDot);
  if (endOf(stringStart, source, start) !== undefined) return readString(source, start);
  const isPath = source[start] === '.' && endsOperand(previous);
  const numberEnd = isPath ? undefined : endOf(number, source, start);
  if (numberEnd !== undefined) return readNumber(source, start, numberEnd);
  const eachEnd = endsOperand(previous) ? endOf(each, source, start) : undefined;
  if (eachEnd !== undefined) return { kind: 'each', text: '[*]', value: null, start, end: eachEnd };
  return readPunctuation(source, start);
}

function word(text: string, start: number, end: number, afterDot: boolean): Token {
  const plain = { text, value: null, start, end };
  if (afterDot) return { ...plain, kind: 'name' };
  if (wordOperators.has(text)) return { ...plain, kind: 'operator' };
  const literal = wordLiterals.get(text);
  return literal === undefined ? { ...plain, kind: 'name' } : { ...plain, kind: 'literal', value: literal };
}

function readNumber(source: string, start: number, end: number): Token | { finding: Finding } {
  const text = source.slice(start, end);
  const after = endOf(name, source, end) ?? endOf(index, source, end);
  if (after !== undefined) {
    const written = source.slice(start, after);
    return refusal(
      'syntax_error',
      { start, end: after },
      `\`${written}\` is not a number`,
      'write a decimal number: 42, 1.5 or 1e3',
    );
  }
  const value = Number(text);
  if (Number.isFinite(value)) return { kind: 'literal', text, value, start, end };
  return refusal(
    'limit_exceeded',
    { start, end },
    `the number \`${text}\` is too large`,
    'write a number below 1.8e308',
  );
}

// Chats and word processors put them in place of straight quotes.
const TYPOGRAPHIC_QUOTES = /[\u2018-\u201f\u00ab\u00bb\u2032\u2033`\u00b4]/;

function readPunctuation(source: string, start: number): Token | { finding: Finding } {
  const end = endOf(punctuation, source, start);
  if (end === undefined) {
    const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
    const range = { start, end: start + character.length };
    return refusal(
      'syntax_error',
      range,
      `unexpected character ${JSON.stringify(character)}`,
      TYPOGRAPHIC_QUOTES.test(character) ? 'replace typographic quotes by \' or "' : 'write strings in quotes',
    );
  }
  const text = source.slice(start, end);
  return { kind: punctuationKind(text), text, value: null, start, end };
}

function punctuationKind(text: string): Token['kind'] {
  if (text === '.') return 'dot';
  if (text === ',') return 'comma';
  if ('([{'.includes(text)) return 'open';
  return ')]}'.includes(text) ? 'close' : 'operator';
}

const simpleEscapes = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

function readString(source: string, start: number): Token | { finding: Finding } {
  const quote = source[start];
  const parts: string[] = [];
  let at = start + 1;
  while (at < source.length) {
    const character = source[at] as string;
    if (character === quote) {
      const end = at + 1;
      return { kind: 'literal', text: source.slice(start, end), value: parts.join(''), start, end };
    }
    if (character === '\n' || character === '\r') break;
    const piece = character === '\\' ? readEscape(source, at) : { text: character, end: at + 1 };
    if (piece === undefined) return badEscape(source, at);
    parts.push(piece.text);
    at = piece.end;
  }
  return refusal(
    'syntax_error',
    { start, end: at },
    'the string has no closing quote',
    `end it with ${quote} on the same line`,
  );
}

function readEscape(source: string, at: number): { text: string; end: number } | undefined {
  const simple = simpleEscapes.get(source[at + 1] ?? '');
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const digits = /^u([0-9a-fA-F]{4})$/.exec(source.slice(at + 1, at + 6))?.[1];
  return digits === undefined ? undefined : { text: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
}

function badEscape(source: string, at: number): { finding: Finding } {
  const range = { start: at, end: Math.min(at + 2, source.length) };
  const written = source.slice(range.start, range.end);
  const hint = 'write one of \\\\ \\\' \\" \\n \\t \\r \\u0041; a backslash is \\\\';
  return refusal('syntax_error', range, `unknown escape \`${written}\` in a string`, hint);
}

function endOf(pattern: RegExp, source: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : undefined;
}

function refusal(code: 'syntax_error' | 'limit_exceeded', range: Range, message: string, hint: string | null) {
  return { finding: error(code, range, message, hint) };
}
