import { describe, expect, it } from 'vitest';
import { type ListedState, listedStateOf, type MarkState, TOO_LARGE } from './reading-mark.ts';

const LISTED = { bucket: 'logs', key: 'a.json.gz', sha256: 'aa' };

describe('a listed log file', () => {
  it.each<[string, MarkState, string, ListedState]>([
    ['that was read with the listed content', 'read', 'aa', 'verified'],
    ['that was read late with the listed content', 'late', 'aa', 'recovered'],
    ['that was read with another content', 'read', 'bb', 'unknown'],
    ['that could not be decompressed', 'read', '', 'unknown'],
    ['that was read late with another content', 'late', 'bb', 'unknown'],
    ['that was altered when it was read late', 'altered', 'bb', 'altered'],
    ['that was gone when it was read late', 'missing', '', 'missing'],
    ['that was too large to read', 'read', TOO_LARGE, 'tooLarge'],
    ['that was too large to read late', 'late', TOO_LARGE, 'tooLarge'],
  ])('%s (%s, %j) is %s', (_what, state, sha256, expected) => {
    expect(listedStateOf(LISTED, { state, sha256 })).toBe(expected);
  });

  it('without a mark is unknown', () => {
    expect(listedStateOf(LISTED, undefined)).toBe('unknown');
  });
});
