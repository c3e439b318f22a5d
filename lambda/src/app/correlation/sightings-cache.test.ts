import { describe, expect, it } from 'vitest';
import { createSightingsCache } from './sightings-cache.ts';

describe('a cache of sightings', () => {
  const ENTRY = 100 + 'k0'.length + 'value'.length;
  const filled = (entries: number, max: number) => {
    const cache = createSightingsCache(max);
    for (let index = 0; index < entries; index++) cache.set(`k${index}`, 'value');
    return cache;
  };
  const kept = (cache: ReturnType<typeof filled>, entries: number) =>
    Array.from({ length: entries }, (_, index) => index).filter((index) => cache.get(`k${index}`) !== undefined);

  it('keeps everything up to its limit, and what was set last beyond it', () => {
    expect(kept(filled(5, 5 * ENTRY), 5)).toEqual([0, 1, 2, 3, 4]);
    expect(kept(filled(7, 5 * ENTRY), 7)).toEqual([2, 3, 4, 5, 6]);
    expect(kept(filled(5, 5 * ENTRY - 1), 5)).toEqual([1, 2, 3, 4]);
  });

  it('keeps what is used, and drops what was not used for the longest time', () => {
    const cache = filled(5, 5 * ENTRY);
    cache.get('k0');
    cache.set('k1', 'other');
    cache.set('k5', 'value');
    expect(kept(cache, 6)).toEqual([0, 1, 3, 4, 5]);
    expect(cache.get('k1')).toBe('other');
  });

  it('does not grow when a value is replaced', () => {
    const cache = filled(5, 5 * ENTRY);
    for (let times = 0; times < 100; times++) cache.set('k4', 'value');
    expect(kept(cache, 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('keeps nothing that is larger than itself', () => {
    const cache = createSightingsCache(200);
    cache.set('large', 'x'.repeat(300));
    expect(cache.get('large')).toBeUndefined();
  });
});
