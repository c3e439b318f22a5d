import { describe, expect, it } from 'vitest';
import { withinDepth } from './depth.ts';
import type { JsonObject } from './record.ts';

const nested = (levels: number): JsonObject => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

describe('a record within its depth', () => {
  it('is the same up to a hundred levels, and is cut beyond them', () => {
    const record = nested(100);
    expect(withinDepth(record)).toBe(record);
    expect(JSON.stringify(withinDepth(nested(101)))).toBe(
      JSON.stringify(nested(100)).replace('1', '"… nested too deep, left out"'),
    );
  });

  it('is cut in lists, too, and keeps everything else', () => {
    const record = { before: [1, null], deep: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), after: 'x' };
    const cut = withinDepth(record);
    expect(cut).toMatchObject({ before: [1, null], after: 'x' });
    expect(JSON.stringify(cut)).toContain('nested too deep');
  });
});
