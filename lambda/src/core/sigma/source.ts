// Pieces of source of the rule language. In: strings and parts of an expression. Out: source with the parentheses it needs.

/** Source, and how tightly its outermost operator binds. */
export interface Source {
  readonly text: string;
  readonly operator: 'or' | 'and' | 'not' | 'none';
}

/** Source that needs no parentheses inside `and`, `or` and `not`. */
export function atom(text: string): Source {
  return { text, operator: 'none' };
}

/** Joins sources with `and` or `or`. There must be at least one. */
export function join(operator: 'and' | 'or', operands: readonly Source[]): Source {
  const [first] = operands;
  if (operands.length === 1 && first !== undefined) return first;
  const inner = (operand: Source): string =>
    operand.operator === 'or' || (operand.operator === 'and' && operator === 'or')
      ? joinedOperand(operand, operator)
      : operand.text;
  return { text: operands.map(inner).join(` ${operator} `), operator };
}

// `or` in `or` needs no parentheses; `and` in `or` has them for the reader.
function joinedOperand(operand: Source, operator: 'and' | 'or'): string {
  return operand.operator === operator ? operand.text : `(${operand.text})`;
}

/** Negates a source. */
export function negate({ text, operator }: Source): Source {
  return { text: operator === 'and' || operator === 'or' ? `not (${text})` : `not ${text}`, operator: 'not' };
}

/** A string literal of the rule language. Invisible characters are escaped. */
export function quote(text: string): string {
  const escaped = text.replace(/[\\']|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (one) => ESCAPES.get(one) ?? unicode(one));
  return `'${escaped}'`;
}

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
]);

// Each UTF-16 unit, as the language decodes them.
function unicode(characters: string): string {
  const units = characters.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}

/** One string literal, or a list of several. */
export function quoteAll(texts: readonly string[]): string {
  const [first] = texts;
  return texts.length === 1 && first !== undefined ? quote(first) : `[${texts.map(quote).join(', ')}]`;
}
