// Writes tests of a string. In: patterns that are joined with `or`, and the source of the value. Out: as few calls as possible.
// Sigma ignores case unless the modifier `cased` is used.

import type { Match, Pattern } from './sigma-rule.ts';
import { plainText } from './sigma-text.ts';
import { atom, quote, quoteAll, type Source } from './source.ts';

type TextMatch = Extract<Match, { type: 'text' }>;

type Shape = 'equals' | 'contains' | 'startsWith' | 'endsWith' | 'glob' | 'expression' | 'anything';

interface Shaped {
  readonly shape: Shape;
  readonly text: string;
  readonly cased: boolean;
}

/** Writes the tests of a value, to be joined with `or`. */
export function textTests(value: string, matches: readonly TextMatch[]): readonly Source[] {
  const groups = new Map<string, Shaped[]>();
  for (const shaped of matches.map(shapeOf)) {
    const key = `${shaped.shape} ${shaped.cased}`;
    groups.set(key, [...(groups.get(key) ?? []), shaped]);
  }
  return [...groups.values()].flatMap((group) => writeGroup(value, group));
}

function writeGroup(value: string, group: readonly Shaped[]): readonly Source[] {
  const { shape, cased } = group[0] as Shaped;
  const texts = [...new Set(group.map(({ text }) => text))];
  if (shape === 'anything') return [atom(`${value} != null`)];
  if (shape === 'expression') return texts.map((text) => atom(`matches(${value}, ${quote(text)})`));
  if (shape === 'equals' && cased) {
    return [atom(texts.length === 1 ? `${value} == ${quoteAll(texts)}` : `${value} in ${quoteAll(texts)}`)];
  }
  return [atom(`${functionOf(shape, cased, texts.length)}(${value}, ${quoteAll(texts)})`)];
}

function functionOf(shape: Shape, cased: boolean, count: number): string {
  if (!cased) return `i${shape}`;
  return shape === 'contains' && count > 1 ? 'containsAny' : shape;
}

function shapeOf({ pattern, cased: given }: TextMatch): Shaped {
  const cased = given || pattern.every((part) => typeof part === 'string' || isCaseless(part.literal));
  const plain = plainText(pattern);
  if (plain !== null) return { shape: 'equals', text: plain, cased };
  if (pattern.length === 1 && pattern[0] === '*') return { shape: 'anything', text: '', cased };
  const simple = simpleShape(pattern);
  if (simple !== null) return { ...simple, cased };
  const parts = pattern.map((part) => (typeof part === 'string' ? part : part.literal));
  const isGlob = pattern.every((part) => typeof part === 'string' || !/[*?]/.test(part.literal));
  if (isGlob) return { shape: 'glob', text: parts.join(''), cased };
  return { shape: 'expression', text: expressionOf(pattern, cased), cased };
}

function isCaseless(text: string): boolean {
  return text.toLowerCase() === text.toUpperCase();
}

// Literals with one `*` before, after or around them.
function simpleShape(pattern: Pattern): Omit<Shaped, 'cased'> | null {
  const [before, after] = [pattern[0] === '*', pattern.at(-1) === '*'];
  const text = plainText(pattern.slice(before ? 1 : 0, after ? -1 : undefined));
  if (text === null) return null;
  return { shape: before && after ? 'contains' : before ? 'endsWith' : 'startsWith', text };
}

// The functions for patterns have no escape for `*` and `?`.
function expressionOf(pattern: Pattern, cased: boolean): string {
  const body = pattern.map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return `(?${cased ? '' : 'i'}s)^${body.join('')}$`;
}
