import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFinding } from '../../../test/render/findings.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { noticeOfAlert, noticeOfFinding } from './make-notice.ts';
import { type Notice, SUMMARY_LINES_MAX } from './notice.ts';
import { summarize } from './summarize.ts';

const ORIGIN = { bucket: 'trail', key: 'AWSLogs/111111111111/CloudTrail/file.json.gz' };

function anAlert(eventID: string, severity: Severity, name = eventID) {
  const rule = { name, severity, expression: '', description: '', pack: null, runbookUrl: null };
  return noticeOfAlert({ record: { eventID }, rule, rules: [rule], origin: ORIGIN } as never);
}

const byRule = (notice: { subject: { ruleName: string | null } }) => notice.subject.ruleName ?? '';

describe('a summary', () => {
  it('has the severity of the most severe alert, and names the first and the last of each line', () => {
    const summary = summarize(
      [anAlert('1', 'low', 'a'), anAlert('2', 'critical', 'b'), anAlert('3', 'low', 'a')],
      byRule,
    );
    expect(summary.subject.severity).toBe('critical');
    expect(summary.lines).toEqual([
      { title: 'b', count: 1, severity: 'critical', first: from('2'), last: from('2') },
      { title: 'a', count: 2, severity: 'low', first: from('1'), last: from('3') },
    ]);
  });

  it('has a line for each severity of a rule that has several cases, so that none hides a more severe one', () => {
    const { lines } = summarize([anAlert('1', 'medium', 'a'), anAlert('2', 'critical', 'a')], byRule);
    expect(lines.map(({ severity, count }) => [severity, count])).toEqual([
      ['critical', 1],
      ['medium', 1],
    ]);
  });

  it('has the lines with the most alerts first among those of one severity', () => {
    const { lines } = summarize(
      ['a', 'b', 'c', 'b', 'c', 'c'].map((name, index) => anAlert(`${index}`, 'low', name)),
      byRule,
    );
    expect(lines.map(({ title, count }) => [title, count])).toEqual([
      ['c', 3],
      ['b', 2],
      ['a', 1],
    ]);
  });

  it('has the same id for the same alerts in any order, because a retry may read files in another', () => {
    const alerts = [anAlert('1', 'low'), anAlert('2', 'low')];
    expect(summarize(alerts.toReversed(), byRule).id).toBe(summarize(alerts, byRule).id);
    expect(summarize(alerts.slice(1), byRule).id).not.toBe(summarize(alerts, byRule).id);
  });

  it('has a line for each group of a correlation, whichever event was found', () => {
    const rule = { name: 'burst', severity: 'low', expression: '', description: '', pack: null, runbookUrl: null };
    const found = (user: string, eventName: string) =>
      noticeOfFinding(aFinding({ facts: { group: [user] } }), { eventName }, null, rule as never);
    const notices = [found('jane', 'GetObject'), found('joe', 'GetObject'), found('jane', 'PutObject')];
    const byGroup = (notice: Notice) => (notice.kind === 'alert' && notice.alert.correlation?.group[0]) || '';
    expect(summarize(notices, byGroup).lines.map(({ title, count }) => [title, count])).toEqual([
      ['jane', 2],
      ['joe', 1],
    ]);
  });

  it.each([{ eventName: 'PutObject' }, { errorCode: 'AccessDenied' }, { recipientAccountId: '444455556666' }])(
    'has an own line for %o',
    (changes) => {
      const rule = { name: 'r', severity: 'low', expression: '', description: '', pack: null, runbookUrl: null };
      const record = { eventName: 'GetObject', recipientAccountId: '111122223333' };
      const alerts = [record, { ...record, ...changes }, record].map((record) =>
        noticeOfAlert({ record, rule, rules: [rule], origin: null } as never),
      );
      expect(summarize(alerts, byRule).lines.map(({ count }) => count)).toEqual([2, 1]);
    },
  );

  it('keeps as many lines as fit, the most severe, and counts the rest', () => {
    const calm = Array.from({ length: 1_000 }, (_, index) => anAlert(`${index}`, 'low'));
    const summary = summarize([...calm, anAlert('needle', 'critical')], byRule);
    expect(summary.lines).toHaveLength(SUMMARY_LINES_MAX);
    expect(summary.lines[0]?.title).toBe('needle');
    expect([summary.total, summary.unlisted]).toEqual([1_001, 1_001 - SUMMARY_LINES_MAX]);
  });

  it.each([
    [
      'one line for the sessions of a role whose names were generated',
      ['i-0123456789abcdef0', 'i-0fedcba9876543210'],
      1,
    ],
    ['a line for each person with a role', ['jane@example.com', 'joe@example.com'], 2],
  ])('has %s', (_, sessions, lines) => {
    const rule = { name: 'r', severity: 'low', expression: '', description: '', pack: null, runbookUrl: null };
    const sessionIssuer = { arn: 'arn:aws:iam::111111111111:role/web', userName: 'web' };
    const alerts = sessions.map((session) => {
      const arn = `arn:aws:sts::111111111111:assumed-role/web/${session}`;
      const userIdentity = { type: 'AssumedRole', arn, sessionContext: { sessionIssuer } };
      return noticeOfAlert({ record: { eventID: session, userIdentity }, rule, rules: [rule], origin: null } as never);
    });
    expect(summarize(alerts, byRule).lines).toHaveLength(lines);
  });

  it('has a line for each user of Identity Center, who have neither an ARN nor a principal id', () => {
    const rule = { name: 'r', severity: 'low', expression: '', description: '', pack: null, runbookUrl: null };
    const alerts = ['94d00cd8', '544894e8'].map((userId) => {
      const userIdentity = { type: 'IdentityCenterUser', onBehalfOf: { userId } };
      return noticeOfAlert({ record: { eventID: userId, userIdentity }, rule, rules: [rule], origin: null } as never);
    });
    expect(summarize(alerts, byRule).lines).toHaveLength(2);
  });

  it('has a line for sign-ins that succeed besides those that fail, which have no error code', () => {
    const rule = { name: 'r', severity: 'low', expression: '', description: '', pack: null, runbookUrl: null };
    const alerts = ['Failure', 'Failure', 'Success'].map((ConsoleLogin, index) => {
      const record = { eventID: `${index}`, eventName: 'ConsoleLogin', responseElements: { ConsoleLogin } };
      return noticeOfAlert({ record, rule, rules: [rule], origin: null } as never);
    });
    expect(summarize(alerts, byRule).lines.map(({ count }) => count)).toEqual([2, 1]);
  });

  it('counts every alert once', () => {
    const alert = fc
      .tuple(fc.nat(20), fc.constantFrom(...SEVERITIES))
      .map(([id, severity]) => anAlert(`${id}`, severity));
    fc.assert(
      fc.property(fc.array(alert, { minLength: 1, maxLength: 60 }), (alerts) => {
        const { lines, total, unlisted } = summarize(alerts, byRule);
        expect(lines.reduce((sum, { count }) => sum + count, unlisted)).toBe(alerts.length);
        expect(total).toBe(alerts.length);
      }),
    );
  });
});

function from(eventId: string) {
  return { eventId, logFile: ORIGIN };
}
