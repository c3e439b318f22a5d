import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { noticeOfAlert } from './make-notice.ts';
import { SUMMARY_LINES_MAX } from './notice.ts';
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
