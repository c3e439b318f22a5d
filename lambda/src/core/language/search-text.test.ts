import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { includesText, indexOfText } from './search-text.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 520, maxLength: 540 });

describe('searching a text', () => {
  test('finds a long part where indexOf does', () => {
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

  test('takes time in proportion to the text for parts that nearly fit everywhere', () => {
    const whole = 'a'.repeat(400_000);
    const part = `${'a'.repeat(100_000)}b${'a'.repeat(100_000)}`;
    const started = performance.now();
    expect(includesText(whole, part)).toBe(false);
    // The engine's own search takes more than ten seconds for this.
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
