import { describe, expect, it } from 'vitest';
import { correlationAlertId, fingerprintOf } from './fingerprint.ts';

describe('a fingerprint', () => {
  it('has 22 characters that need no escaping', () => {
    expect(fingerprintOf(['a', { b: 'é'.repeat(10_000) }])).toMatch(/^[\w-]{22}$/);
  });

  it.each<[unknown, unknown]>([
    [['a', 'b'], ['ab']],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [['a'], 'a'],
    [['1'], [1]],
  ])('differs between %j and %j', (one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  it('is the same in every version, because it is stored', () => {
    expect(fingerprintOf(['a', 'b'])).toBe('BHPvLcDTJKtlnTWAwRNOnY');
  });

  it('names an alert by its definition, group and start', () => {
    expect(correlationAlertId('def', ['a'], 5)).toBe(`correlation#def#${fingerprintOf(['a'])}#5`);
  });
});
