import { describe, expect, it } from 'vitest';
import { ARN, aFinding, FACTS } from '../../../test/render/findings.ts';
import {
  noticeOfFinding,
  noticeOfRemovedObject,
  noticeOfRuleFailure,
  openedNoticeOf,
  type RemovedObject,
} from './make-notice.ts';
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

  it.each([{ definition: 'definition-2' }, { correlation: 'other' }])('has an own id and thread for %o', (changes) => {
    const finding = aFinding({});
    const observation = { ...finding.observation, ...changes };
    const [one, other] = [finding, { ...finding, observation }].map((of) => noticeOfFinding(of, RECORD, null, RULE));
    expect(other?.id).not.toBe(one?.id);
    expect(other?.threadKey).not.toBe(one?.threadKey);
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

describe('the notice of a failing rule', () => {
  const FAILURE = { ruleName: 'r', expression: 'a == 1', ignoreRule: false, code: 'too_slow', message: '' };
  const idOf = (changes: Partial<typeof FAILURE> = {}, eventId = 'event-1') =>
    noticeOfRuleFailure({ ...FAILURE, ...changes }, { origin: null, eventId, accountIds: [] }).id;

  it('has the same id for every event', () => {
    expect(idOf({}, 'event-2')).toBe(idOf());
  });

  it.each([{ ruleName: 'other' }, { expression: 'a == 2' }, { code: 'too_deep' }])(
    'has an own id for %o',
    (changes) => {
      expect(idOf(changes)).not.toBe(idOf());
    },
  );
});

describe('the notice of a removed log file', () => {
  const REMOVED: RemovedObject = {
    bucket: 'trail',
    key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/01/file.json.gz',
    eventName: 'ObjectRemoved:Delete',
    eventTime: '2026-01-01T00:00:00Z',
    region: 'eu-west-1',
    principalId: 'AWS:AIDA1',
    sourceIp: '192.0.2.1',
    sequencer: '0055AED6DCD90281E5',
  };
  const noticeOf = (changes: Partial<RemovedObject> = {}) => noticeOfRemovedObject({ ...REMOVED, ...changes });

  it('contains what the notification says, is routed by the account of the log file, and is urgent', () => {
    const { sequencer: _, ...content } = REMOVED;
    expect(noticeOf()).toMatchObject({
      ...content,
      subject: { accountIds: ['111122223333'], ruleName: 'log-file-removed', severity: 'high' },
    });
    expect(noticeOf({ key: 'file.json.gz' }).subject.accountIds).toEqual([]);
  });

  it.each<Partial<RemovedObject>>([
    { bucket: 'other' },
    { key: 'other' },
    { eventName: 'ObjectRemoved:DeleteMarkerCreated' },
    { sequencer: '0055AED6DCD90281E6' },
  ])('has an own id for %o', (changes) => {
    expect(noticeOf(changes).id).not.toBe(noticeOf().id);
    expect(noticeOf({ eventTime: '2026-01-01T00:00:01Z' }).id).toBe(noticeOf().id);
  });

  it('has an id for each time if there is no sequencer', () => {
    const times = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'];
    expect(new Set(times.map((eventTime) => noticeOf({ sequencer: '', eventTime }).id)).size).toBe(2);
  });

  it('is in one thread with the others of a principal and bucket, and alone if the principal is unknown', () => {
    expect(noticeOf({ key: 'other' }).threadKey).toBe(noticeOf().threadKey);
    expect(noticeOf({ bucket: 'other' }).threadKey).not.toBe(noticeOf().threadKey);
    expect(noticeOf({ principalId: 'AWS:AIDA2' }).threadKey).not.toBe(noticeOf().threadKey);
    expect(noticeOf({ principalId: null } as never).threadKey).toBeNull();
  });
});
