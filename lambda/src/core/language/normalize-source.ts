// Makes sources comparable: those that differ only in white space, or in how they quote strings, become equal. In: the source
// of an expression. Out: text that is compared and hashed, never parsed. Never throws.

import { type Token, tokenize } from './tokenize.ts';

/** The tokens of a source, separated by single spaces. A source with an invalid token is returned unchanged. */
export function normalizeSource(source: string): string {
  const scanned = tokenize(source);
  return 'finding' in scanned ? source : scanned.tokens.map(textOf).join(' ');
}

function textOf({ kind, text, value }: Token): string {
  return kind === 'literal' ? JSON.stringify(value) : text;
}
