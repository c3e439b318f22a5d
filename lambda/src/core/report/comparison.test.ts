import { describe, expect, it } from 'vitest';
import { CHANGE_GROUPS_MAX, createChangeGroups } from './change-groups.ts';
import { type Change, CORRELATION_ALERTS_MAX, type ComparedAlert, createComparison } from './comparison.ts';

const alert = (id: string, more: Partial<ComparedAlert<string>> = {}): ComparedAlert<string> => ({
  id,
  rule: 'a',
  severity: 'low',
  rules: ['a'],
  destinations: ['one'],
  collected: [],
  correlation: null,
  describe: () => id,
  ...more,
});
const burst = (startMs: number, endMs: number, group = 'alice') =>
  alert(`${group} ${startMs}`, { correlation: { group: [group], startMs, endMs } });

function changesOf(
  before: readonly ComparedAlert<string>[],
  after: readonly ComparedAlert<string>[],
  silenced: readonly (readonly [side: 'before' | 'after', id: string, ignoreRule: string])[] = [],
) {
  const changes: Change<string>[] = [];
  const comparison = createComparison<string>((change) => changes.push(change));
  for (const one of before) comparison.add('before', one);
  for (const one of after) comparison.add('after', one);
  for (const one of silenced) comparison.silence(...one);
  comparison.endFile();
  const notCompared = comparison.finish();
  return { changes: changes.map(({ kinds, ignoreRule, details }) => [details, ...kinds, ignoreRule]), notCompared };
}

describe('a comparison', () => {
  it.each<[what: string, after: Partial<ComparedAlert<string>>, kinds: readonly string[]]>([
    ['another name', { rule: 'b' }, ['renamed']],
    ['another severity', { severity: 'high' }, ['severity']],
    ['another destination', { destinations: ['two'] }, ['destination']],
    ['one more destination', { destinations: ['one', 'two'] }, ['destination']],
    ['a summary in place of a message', { collected: ['one'] }, ['collected']],
    ['a summary of another destination', { destinations: ['two'], collected: ['two'] }, ['destination']],
    ['another name and severity', { rule: 'b', severity: 'high' }, ['renamed', 'severity']],
  ])('finds %s', (_what, after, kinds) => {
    expect(changesOf([alert('x')], [alert('x', after)]).changes).toEqual([['x', ...kinds, null]]);
  });

  it('finds a message in place of a summary, and both in an alert with two destinations', () => {
    const both = { destinations: ['one', 'two'] };
    const [before, after] = [alert('y', { ...both, collected: ['one'] }), alert('y', { ...both, collected: ['two'] })];
    expect(changesOf([alert('x', { collected: ['one'] }), before], [alert('x'), after]).changes).toEqual([
      ['x', 'posted', null],
      ['y', 'collected', 'posted', null],
    ]);
  });

  it('finds no change in other rules that match, or in the order of destinations', () => {
    const [before, after] = [
      alert('x', { destinations: ['one', 'two'] }),
      alert('x', { rules: ['a', 'b'], destinations: ['two', 'one'] }),
    ];
    expect(changesOf([before], [after]).changes).toEqual([]);
  });

  it('names the ignore rule because of which an alert is new or gone', () => {
    const silenced = [
      ['after', 'x', 'ignore x'],
      ['before', 'y', 'ignore y'],
    ] as const;
    expect(changesOf([alert('x'), alert('z')], [alert('y')], silenced).changes).toEqual([
      ['x', 'gone', 'ignore x'],
      ['z', 'gone', null],
      ['y', 'new', 'ignore y'],
    ]);
  });

  it('pairs alerts of correlations whose intervals overlap', () => {
    const before = [burst(0, 10), burst(20, 30), burst(0, 10, 'bob')];
    const after = [burst(5, 15), burst(40, 50), burst(10, 20, 'bob')];
    expect(changesOf(before, after).changes).toEqual([
      ['alice 20', 'gone', null],
      ['alice 40', 'new', null],
      ['bob 0', 'gone', null],
      ['bob 10', 'new', null],
    ]);
  });

  it('says how many alerts of correlations it did not compare', () => {
    const comparison = createComparison<string>(() => {});
    for (let index = 0; index < CORRELATION_ALERTS_MAX + 2; index++) comparison.add('before', burst(index, index + 1));
    expect(comparison.finish()).toBe(2);
  });
});

describe('groups of changes', () => {
  const change = (rule: string, id: string): Change<string> => {
    const before = { rule, severity: 'low', rules: [rule], destinations: [], collected: [] } as const;
    return { kinds: ['gone'], before, after: null, ignoreRule: null, details: id };
  };

  it('count changes of the same rules together, with the first as examples', () => {
    const groups = createChangeGroups<string>();
    for (let index = 0; index < 7; index++) groups.add(change('a', `a${index}`));
    groups.add(change('b', 'b0'));
    expect(groups.groups().map(({ before, count, examples }) => [before?.rule, count, examples])).toEqual([
      ['a', 7, ['a0', 'a1', 'a2', 'a3', 'a4']],
      ['b', 1, ['b0']],
    ]);
    expect([groups.total, groups.byKind.gone, groups.further]).toEqual([8, 8, 0]);
  });

  it('count changes of further groups together', () => {
    const groups = createChangeGroups<string>();
    for (let index = 0; index < CHANGE_GROUPS_MAX + 3; index++) groups.add(change(`rule-${index}`, 'x'));
    expect([groups.groups().length, groups.total, groups.further]).toEqual([
      CHANGE_GROUPS_MAX,
      CHANGE_GROUPS_MAX + 3,
      3,
    ]);
  });
});
