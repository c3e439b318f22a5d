// The report of a replay adds up to its counters, whatever the rules, the log files and the duplicates in them are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectReport } from '../../src/cli/report/report-view.ts';
import { replayFiles, settingsOf } from './replay-files.ts';

const USERS = ['alice', 'bob', 'carol'];
const EVENTS = ['CreateUser', 'DeleteUser', 'GetUser'];

const event = fc
  .record({ id: fc.nat(40), user: fc.nat(2), name: fc.nat(2), minute: fc.nat(200), denied: fc.boolean() })
  .map(({ id, user, name, minute, denied }) => ({
    // Two records with one id are the same event.
    eventID: `${id} ${user} ${name} ${minute} ${denied}`,
    eventName: EVENTS[name],
    eventSource: 'iam.amazonaws.com',
    eventTime: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString().replace('.000', ''),
    awsRegion: 'eu-west-1',
    recipientAccountId: '111111111111',
    userIdentity: { type: 'IAMUser', userName: USERS[user], arn: `arn:aws:iam::111111111111:user/${USERS[user]}` },
    ...(denied && { errorCode: 'AccessDenied' }),
  }));

const condition = fc.constantFrom(
  "eventName == 'CreateUser'",
  "eventName == 'DeleteUser'",
  "userIdentity.userName == 'alice'",
  "userIdentity.userName == 'bob' and eventName == 'GetUser'",
  "errorCode == 'AccessDenied'",
);
const severity = fc.constantFrom('low', 'high', 'critical');
const correlation = fc.constantFrom(undefined, {
  type: 'event_count',
  group_by: ['userIdentity.arn'],
  timespan: '30m',
  gte: 2,
});
const rules = fc
  .array(fc.record({ expression: condition, severity, correlation }), { maxLength: 5 })
  .map((given) => given.map((rule, index) => ({ name: `rule-${index}`, ...rule })));
const files = fc.array(fc.array(event, { maxLength: 12 }), { minLength: 1, maxLength: 5 });

describe('the report of a replay', () => {
  it('adds up to the counters of the replay', async () => {
    await fc.assert(
      fc.asyncProperty(files, rules, fc.array(condition, { maxLength: 2 }), async (logs, own, ignored) => {
        const settings = settingsOf({ rules: own, ignore_rules: ignored });
        const { view, parts } = collectReport(settings);
        const [side] = await replayFiles(logs, [{ settings, view }]);
        const counters = side?.counters ?? expect.fail('there is a side');
        const { report, unused } = parts(counters);

        expect(report.ignored).toBe(counters.ignored);
        const correlations = new Set(own.filter((rule) => rule.correlation).map(({ name }) => name));
        const byRule = Object.fromEntries(report.rules.map(({ name, alerts }) => [name, alerts]));
        const alertsOf = (name: string) => counters.alertsByRule[name] ?? 0;
        for (const name of correlations) expect(byRule[name] ?? 0).toBe(alertsOf(name));

        const single = logs.flat().length === new Set(logs.flat().map(({ eventID }) => eventID)).size;
        for (const { name } of own) {
          if (correlations.has(name)) continue;
          if (single) expect(byRule[name] ?? 0).toBe(alertsOf(name));
          else expect(byRule[name] ?? 0).toBeLessThanOrEqual(alertsOf(name));
        }
        const ofCorrelations = report.rules.filter(({ name }) => correlations.has(name));
        const correlated = ofCorrelations.reduce((sum, { named }) => sum + named, 0);
        if (correlations.size === 0) expect(report.alerts).toBe(counters.alerted - counters.duplicate);
        if (single) expect(report.alerts - correlated).toBe(counters.alerted);

        for (const { name } of unused) expect(alertsOf(name)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
