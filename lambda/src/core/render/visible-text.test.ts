import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['a variation selector', 'jane\ufe0f', 'jane\\ufe0f'],
    ['a supplementary variation selector', 'a\u{e0101}', 'a\\udb40\\udd01'],
    ['a combining grapheme joiner', 'a\u034fb', 'a\\u034fb'],
    ['a Mongolian variation selector', 'a\u180bb', 'a\\u180bb'],
    ['the Braille blank', 'a\u2800b', 'a\\u2800b'],
    ['a Hangul filler', '\u3164', '\\u3164'],
    ['a direction mark', '\u202egnp', '\\u202egnp'],
    ['a line break', 'a\nb', 'a\\u000ab'],
    ['a terminal sequence', '\x1b[2J\x9b2J', '\\u001b[2J\\u009b2J'],
  ])('escapes %s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('escapes combining marks that are stacked to cover other text', () => {
    expect(visibleText(`a${'\u0336'.repeat(6)}`)).toBe(`a${'\u0336'.repeat(4)}\\u0336\\u0336`);
  });

  it.each(['⚠️', 'ế', 'שָׁלוֹם', 'ที่นี่', '界', '🚨'])('does not change %s', (text) => {
    expect(visibleText(text)).toBe(text);
  });
});
