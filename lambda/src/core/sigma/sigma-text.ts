// The strings of Sigma. In: a string with wildcards and escapes. Out: its literal parts and wildcards.
// `\*`, `\?` and `\\` are the plain characters; a backslash before any other character is a plain backslash.
// https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md#escape-character

import type { Pattern, PatternPart } from './sigma-rule.ts';

/** Parses a string. */
export function parsePattern(text: string): Pattern {
  const parts: PatternPart[] = [];
  let literal = '';
  const finishLiteral = (): void => {
    if (literal !== '') parts.push({ literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    const next = text[at + 1] ?? '';
    if (character === '\\' && next !== '' && '*?\\'.includes(next)) {
      literal += next;
      at++;
    } else if (character === '*' || character === '?') {
      finishLiteral();
      // `**` means the same as `*`.
      if (character === '?' || parts.at(-1) !== '*') parts.push(character);
    } else {
      literal += character;
    }
  }
  finishLiteral();
  return parts;
}

/** The pattern with a wildcard before it, after it, or both, as the modifiers add it. */
export function withWildcards(pattern: Pattern, before: boolean, after: boolean): Pattern {
  const opened: Pattern = before && pattern[0] !== '*' ? ['*', ...pattern] : pattern;
  return after && opened.at(-1) !== '*' ? [...opened, '*'] : opened;
}

/** A pattern that matches only this string. */
export function literalPattern(text: string): Pattern {
  return text === '' ? [] : [{ literal: text }];
}

/** The string of a pattern without wildcards; null if it has one. */
export function plainText(pattern: Pattern): string | null {
  const parts = pattern.map((part) => (typeof part === 'string' ? null : part.literal));
  return parts.includes(null) ? null : parts.join('');
}

/** Whether the pattern may match the text of a number or a boolean. True for some patterns with wildcards that match none. */
export function mayMatchOther(pattern: Pattern): boolean {
  const plain = plainText(pattern);
  if (plain !== null) return /^(true|false)$/i.test(plain) || String(Number(plain)) === plain;
  const literals = pattern.flatMap((part) => (typeof part === 'string' ? [] : [part.literal.toLowerCase()]));
  const mayBeNumber = literals.every((literal) => /^[-+.0-9e]*$/.test(literal));
  return mayBeNumber || ['true', 'false'].some((word) => literals.every((literal) => word.includes(literal)));
}
