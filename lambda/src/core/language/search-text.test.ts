import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { includesText, indexOfText } from './search-text.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 520, maxLength: 540 });

describe('a search in a string', () => {
  test('finds a long substring at the same index as indexOf', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 600 }),
        letters,
        letters,
        fc.nat(20),
        (before, part, other, from) => {
          const whole = `${before}${other}${before}${part}${other}`;
          expect(indexOfText(whole, part, from)).toBe(whole.indexOf(part, from));
          expect(includesText(other + before, part)).toBe((other + before).includes(part));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('takes linear time for a substring that almost matches everywhere', () => {
    const whole = 'a'.repeat(400_000);
    const part = `${'a'.repeat(100_000)}b${'a'.repeat(100_000)}`;
    const started = performance.now();
    expect(includesText(whole, part)).toBe(false);
    // The engine's search takes more than ten seconds.
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
