import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupByThread } from './group.ts';
import type { Notice } from './notice.ts';

const notice = (id: string, threadKey: string | null) => ({ id, threadKey }) as Notice;

describe('groupByThread', () => {
  it('puts notices of one key together and leaves those without a key alone, in order', () => {
    const notices = [notice('1', 'a'), notice('2', null), notice('3', 'b'), notice('4', 'a'), notice('5', null)];
    expect(groupByThread(notices).map((group) => group.map(({ id }) => id))).toEqual([['1', '4'], ['2'], ['3'], ['5']]);
  });

  it('is a partition', () => {
    const keys = fc.option(fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(fc.array(keys), (threadKeys) => {
        const notices = threadKeys.map((key, index) => notice(String(index), key));
        expect(new Set(groupByThread(notices).flat())).toEqual(new Set(notices));
        expect(groupByThread(notices).flat()).toHaveLength(notices.length);
      }),
    );
  });
});
