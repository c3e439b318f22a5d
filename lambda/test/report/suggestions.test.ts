// Slow: replays many random log files.
// Suggestions keep their word: a second replay with the suggested ignore rule silences exactly the alerts that the page says, and one with
// the suggested threshold has exactly the alerts that it says.
// Slow: each case replays log files, so that the property needs more time than unit tests have.

import { default as hcl } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListeningView } from '../../src/cli/replay/listening-view.ts';
import { collectReport } from '../../src/cli/report/report-view.ts';
import { ignoreHcl } from '../../src/cli/report/suggestions-section.ts';
import type { AlertNotice } from '../../src/core/threads/notice.ts';
import type { Settings } from '../../src/setup/settings.ts';
import { replayFiles, settingsOf } from './replay-files.ts';

type Logs = readonly (readonly object[])[];

async function reportOf(logs: Logs, settings: Settings) {
  const collector = collectReport(settings);
  const alerts: AlertNotice[] = [];
  const counter = { onAlert: (notice: AlertNotice) => void alerts.push(notice), onPart: () => {} };
  const [side] = await replayFiles(logs, [{ settings, view: createListeningView([collector, counter]) }]);
  const parts = await collector.parts(side?.counters ?? expect.fail('there is a side'), null);
  return { ...parts, alerts };
}

async function alertsOf(logs: Logs, settings: Settings) {
  const alerts: AlertNotice[] = [];
  const counter = { onAlert: (notice: AlertNotice) => void alerts.push(notice), onPart: () => {} };
  await replayFiles(logs, [{ settings, view: createListeningView([counter]) }]);
  return alerts;
}

const byRule = (alerts: readonly AlertNotice[]) => {
  const counts: Record<string, number> = {};
  for (const { alert } of alerts) for (const { name } of alert.rules) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const unescaped = async (text: string) => {
  const name = 'suggestion.tfvars';
  const parsed = (await hcl.parse(name, `rule = ${text.replace(/^#.*\n/gm, '').replace(/,$/, '')}`)) as {
    readonly rule: { readonly expression: string };
  };
  return parsed.rule.expression.replaceAll('$${', '${').replaceAll('%%{', '%{');
};

const HOSTILE = [
  "'",
  '"',
  '\\',
  ['$', '{a}'].join(''),
  '%{b}',
  '\u202e',
  "x' or true or '",
  '`',
  '@here',
  '\u2028',
  'é',
];
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('alice', 'bob') },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
);
const user = name.map((userName) => ({ type: 'IAMUser', userName, arn: `arn:aws:iam::111111111111:user/${userName}` }));
const session = fc
  .record({
    role: fc.constantFrom('deploy', 'app'),
    name: fc.constantFrom('i-0123456789abcdef0', 'i-0123456789abcdef1', 'ci'),
  })
  .map(({ role, name: of }) => ({
    type: 'AssumedRole',
    arn: `arn:aws:sts::111111111111:assumed-role/${role}/${of}`,
    principalId: `AROA${role}:${of}`,
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::111111111111:role/${role}`, userName: role } },
  }));
const bare = fc.constantFrom<object>(
  { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  { arn: 'arn:aws:sts::111111111111:assumed-role/deploy/i-0123456789abcdef0' },
  { principalId: 'AROAdeploy:ci' },
);
let serial = 0;
const event = fc
  .record({
    userIdentity: fc.oneof({ weight: 3, arbitrary: user }, { weight: 3, arbitrary: session }, bare),
    eventName: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('CreateUser', 'DeleteUser') }, name),
    eventSource: fc.oneof({ weight: 5, arbitrary: fc.constant('iam.amazonaws.com') }, fc.constant('sts.amazonaws.com')),
    errorCode: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(undefined, 'AccessDenied') },
      fc.constantFrom(null, 7, { a: 1 }),
    ),
    recipientAccountId: fc.oneof({ weight: 5, arbitrary: fc.constant('111111111111') }, fc.constant(undefined)),
  })
  .map((record) => ({ eventID: `event-${++serial}`, eventTime: '2026-01-01T00:00:00Z', ...record }));
const logs = fc.array(fc.array(event, { minLength: 60, maxLength: 90 }), { minLength: 1, maxLength: 3 });
const RULES = [
  { name: 'created', severity: 'low', expression: "eventName == 'CreateUser'" },
  { name: 'any', severity: 'info', expression: 'exists(eventID)' },
  {
    name: 'critical',
    severity: 'critical',
    expression: "eventName == 'DeleteUser' and userIdentity.userName == 'bob'",
  },
];

describe('a suggested ignore rule', () => {
  it('silences exactly the alerts that the page says, and none that is critical', async () => {
    let suggested = 0;
    await fc.assert(
      fc.asyncProperty(logs, async (files) => {
        const settings = settingsOf({ rules: RULES });
        const before = await reportOf(files, settings);
        for (const { expression, alerts, byRule: expected } of before.suggestions.ignoring) {
          suggested++;
          const after = await alertsOf(
            files,
            settingsOf({ rules: RULES, ignore_rules: [await unescaped(ignoreHcl({ expression }))] }),
          );
          expect(before.alerts.length - after.length).toBe(alerts);
          const [had, has] = [byRule(before.alerts), byRule(after)];
          const difference = Object.keys(had).map((rule) => [rule, (had[rule] ?? 0) - (has[rule] ?? 0)] as const);
          expect(new Map(difference.filter(([, count]) => count > 0))).toEqual(new Map(expected));
          expect(expected.map(([rule]) => rule)).not.toContain('critical');
        }
      }),
      { numRuns: 8, interruptAfterTimeLimit: 20_000 },
    );
    expect(suggested).toBeGreaterThan(3);
  });
});

describe('a suggested threshold', () => {
  const busy = (count: number, everySeconds: number, userName: string, eventName = 'GetUser') =>
    Array.from({ length: count }, (_, index) => ({
      eventID: `${userName} ${index}`,
      eventName,
      eventSource: 'iam.amazonaws.com',
      eventTime: new Date(Date.UTC(2026, 0, 1) + index * everySeconds * 1_000).toISOString().replace('.000', ''),
      userIdentity: { type: 'IAMUser', userName, arn: `arn:aws:iam::111111111111:user/${userName}` },
    }));
  const byTime = (records: ReturnType<typeof busy>) =>
    records.toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));

  it('causes exactly the alerts that the page says', async () => {
    const rule = { name: 'read', severity: 'low', expression: "eventName == 'GetUser'" };
    const files = [byTime([...busy(200, 600, 'alice'), ...busy(60, 20, 'bob')])];
    const { suggestions } = await reportOf(files, settingsOf({ rules: [rule] }));
    expect(suggestions.thresholds).toMatchObject([{ rule: 'read', before: 260, gte: 10 }]);
    const [{ hcl: text, after } = expect.fail('there is one')] = suggestions.thresholds;
    const { rule: pasted } = (await hcl.parse(
      'x.tfvars',
      `rule = ${text.replace(/^#.*\n/gm, '').replace(/,$/, '')}`,
    )) as {
      readonly rule: object;
    };
    const alerts = await alertsOf(files, settingsOf({ rules: [pasted] }));
    expect([alerts.length, after]).toEqual([after, 1]);
  });

  it('replaces a default rule by its expression', async () => {
    const denied = byTime([...busy(80, 1_200, 'alice'), ...busy(9, 10, 'bob')]).map((record) => ({
      ...record,
      errorCode: 'AccessDenied',
    }));
    const { suggestions } = await reportOf([denied], settingsOf({ rule_packs: ['core'] }));
    expect(suggestions.thresholds.map(({ rule, hcl: text }) => [rule, text.split('\n').slice(0, 3)])).toEqual([
      ['access-denied', ['# add to disabled_rules: "access-denied"', '# add to rules:', '{']],
    ]);
  });

  it.each([
    ['a rule for which no caller reaches it', {}, 200],
    ['a critical rule', { severity: 'critical' }, 200],
    ['a rule with few alerts', {}, 19],
    ['a correlation', { correlation: { type: 'event_count', group_by: [], timespan: '1h', gte: 1 } }, 200],
  ])('is not made for %s', async (what, more, count) => {
    const rule = { name: 'read', expression: "eventName == 'GetUser'", ...more };
    const { suggestions } = await reportOf(
      [byTime([...busy(count, 1_200, 'alice'), ...(what.includes('no caller') ? [] : busy(30, 10, 'bob'))])],
      settingsOf({ rules: [rule] }),
    );
    expect(suggestions.thresholds).toEqual([]);
  });
});
