import { describe, expect, it } from 'vitest';
import { indexRules } from './rule-index.ts';

describe('the index of rules', () => {
  const fixing = (test: 'equals' | 'iequals', value: string) => ({
    alternatives: [[{ path: 'eventName', test, values: [value] }]],
  });
  const find = indexRules([fixing('equals', 'StopLogging'), fixing('iequals', 'deletetrail')]);

  it('keeps one list for all names that it does not know, and one for all spellings', () => {
    expect(find({ eventName: 'GetObject' })).toBe(find({ eventName: 'ListBuckets' }));
    expect(find({ eventName: 'DELETETRAIL' })).toBe(find({ eventName: 'DeleteTrail' }));
    expect([find({ eventName: 'DELETETRAIL' }), find({ eventName: 'StopLogging' })]).toMatchObject([[{}], [{}]]);
  });
});
