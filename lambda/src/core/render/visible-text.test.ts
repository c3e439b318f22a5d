import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['a selector of variants', 'jane\ufe0f', 'jane\\ufe0f'],
    ['a selector of the other planes', 'a\u{e0101}', 'a\\udb40\\udd01'],
    ['a joiner of graphemes', 'a\u034fb', 'a\\u034fb'],
    ['a selector of Mongolian', 'a\u180bb', 'a\\u180bb'],
    ['the blank of Braille', 'a\u2800b', 'a\\u2800b'],
    ['a filler of Hangul', '\u3164', '\\u3164'],
    ['a direction mark', '\u202egnp', '\\u202egnp'],
    ['a line break', 'a\nb', 'a\\u000ab'],
    ['a terminal sequence', '\x1b[2J\x9b2J', '\\u001b[2J\\u009b2J'],
  ])('spells out %s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('spells out marks that are piled up to cover what stands around', () => {
    expect(visibleText(`a${'\u0336'.repeat(6)}`)).toBe(`a${'\u0336'.repeat(4)}\\u0336\\u0336`);
  });

  it.each(['⚠️', 'ế', 'שָׁלוֹם', 'ที่นี่', '界', '🚨'])('leaves %s as it is', (text) => {
    expect(visibleText(text)).toBe(text);
  });
});
