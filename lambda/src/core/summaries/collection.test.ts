import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCorrelation, anyNotice } from '../../../test/render/any-notice.ts';
import { aFinding, FACTS } from '../../../test/render/findings.ts';
import { anAlert, RULE } from '../../../test/render/notices.ts';
import { STORED_VALUE_MAX } from '../../app/ports.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { noticeOfFinding } from '../threads/make-notice.ts';
import type { AlertNotice, Notice } from '../threads/notice.ts';
import {
  collectionKey,
  collectionText,
  dueMsOf,
  emptyCollection,
  LINES_MAX,
  noticeOfCollection,
  parseCollection,
  RULES_MAX,
  type ScheduledSummary,
  summaryId,
  withAlerts,
} from './collection.ts';

const SUMMARY: ScheduledSummary = {
  destination: 'slack:C1',
  schedule: { every: 'day', weekday: null, hour: 8, minute: 0, zone: 'UTC' },
};
const DUE = Date.UTC(2026, 0, 2, 8);
const NONE = emptyCollection(SUMMARY, DUE);

const alertOf = (user: string, time: string, rule: { name?: string; severity?: Severity } = {}): AlertNotice =>
  anAlert(
    {
      eventID: `${user}-${time}`,
      eventTime: time,
      eventName: 'DeleteBucket',
      eventSource: 's3.amazonaws.com',
      awsRegion: 'eu-west-1',
      recipientAccountId: '111111111111',
      userIdentity: { type: 'IAMUser', userName: user, arn: `arn:aws:iam::111111111111:user/${user}` },
    },
    rule,
  );
const withError = ({ alert }: AlertNotice) => anAlert({ ...alert.record, errorCode: 'AccessDenied' });
const inAccount = (recipientAccountId: string, { alert }: AlertNotice) =>
  anAlert({ ...alert.record, recipientAccountId });
const ofGroup = (name: string) =>
  noticeOfFinding(aFinding({ facts: { group: [name] } }), { errorCode: 'AccessDenied' }, null, RULE);
const sum = (counts: readonly { readonly count: number }[]) => counts.reduce((total, { count }) => total + count, 0);

describe('a collection', () => {
  it('counts alerts of one rule by one identity in one line, with the first event', () => {
    const alerts = ['2026-01-01T10:00:00Z', '2026-01-01T09:00:00Z', '2026-01-01T11:00:00Z'].map((time) =>
      alertOf('jane', time),
    );
    const [line, ...others] = withAlerts(NONE, alerts).lines;
    expect(others).toEqual([]);
    expect(line).toEqual({
      rule: 'something-that-matters',
      severity: 'high',
      who: 'jane',
      account: '111111111111',
      count: 3,
      firstMs: Date.UTC(2026, 0, 1, 9),
      lastMs: Date.UTC(2026, 0, 1, 11),
      title: expect.stringContaining('jane'),
      eventId: 'jane-2026-01-01T09:00:00Z',
      region: 'eu-west-1',
    });
  });

  it.each<[what: string, one: AlertNotice, other: AlertNotice]>([
    ['rules', alertOf('jane', ''), alertOf('jane', '', { name: 'other' })],
    ['identities', alertOf('jane', ''), alertOf('joe', '')],
    ['accounts', alertOf('jane', ''), inAccount('222222222222', alertOf('jane', ''))],
    ['groups of a correlation', ofGroup('jane'), ofGroup('joe')],
  ])('has a line for each of two %s', (_, one, other) => {
    expect(withAlerts(NONE, [one, other]).lines.map(({ count }) => count)).toEqual([1, 1]);
  });

  it('does not count a success among refused attempts, whose title says that nothing was done', () => {
    const [refused, alsoRefused, done] = ['09', '10', '11'].map((hour) => alertOf('jane', `2026-01-01T${hour}:00:00Z`));
    const failed = [refused, alsoRefused].map((alert) => withError(alert as AlertNotice));
    const { lines } = withAlerts(withAlerts(NONE, failed), [done as AlertNotice]);
    expect(lines.map(({ count, title }) => `${count} ${title}`)).toEqual([
      expect.stringMatching(/^2 .*(tried|failed|was not allowed)/),
      expect.stringMatching(/^1 jane deleted/),
    ]);
    expect(withAlerts(parseCollection(collectionText(withAlerts(NONE, failed))), failed).lines).toHaveLength(1);
  });

  it('keeps an event without a time', () => {
    const { lines } = withAlerts(NONE, [alertOf('jane', 'yesterday'), alertOf('jane', '2026-01-01T09:00:00Z')]);
    expect(lines).toMatchObject([{ count: 2, firstMs: Date.UTC(2026, 0, 1, 9), eventId: 'jane-2026-01-01T09:00:00Z' }]);
    const timeless = withAlerts(NONE, [alertOf('jane', 'yesterday'), alertOf('jane', 'yesterday')]);
    expect(timeless.lines).toMatchObject([{ count: 2, firstMs: null, lastMs: null }]);
  });

  it('counts by rule what has no line', () => {
    const alerts = Array.from({ length: LINES_MAX + 5 }, (_, index) => alertOf(`user-${index}`, ''));
    const collection = withAlerts(NONE, [...alerts, ...alerts]);
    expect(collection.lines.map(({ count }) => count)).toEqual(Array(LINES_MAX).fill(2));
    expect(collection.rest).toEqual({ 'something-that-matters': 10 });
  });

  it('gives the line of the least severe identity to a more severe one', () => {
    const calm = Array.from({ length: LINES_MAX }, (_, index) => alertOf(`user-${index}`, '', { severity: 'low' }));
    const collection = withAlerts(NONE, [...calm, ...calm.slice(1), alertOf('jane', '', { severity: 'medium' })]);
    expect(collection.lines.map(({ who }) => who)).not.toContain('user-0');
    expect(collection.lines.at(-1)).toMatchObject({ who: 'jane', severity: 'medium', count: 1 });
    expect(collection.rest).toEqual({ 'something-that-matters': 1 });
    expect(withAlerts(collection, calm.slice(0, 1)).rest).toEqual({ 'something-that-matters': 2 });
  });

  it('gives up the line of the least frequent of the least severe identities first', () => {
    const low = { severity: 'low' } as const;
    const calm = Array.from({ length: LINES_MAX - 2 }, (_, index) =>
      alertOf(`user-${index}`, '', { severity: 'medium' }),
    );
    const [busy, rare] = [alertOf('busy', '', low), alertOf('rare', '', low)];
    const full = withAlerts(NONE, [...calm.slice(1), busy, rare, ...calm.slice(0, 1), busy]);
    const whoAfter = (...urgent: readonly string[]) =>
      withAlerts(
        full,
        urgent.map((name) => alertOf(name, '')),
      ).lines.map(({ who }) => who);
    expect(['busy', 'rare'].map((name) => whoAfter('one').includes(name))).toEqual([true, false]);
    expect(['busy', 'rare'].map((name) => whoAfter('one', 'two').includes(name))).toEqual([false, false]);
  });

  it('names a group of a correlation, also if the last of its events failed', () => {
    const [line] = withAlerts(NONE, [ofGroup('jane')]).lines;
    expect(line).toMatchObject({ who: 'jane', firstMs: FACTS.firstMs, lastMs: FACTS.lastMs });
    expect(line).not.toHaveProperty('failed');
  });

  it('shortens long names to 100 characters', () => {
    const named = (length: number) =>
      withAlerts(NONE, [alertOf('jane', '', { name: 'x'.repeat(length) })]).lines[0]?.rule;
    expect([named(100), named(101)]).toEqual(['x'.repeat(100), `${'x'.repeat(99)}…`]);
  });

  it('can be read if an earlier version wrote it', () => {
    const { muted: _, mayRepeat: __, ...earlier } = NONE;
    expect(parseCollection(JSON.stringify(earlier))).toEqual(NONE);
  });

  it('counts rules without a place in the total only', () => {
    const alerts = Array.from({ length: LINES_MAX + RULES_MAX + 7 }, (_, index) =>
      alertOf('jane', '', { name: `rule-${index}` }),
    );
    const collection = withAlerts(NONE, alerts);
    expect(Object.keys(collection.rest)).toHaveLength(RULES_MAX);
    expect(collection).toMatchObject({ total: alerts.length, unlisted: 7 });
    const again = withAlerts(collection, alerts.slice(LINES_MAX));
    expect([sum(noticeOfCollection(again).rest), again.unlisted]).toEqual([2 * RULES_MAX, 14]);
  });

  it('has the same alerts in any lots, with exact counts', () => {
    const kinds = fc.record({
      who: fc.integer({ min: 0, max: 60 }),
      rule: fc.integer({ min: 0, max: 60 }),
      severity: fc.constantFrom(...SEVERITIES),
    });
    fc.assert(
      fc.property(fc.array(fc.array(kinds, { maxLength: 80 }), { maxLength: 6 }), (lots) => {
        const made = lots.map((lot) =>
          lot.map(({ who, rule, severity }) => alertOf(`user-${who}`, '', { name: `${severity}-${rule}`, severity })),
        );
        const collection = made.reduce(withAlerts, NONE);
        expect(collection).toEqual(withAlerts(NONE, made.flat()));
        const all = made.flat();
        const { lines, rest, unlisted, total } = noticeOfCollection(collection);
        expect(total).toBe(all.length);
        expect(sum(lines) + sum(rest) + unlisted).toBe(all.length);
        for (const { rule, who, count } of lines) {
          const same = all.filter(
            ({ alert }) => alert.rule.name === rule && alert.record.eventID?.toString().startsWith(`${who}-`),
          );
          expect(count).toBe(same.length);
        }
      }),
      { numRuns: 20 },
    );
  });

  const isAlert = (notice: Notice): notice is AlertNotice => notice.kind === 'alert';

  it('survives its text, which fits into the state table, whatever the alerts contain', () => {
    const alerts = fc.array(fc.oneof(anyNotice, anyCorrelation).filter(isAlert), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(alerts, (notices) => {
        const collection = withAlerts(NONE, notices);
        const text = collectionText(collection);
        expect(text.length).toBeLessThanOrEqual(STORED_VALUE_MAX);
        expect(parseCollection(text)).toEqual(collection);
        expect(Buffer.from(text).toString()).toBe(text);
      }),
      { numRuns: 15 },
    );
  });

  it('fits into the state table if every text is as long as it can be', () => {
    const hostile = '\u0001'.repeat(500);
    const alerts = Array.from({ length: LINES_MAX + RULES_MAX + 10 }, (_, index) =>
      alertOf(`${index}${hostile}`, '', { name: `${index}${hostile}` }),
    );
    expect(collectionText(withAlerts(NONE, alerts)).length).toBeLessThan(STORED_VALUE_MAX);
  });
});

describe('the key of a collection', () => {
  it('contains the time and depends on the destination and on the schedule', () => {
    const key = collectionKey(SUMMARY, DUE);
    expect(key).toMatch(/^2026-01-02T08:00#[\w-]{22}$/);
    expect(dueMsOf(key)).toBe(DUE);
    const others: ScheduledSummary[] = [
      { ...SUMMARY, destination: 'slack:C2' },
      { ...SUMMARY, schedule: { ...SUMMARY.schedule, zone: 'Europe/Berlin' } },
      { ...SUMMARY, schedule: { ...SUMMARY.schedule, hour: 9 } },
      { ...SUMMARY, schedule: { ...SUMMARY.schedule, minute: 1 } },
      { ...SUMMARY, schedule: { ...SUMMARY.schedule, every: 'week', weekday: 1 } },
      { ...SUMMARY, schedule: { ...SUMMARY.schedule, every: 'week', weekday: 2 } },
    ];
    expect(new Set([SUMMARY, ...others].map(summaryId)).size).toBe(1 + others.length);
  });
});

describe('the notice of a collection', () => {
  it('is as severe as its most severe line, and lists that first, then the most frequent', () => {
    const low = alertOf('joe', '', { severity: 'low' });
    const busy = alertOf('busy', '', { severity: 'low' });
    const notice = noticeOfCollection(withAlerts(NONE, [low, busy, busy, alertOf('jane', '')]));
    expect(notice).toMatchObject({
      kind: 'scheduled-summary',
      total: 4,
      due: '2026-01-02 08:00 UTC',
      subject: { severity: 'high' },
    });
    expect(notice.lines.map(({ who }) => who)).toEqual(['jane', 'busy', 'joe']);
    const { rest } = noticeOfCollection({ ...NONE, rest: { some: 1, most: 3, more: 2 } });
    expect(rest.map(({ rule }) => rule)).toEqual(['most', 'more', 'some']);
  });
});
