import { describe, expect, it } from 'vitest';
import { ARN, aFinding, FACTS } from '../../../test/render/findings.ts';
import { noticeOfFinding, openedNoticeOf } from './make-notice.ts';
import { timeBucketOf } from './time-bucket.ts';

const RULE = {
  name: 'denied-burst',
  expression: "errorCode == 'AccessDenied'",
  severity: 'high' as const,
  description: '',
  pack: null,
  runbookUrl: null,
};
const RECORD = { eventID: 'event-1', eventTime: '2026-03-01T14:09:30Z', recipientAccountId: '123456789012' };
const noticeOf = (changes: Parameters<typeof aFinding>[0]) => noticeOfFinding(aFinding(changes), RECORD, null, RULE);
const LATER_MS = FACTS.startMs + 400_000;

describe('the notice of a finding', () => {
  it('has the same id for each event that the alert cites', () => {
    const notices = [noticeOf({ eventId: 'event-1' }), noticeOf({ eventId: 'event-2', timeMs: LATER_MS })];
    expect(new Set(notices.map(({ id }) => id)).size).toBe(1);
    expect(notices[0]?.id).toMatch(new RegExp(`^correlation#[\\w-]{22}#[\\w-]{22}#${FACTS.startMs}$`));
  });

  it('has an own id for each event that only adds to the count, and the thread of the alert', () => {
    const opened = noticeOf({});
    const continued = noticeOf({ kind: 'continued', eventId: 'event-9' });
    expect([continued.id, continued.threadKey]).toEqual([`${opened.id}#event-9`, opened.threadKey]);
    expect([continued.alert.continued, opened.alert.continued]).toEqual([true, undefined]);
  });

  it.each([
    ['another group', { facts: { group: ['arn:aws:iam::123456789012:user/bob'] } }],
    ['another interval', { facts: { startMs: FACTS.startMs + 600_000 } }],
    ['groups whose values run together', { facts: { group: [ARN.slice(0, 5), ARN.slice(5)] } }],
  ])('has an own id and thread for %s', (_, changes) => {
    const [one, other] = [noticeOf({}), noticeOf(changes)];
    expect(other.id).not.toBe(one.id);
    expect(other.threadKey).not.toBe(one.threadKey);
  });

  it('is claimed under the start of the alert, or under the time of the event that adds to it', () => {
    expect(timeBucketOf(noticeOf({ timeMs: LATER_MS }))).toBe('2026-03-01T14:00');
    expect(timeBucketOf(noticeOf({ kind: 'continued', timeMs: LATER_MS }))).toBe('2026-03-01T14:05');
  });

  it('takes name, severity and pack of the correlation rule, and the accounts of the record', () => {
    expect(noticeOf({}).subject).toEqual({
      accountIds: ['123456789012'],
      ruleName: 'denied-burst',
      pack: null,
      severity: 'high',
      otherRules: [],
    });
  });

  it('of an event that adds to the count leads to the notice of the alert, also if the event id contains the separator', () => {
    const continued = noticeOf({ kind: 'continued', eventId: 'correlation#a#b#1', timeMs: LATER_MS });
    expect(openedNoticeOf(continued)).toEqual(noticeOf({}));
  });
});
