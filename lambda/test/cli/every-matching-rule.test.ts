// Every matching rule counts, from the outside: which rule names an alert, where it goes, and what `check` says about rules
// that never name one.

import { describe, expect, it } from 'vitest';
import { jsonLines } from '../json-lines.ts';
import { type Finished, useCommand } from './command.ts';

const command = useCommand();

const json = JSON.stringify;
const linesOf = ({ out }: Finished): Record<string, unknown>[] => jsonLines(out);

const ALICE = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE',
  arn: 'arn:aws:iam::111122223333:user/alice',
  accountId: '111122223333',
  userName: 'alice',
};
const ROOT = {
  type: 'Root',
  principalId: '111122223333',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};

const anEvent = (eventSource: string, eventName: string, more: object = {}) => ({
  eventID: '00000000-0000-4000-8000-000000000001',
  eventVersion: '1.09',
  eventType: 'AwsApiCall',
  eventTime: '2026-01-01T12:00:00Z',
  awsRegion: 'eu-west-1',
  readOnly: false,
  recipientAccountId: '111122223333',
  userIdentity: ALICE,
  ...{ eventSource, eventName },
  ...more,
});

const DENIED = anEvent('secretsmanager.amazonaws.com', 'GetSecretValue', { errorCode: 'AccessDenied', readOnly: true });
const DETECTOR_DELETED = anEvent('guardduty.amazonaws.com', 'DeleteDetector', {
  requestParameters: { detectorId: '12abc34d567e8fa901bc2d34e56789f0' },
  sessionCredentialFromConsole: 'true',
});
const ROOT_KEY_CREATED = anEvent('iam.amazonaws.com', 'CreateAccessKey', {
  userIdentity: ROOT,
  requestParameters: null,
});

async function alertsOf(event: object, ...options: string[]) {
  const file = command.write('event.json', json(event));
  return linesOf(await command.run(['replay', file, '--format', 'json', ...options]));
}

describe('the most severe matching rule', () => {
  it('is the own one for a denied call, and its route reaches the destination on call', async () => {
    const settings = {
      slack_bot_token_reference: '/slack/token',
      default_slack_channel_id: 'C0000DEFAULT',
      destinations: { oncall: { type: 'slack', channel_id: 'C00000ONCALL' } },
      routes: [{ rules: ['secret-*'], severities: ['critical'], destinations: ['oncall'] }],
      rules: [
        {
          name: 'secret-access-refused',
          severity: 'critical',
          expression: "eventName == 'GetSecretValue' and errorCode.startsWith('AccessDenied')",
        },
      ],
    };
    const file = command.write('oncall.json', json(settings));
    const event = command.write('denied.json', json(DENIED));
    const { out } = await command.run(['replay', event, '--settings', file]);
    const parts = out.split(/^ (slack:\w+) $/m);
    const shown = (id: string) => parts[parts.indexOf(id) + 1] ?? '';
    for (const channel of ['slack:C00000ONCALL', 'slack:C0000DEFAULT']) {
      expect(shown(channel)).toMatch(/Rule secret-access-refused \(critical\)\n.*Also: access-denied \(medium\)/);
      expect(shown(channel).match(/Rule /g)).toHaveLength(1);
    }
  });

  it('is the one of threats for a detector that is deleted in the console', async () => {
    const [alert] = await alertsOf(DETECTOR_DELETED, '--pack', 'console-actions', '--pack', 'threats');
    expect(alert).toMatchObject({ severity: 'critical', rule: expect.stringContaining('guardduty') });
    expect(alert?.rules).toEqual([
      { name: alert?.rule, severity: 'critical', pack: 'threats' },
      { name: 'change-made-in-console', severity: 'medium', pack: 'console-actions' },
    ]);
  });

  it('is root-access-key-created for a new key of the root user, with core on', async () => {
    const [alert] = await alertsOf(ROOT_KEY_CREATED, '--pack', 'threats');
    expect(alert).toMatchObject({ rule: 'root-access-key-created', severity: 'critical' });
    expect(alert?.rules).toContainEqual({ name: 'root-user-acted', severity: 'high', pack: 'core' });
  });
});

describe('equally severe matching rules', () => {
  const RULES = ['--rule', "eventName == 'PutSecretValue'", '--pack', 'console-actions'];
  const refused = { ...DENIED, eventName: 'PutSecretValue', readOnly: false };
  const inConsole = { ...refused, sessionCredentialFromConsole: 'true' };

  it('are listed in order: own rules, packs, core', async () => {
    const [alert, ...more] = await alertsOf(inConsole, ...RULES, '--track', 'PutSecretValue');
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      rule: 'rule 1',
      rules: [
        { name: 'rule 1', severity: 'medium', pack: null },
        { name: 'change-made-in-console', severity: 'medium', pack: 'console-actions' },
        { name: 'access-denied', severity: 'medium', pack: 'core' },
        { name: 'tracked-event', severity: 'medium', pack: null },
      ],
    });
  });

  it('are listed by --decisions, also for an ignored event', async () => {
    const file = command.write('ignored.json', json(inConsole));
    const options = ['--decisions', '--ignore-rule', "eventName == 'PutSecretValue'"];
    const [decision = {}] = linesOf(await command.run(['replay', file, ...RULES, ...options]));
    expect(decision).toMatchObject({ outcome: 'ignored', rule: 'rule 1', ignoreRule: 'ignore rule 1' });
    expect((decision.rules as { name: string }[]).map(({ name }) => name)).toEqual([
      'rule 1',
      'change-made-in-console',
      'access-denied',
    ]);
  });

  it('are all counted in the summary', async () => {
    const file = command.write('counted.json', json([inConsole, { ...refused, eventID: 'other' }]));
    const { err } = await command.run(['replay', file, ...RULES]);
    expect(err).toMatch(/alerts {2}2\n/);
    expect(err).toMatch(/ 2 {2}access-denied\n +2 {2}rule 1\n +1 {2}change-made-in-console\n/);
  });
});

describe('check compares rules and warns', () => {
  const aRule = (name: string, severity: string, expression: string) => ({ name, severity, expression });
  const shadowsOf = async (variables: object) => {
    const file = command.write('shadowed.json', json(variables));
    const finished = await command.run(['check', file, '--format', 'json']);
    const { problems } = JSON.parse(finished.out) as { problems: Record<string, string>[] };
    expect(finished.code).toBe(0);
    return problems.filter(({ code }) => code === 'shadowed_rule').map(({ rule, message }) => [rule, message]);
  };
  const message = (text: string) => expect.stringContaining(text);

  it.each<[string, object, readonly unknown[]]>([
    [
      'the same condition, written differently',
      {
        rules: [
          aRule('quiet', 'low', "eventName == 'A' and awsRegion in ['b', 'c']"),
          aRule('loud', 'critical', 'awsRegion in ("c", "b") and eventName == "A"'),
        ],
      },
      [['quiet', message('rule "loud" (critical) matches whenever this rule does')]],
    ],
    [
      'a wider condition',
      {
        rules: [aRule('one', 'low', "eventName == 'A' and readOnly"), aRule('all', 'high', "eventName in ['A', 'B']")],
      },
      [['one', message('rule "all" (high)')]],
    ],
    [
      'the same condition and severity',
      { rules: [aRule('first', 'low', "eventName == 'A'"), aRule('again', 'low', "eventName == 'A'")] },
      [['again', message('rule "first" (low)')]],
    ],
    [
      'a wider rule that is less severe (no warning)',
      { rules: [aRule('loud', 'high', "eventName == 'A'"), aRule('quiet', 'low', "eventName in ['A', 'B']")] },
      [],
    ],
    [
      'an ignore rule (no warning)',
      { rules: [aRule('mine', 'low', "eventName == 'A'")], ignore_rules: ["eventName == 'A'"] },
      [],
    ],
  ])('about %s', async (_, variables, expected) => {
    expect(await shadowsOf(variables)).toEqual(expected);
  });

  it('about a rule of a pack that is on', async () => {
    const root = aRule('root-used', 'low', 'userIdentity.type == "Root"');
    const key = await command.run(['rules', '--format', 'json']);
    const core = JSON.parse(key.out).find(({ name }: { name: string }) => name === 'trail-deleted');
    const copy = aRule('my-trail-deleted', 'low', core.expression);
    expect(await shadowsOf({ rules: [root, copy] })).toEqual([['my-trail-deleted', message('"trail-deleted" (high)')]]);
    expect(await shadowsOf({ rules: [root, copy], use_default_rules: false })).toEqual([]);
    expect(await shadowsOf([root, copy])).toEqual([]);
  });

  it('in text, without failing', async () => {
    const file = command.write('words.json', json({ rules: ["eventName == 'A'", "eventName == 'A'"] }));
    const { code, out } = await command.run(['check', file]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /rule "rule 2" in .*words\.json\n {2}warning shadowed_rule: rule "rule 1" \(medium\) matches whenever .*\n +hint: it still counts/,
    );
  });
});
