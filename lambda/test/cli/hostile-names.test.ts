// Untrusted names, paths and values in every position of the command line: none reaches the terminal as it is.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useCommand } from './command.ts';

// It would set colors, clear the screen, write from right to left, and print a forged line.
const EVIL = 'evil\u001b[31m\u009b2J\u202e\u200b\r\nerror: FORGED';
const NAME = `n-${EVIL}`;
const json = JSON.stringify;

const stopped = { eventID: EVIL, eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' };
const RULE = { name: NAME, expression: "eventName == 'StopLogging'", description: EVIL };
const FAILING = { name: NAME, expression: 'event["no.such"] == 1' };

const command = useCommand();

const write = (name: string, value: unknown) => command.write(name, typeof value === 'string' ? value : json(value));
const event = () => write(`${NAME}.json`, { Records: [stopped, { ...stopped, eventID: `${EVIL} 2` }] });
const settings = (value: object) => write(`${NAME}.settings.json`, value);

/** Every control or invisible character of an output but line breaks. */
const unsafe = (text: string) => text.match(/[^\P{C}\n]|[\u2028\u2029]/gu) ?? [];

type Case = readonly [position: string, shows: RegExp, args: () => readonly string[]];

const ARGUMENTS: readonly Case[] = [
  ['a command', /unknown command 'evil\\u001b/, () => [EVIL]],
  ['an option', /unknown option '--evil\\u001b/, () => ['replay', `--${EVIL}`, 'x']],
  ['an option of the program', /unknown option '--evil\\u001b/, () => [`--${EVIL}`]],
  ['a choice', /argument 'evil\\u001b.* is invalid/, () => ['replay', '--format', EVIL, 'x']],
  ['an excess argument', /too many arguments/, () => ['functions', 'a', EVIL]],
  ['a function', /there is no function "evil\\u001b/, () => ['functions', EVIL]],
  ['a pack of rules', /there is no pack "evil\\u001b/, () => ['rules', '--pack', EVIL]],
  ['a pack of replay', /evil\\u001b/, () => ['replay', event(), '--pack', EVIL]],
  ['a rule of replay', /evil|error/, () => ['replay', event(), '--rule', EVIL]],
  ['a tracked event', /records read/, () => ['replay', event(), '--track', EVIL]],
  ['an expression', /error/, () => ['check', EVIL]],
  [
    'a string of an expression',
    /evil\\u001b/,
    () => ['explain', `eventName == '${EVIL.replace('\r\n', '')}'`, event(), '--event-id', EVIL],
  ],
  ['an event id', /no event has the id evil\\u001b/, () => ['explain', 'true', event(), '--event-id', `${EVIL} none`]],
  ...['replay', 'test', 'rules --matching', 'check --settings', 'check --tfvars', 'explain true'].map(
    (line): Case => [`a missing file of ${line}`, /no such file/, () => [...line.split(' '), `no/${NAME}.json`]],
  ),
];

const FILES: readonly Case[] = [
  ['a log file of replay', /n-evil\\u001b/, () => ['replay', event()]],
  ['a log file of replay --format json', /n-evil\\u001b/, () => ['replay', event(), '--format', 'json']],
  ['a log file of replay --format slack', /evil\\\\u001b/, () => ['replay', event(), '--format', 'slack']],
  ['a broken log file', /error: .*n-evil\\u001b.*\.json: /, () => ['replay', write(`${NAME}.json`, EVIL)]],
  [
    'a line of NDJSON',
    /line 2 is not an event/,
    () => ['replay', write(`${NAME}.ndjson`, `${json(stopped)}\n{"${EVIL}`)],
  ],
  [
    'a file without events',
    /skipped/,
    () => ['replay', path.dirname(write(`${NAME}/${NAME}.json`, { [EVIL]: 1 })), event()],
  ],
  ['a broken event file', /is not JSON/, () => ['explain', 'true', write(`${NAME}.json`, EVIL)]],
  ['broken settings', /is not JSON/, () => ['replay', event(), '--settings', write(`${NAME}.broken.json`, EVIL)]],
  ['broken YAML', /is not YAML/, () => ['test', write(`${NAME}.yaml`, `[{"${EVIL}`)]],
  [
    'broken tfvars',
    /FORGED\.tfvars:1,10-11: Invalid expression/,
    () => ['check', '--tfvars', write(`${NAME}.tfvars`, `rules = [\u001b`)],
  ],
  [
    'an expression in tfvars',
    /is an expression/,
    () => ['check', '--tfvars', write(`${NAME}.tfvars`, `rules = ["\${upper("\u202e")}"]`)],
  ],
  [
    'settings without an object',
    /contains no settings/,
    () => ['replay', event(), '--settings', write(`${NAME}.s.json`, [])],
  ],
];

const NAMES: readonly Case[] = [
  ['a rule', /n-evil\\u001b/, () => ['replay', event(), '--settings', settings({ rules: [RULE] })]],
  [
    'a rule that fails',
    /warning: rule "n-evil\\u001b/,
    () => ['replay', event(), '--settings', settings({ use_default_rules: false, rules: [FAILING] })],
  ],
  [
    'a rule of replay --decisions',
    /n-evil\\u001b/,
    () => ['replay', event(), '--decisions', '--settings', settings({ rules: [FAILING], ignore_rules: [RULE] })],
  ],
  [
    'a rule of check',
    /rule "n-evil\\u001b/,
    () => ['check', settings({ rules: [{ ...RULE, expression: 'eventName ==' }] })],
  ],
  [
    'a rule of check --format json',
    /n-evil\\u001b/,
    () => ['check', '--format', 'json', settings({ rules: [{ ...RULE, expression: EVIL }] })],
  ],
  [
    'a rule of check --event-pattern',
    /"n-evil\\u001b/,
    () => [
      'check',
      '--event-pattern',
      settings({ use_default_rules: false, rules: [{ ...RULE, expression: 'readOnly == true' }] }),
    ],
  ],
  ['a rule of rules', /n-evil\\u001b/, () => ['rules', '--settings', settings({ rules: [RULE] })]],
  [
    'a rule of rules --format json',
    /n-evil\\u001b/,
    () => ['rules', '--format', 'json', '--settings', settings({ rules: [RULE] })],
  ],
  ['a list', /evil\\u001b/, () => ['check', settings({ lists: { [EVIL]: [7] } })]],
  ['a value of settings', /log_level/, () => ['check', settings({ log_level: EVIL })]],
  [
    'a value of settings of replay',
    /log_level/,
    () => ['replay', event(), '--settings', settings({ log_level: EVIL })],
  ],
  ['a pack', /evil\\u001b/, () => ['check', settings({ rule_packs: [EVIL], disabled_rules: [EVIL] })]],
  ['a destination', /evil\\u001b/, () => ['check', settings({ destinations: { [EVIL]: { type: EVIL } } })]],
  [
    'a channel',
    /n-evil\\u001b/,
    () => [
      'replay',
      event(),
      '--settings',
      settings({
        slack_bot_token_reference: '/token',
        destinations: { a: { type: 'slack', channel_id: NAME }, b: { type: 'slack', channel_id: 'C1' } },
      }),
    ],
  ],
  ...['text', 'json', 'junit'].flatMap((format): Case[] => [
    [
      `a case of test --format ${format}`,
      /n-evil\\u001b/,
      () => [
        'test',
        '--format',
        format,
        write(`${NAME}.json`, [
          { name: NAME, rule: "eventName == 'x'", event: { eventName: EVIL }, expect: 'match' },
          { name: NAME, rule: 'n-evil', event: stopped, expect: 'alert' },
          { name: NAME, rule: EVIL, event: stopped, expect: 'alert' },
        ]),
      ],
    ],
  ]),
  [
    'a rule named by a case',
    /n-evil\\u001b/,
    () => [
      'test',
      write(`${NAME}.json`, {
        rules: [RULE],
        cases: [{ rule: NAME, event: stopped, expect: 'unmatched' }],
      }),
    ],
  ],
  [
    'the event of a case',
    /no such file/,
    () => ['test', write(`${NAME}.json`, [{ rule: 'true', event: `${EVIL}.json`, expect: 'match' }])],
  ],
  ['a key of a case', /evil\\u001b/, () => ['test', write(`${NAME}.json`, [{ [EVIL]: 1 }])]],
];

describe.each([
  ['as an argument', ARGUMENTS],
  ['as the name or content of a file', FILES],
  ['as a name in a file', NAMES],
])('hostile text %s', (_where, cases) => {
  it.each(cases)('is escaped as %s', async (_position, shows, args) => {
    const given = args();
    const { out, err } = await command.run(given);
    expect(out + err).toMatch(shows);
    expect(unsafe(out + err)).toEqual([]);
    // Messages are wrapped at spaces.
    const unwrapped = given[0] === 'replay' ? err : `${out}\n${err}`;
    expect(unwrapped).not.toMatch(/^error: FORGED/m);
  });
});

describe('hostile fields of an event', () => {
  const hostile = {
    ...stopped,
    errorCode: EVIL,
    errorMessage: EVIL,
    userAgent: EVIL,
    awsRegion: EVIL,
    sourceIPAddress: EVIL,
    eventTime: EVIL,
    recipientAccountId: EVIL,
    userIdentity: { type: EVIL, userName: EVIL, arn: EVIL, principalId: EVIL, accountId: EVIL },
    requestParameters: { name: EVIL, [EVIL]: EVIL },
    resources: [{ ARN: EVIL, type: EVIL, accountId: EVIL }],
  };
  const destinations = {
    channel: { type: 'slack_webhook', url_reference: '/slack/hook' },
    managers: { type: 'teams', url_reference: '/teams/url' },
    tickets: { type: 'webhook', url_reference: '/tickets/url' },
    pager: { type: 'pagerduty', routing_key_reference: '/pager/key' },
    lake: { type: 'firehose', delivery_stream_name: 'alerts' },
    topic: { type: 'sns', topic_arn: 'arn:aws:sns:eu-west-1:111122223333:alerts' },
  };

  it.each([
    ['in Slack', {}],
    ['in every kind of destination', { destinations }],
  ])('start no new line %s', async (_where, more) => {
    const file = write('fields.json', { Records: [hostile, { ...hostile, eventID: 'other' }] });
    const options = ['--settings', settings({ rules: [RULE], ...more })];
    const { code, out, err } = await command.run(['replay', file, '--full', ...options]);
    expect(code).toBe(0);
    expect(out).toContain('evil\\u001b');
    expect(unsafe(out + err)).toEqual([]);
    expect(out.split('\n').filter((line) => /^\W*error: FORGED/.test(line))).toEqual([]);
  });
});

describe('hostile text on a terminal with colors', () => {
  it.each<[position: string, args: () => readonly string[]]>([
    ['a file name', () => ['replay', `no/${NAME}.json`]],
    ['a command', () => [EVIL]],
    ['a rule', () => ['rules', '--settings', settings({ rules: [RULE] })]],
  ])('is escaped as %s', async (_position, args) => {
    const file = path.join(command.folder, 'bin/cloudtrail-to-slack.mjs');
    const line = [process.execPath, file, ...args()].map((arg) => `'${arg}'`).join(' ');
    const env = { ...process.env, TERM: 'xterm', NO_COLOR: '', LINE: line };
    const { stdout } = await promisify(execFile)('script', ['-qc', 'eval "$LINE"', '/dev/null'], { env });
    expect(stdout).toContain('evil\\u001b[31m\\u009b2J\\u202e\\u200b\\u000d\\u000aerror: FORGED');
    expect(stdout).not.toContain('evil\u001b');
  });
});
