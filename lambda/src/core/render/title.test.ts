import { describe, expect, it } from 'vitest';
import { noticeOfAlert } from '../threads/make-notice.ts';
import { summarize } from '../threads/summarize.ts';
import { titleOf } from './title.ts';

const rule = { name: 'r', expression: 'x', severity: 'high', description: '', pack: null, runbookUrl: null } as const;

function alertOf(fields: object) {
  const userIdentity = { type: 'IAMUser', userName: 'jane' };
  return noticeOfAlert({
    record: { eventName: 'DeleteFoo', userIdentity, ...fields },
    rule,
    rules: [rule],
    origin: null,
  });
}

describe('titleOf', () => {
  it.each([
    ['describes an alert in a sentence', { recipientAccountId: '1' }, 'jane called DeleteFoo in 1'],
    ['is one line', { eventName: 'A\nB' }, 'jane called "A B"'],
    ['escapes invisible characters', { eventName: 'A\u202eB' }, 'jane called A\\u202eB'],
    ['is at most 500 characters long', { eventName: 'x'.repeat(1_000) }, `jane called ${'x'.repeat(487)}…`],
  ])('%s', (_, fields, title) => {
    expect(titleOf(alertOf(fields))).toBe(title);
  });

  it('makes the lines of a summary', () => {
    const summary = summarize([alertOf({}), alertOf({}), alertOf({ eventName: 'Other' })], titleOf);
    expect(summary.lines).toMatchObject([
      { title: 'jane called DeleteFoo', count: 2 },
      { title: 'jane called Other', count: 1 },
    ]);
    expect(titleOf(summary)).toBe('3 more alerts, summarized in this message');
  });
});
