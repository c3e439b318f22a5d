import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { groupByThread, isUrgent, mostSevereFirst } from './group.ts';
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

const severe = (severity: Severity, id = '') => ({ id, subject: { severity } }) as Notice;

describe('mostSevereFirst', () => {
  it('orders groups by their most severe member and members by severity, and keeps the order of equal ones', () => {
    const groups = [
      [severe('low', '1'), severe('high', '2'), severe('low', '3')],
      [severe('high', '4')],
      [severe('info', '5'), severe('critical', '6')],
    ];
    expect(mostSevereFirst(groups).map((group) => group.map(({ id }) => id).join())).toEqual(['6,5', '2,1,3', '4']);
  });
});

describe('isUrgent', () => {
  it('is true for high and critical notices', () => {
    expect(SEVERITIES.filter((severity) => isUrgent(severe(severity)))).toEqual(['critical', 'high']);
  });
});
