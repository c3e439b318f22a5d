// The `check` command from the outside: its findings, its output, and its speed.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useCommand } from './command.ts';

const command = useCommand();

const json = JSON.stringify;

describe('cloudtrail-to-slack check, with expressions as arguments,', () => {
  it('reports no problem for a correct rule', async () => {
    const finished = await command.run(['check', "eventName == 'StopLogging'"]);
    expect(finished).toMatchObject({ code: 0, out: '' });
    expect(finished.err).toContain('1 rule checked: 0 errors, 0 warnings');
  });

  it('reports every problem of every rule with its position', async () => {
    const { code, out, err } = await command.run(['check', "startsWit(eventName, 'a')", "eventName = 'x'"]);
    expect(code).toBe(1);
    expect(out).toContain('rule "rule 1"');
    expect(out).toMatch(/error unknown_function at 1:1: .*\n {4}startsWit\(eventName, 'a'\)\n {4}\^+\n {4}hint: /);
    expect(out).toMatch(/rule "rule 2"\n {2}error \w+ at 1:\d+/);
    expect(err).toMatch(/2 rules checked: [2-9] errors/);
  });

  it('warns about unknown fields and exits with 0', async () => {
    const { code, out, err } = await command.run(['check', "evntName == 'StopLogging'"]);
    expect(code).toBe(0);
    expect(err).toContain('1 rule checked: 0 errors, 1 warning\n');
    expect(out).toMatch(/warning unknown_field at 1:1/);
    expect(out).toContain('eventName');
  });

  it.each([
    ["userAgent != 'x'", 1, 'the rule'],
    ["eventName == 'a' or userAgent != 'x'", 21, 'this side of `or`'],
    ['readOnly == false', 1, 'the rule'],
    ["eventName == 'a' or readOnly == false", 21, 'this side of `or`'],
  ])('warns that %s slows down reading, with a hint', async (rule, column, what) => {
    const { code, out } = await command.run(['check', rule]);
    expect(code).toBe(0);
    expect(out).toContain(`warning slow_rule at 1:${column}: ${what}`);
    expect(out).toContain('hint: add a condition');
  });

  it('names ignore rules, whether they have a name or not', async () => {
    const ignore_rules = ['eventName ==', { name: 'mine', expression: 'eventName ==' }];
    const { out } = await command.run(['check', '--settings', '-'], { stdin: json({ ignore_rules }) });
    expect(out.match(/^\w.*/gm)).toEqual([
      expect.stringMatching(/^rule "ignore rule 1"/),
      expect.stringMatching(/^ignore rule "mine"/),
    ]);
  });

  it('prints JSON with --format json', async () => {
    const { code, out } = await command.run(['check', '--format', 'json', 'eventName ==']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      rules: 1,
      problems: [{ rule: 'rule 1', level: 'error', code: 'syntax_error', line: 1, column: 13, file: null }],
    });
  });
});

describe('cloudtrail-to-slack check, with predicates,', () => {
  it('checks them and the rules that call them', async () => {
    const predicates = { isAdmin: 'userIdentity.userName == "root"', isA: 'isB()', isB: 'isA()', lower: 'true' };
    const stdin = json({ predicates, rules: ['isAdmin() and eventName == "x"'] });
    const { code, out } = await command.run(['check', '--format', 'json', '-'], { stdin });
    expect(code).toBe(1);
    const problems = (JSON.parse(out) as { problems: { rule: string | null; code: string; message: string }[] })
      .problems;
    expect(problems.map(({ rule, code: found }) => [rule, found])).toEqual([
      [null, 'invalid_setting'],
      ['predicates.isA', 'unsupported_syntax'],
      ['predicates.isB', 'unsupported_syntax'],
    ]);
    expect(problems[1]?.message).toContain('in a cycle: isB -> isA -> isB');
  });
});

describe('cloudtrail-to-slack check, with files,', () => {
  const bad = 'eventName ==';
  it.each<[form: string, name: string, content: string, option: string | null, rule: string]>([
    ['a YAML list', 'rules.yaml', `- ${json(bad)}\n- eventName == "x"\n`, null, 'rule 1'],
    ['a YAML list of named rules', 'named.yml', `- name: mine\n  expression: ${json(bad)}\n`, null, 'mine'],
    ['a JSON list', 'rules.json', json(['eventName == "x"', bad]), null, 'rule 2'],
    ['settings', 'settings.json', json({ ignore_rules: [bad] }), '--settings', 'ignore rule 1'],
    ['settings as an argument', 'other.json', json({ rules: [{ name: 'mine', expression: bad }] }), null, 'mine'],
    ['tfvars', 'a.tfvars', `rules = ["${bad}"]\nslack_bot_token = "xoxb"\n`, '--tfvars', 'rule 1'],
    ['tfvars with rules in one string', 'b.tfvars', `rules = "eventName == 'x', ${bad}"\n`, '--tfvars', 'rule 2'],
    ['tfvars as JSON', 'c.tfvars.json', json({ rules: [bad] }), '--tfvars', 'rule 1'],
  ])('reads %s', async (_form, name, content, option, rule) => {
    const file = command.write(name, content);
    const { code, out } = await command.run(['check', ...(option ? [option] : []), file]);
    expect(code).toBe(1);
    expect(out).toContain(`rule "${rule}" in ${file}`);
    expect(out).toContain('error syntax_error at 1:');
  });

  it('uses the named lists of a tfvars file and hides its webhooks', async () => {
    const file = command.write(
      'lists.tfvars',
      [
        'lists = { admins = ["alice"] }',
        'rules = ["userIdentity.userName in lists.admins", "userIdentity.userName in lists.nobody"]',
        'configuration = [{ accounts = ["111122223333"], slack_hook_url = "https://hooks.slack.com/services/T/B/s3cret" }]',
      ].join('\n'),
    );
    const { code, out, err } = await command.run(['check', '--tfvars', file]);
    expect(code).toBe(1);
    expect(out).toContain('rule "rule 2"');
    expect(out).not.toContain('rule "rule 1"');
    expect(out + err).not.toContain('s3cret');
  });

  it.each<[where: string, args: readonly string[]]>([
    ['an argument', ['userIdentity.userName in lists.ops']],
    ['a list of rules', ['ops-rules.yaml']],
    ['another tfvars file', ['--tfvars', 'ops-rules.tfvars']],
    ['standard input', ['-']],
  ])('uses the named lists of a tfvars file for rules in %s', async (_where, args) => {
    const lists = command.write('ops-lists.tfvars.json', json({ lists: { ops: ['alice'] } }));
    command.write('ops-rules.yaml', '- userIdentity.userName in lists.ops\n');
    command.write('ops-rules.tfvars', 'rules = ["userIdentity.userName in lists.ops"]');
    const given = args.map((arg) => (arg.startsWith('ops-') ? path.join(command.folder, arg) : arg));
    const stdin = '- userIdentity.userName in lists.ops\n';
    const { code, out, err } = await command.run(['check', '--tfvars', lists, ...given], { stdin });
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('1 rule checked');
  });

  it('does not use the lists of settings for rules in a file that has its own lists', async () => {
    const lists = command.write('lent.tfvars.json', json({ lists: { ops: ['alice'] } }));
    const own = { lists: { admins: ['bob'] }, rules: ['userIdentity.userName in lists.ops'] };
    const { code, out } = await command.run(['check', '--tfvars', lists, command.write('own.json', json(own))]);
    expect(code).toBe(1);
    expect(out).toContain('error unknown_list at 1:26');
  });

  it.each([
    ['JSON', json(['eventName == "A"', bad])],
    ['YAML', `- eventName == "A"\n- ${json(bad)}\n`],
    ['settings', json({ rules: ['eventName == "A"', bad] })],
  ])('reads %s from standard input', async (_form, stdin) => {
    const { code, out } = await command.run(['check', '-'], { stdin });
    expect(code).toBe(1);
    expect(out).toContain('rule "rule 2" in -\n  error syntax_error at 1:13');
  });

  it.each([
    ['$$' + '{user}', '$' + '{user}'],
    ['%%{user}', '%{user}'],
  ])('reads %s in a tfvars file as the characters %s', async (written, meant) => {
    const file = command.write('doubled.tfvars', `rules = ["eventName == '${written}' $"]`);
    const { out } = await command.run(['check', '--tfvars', file]);
    expect(out).toContain(`\n    eventName == '${meant}' $\n`);
  });

  it.each(['%{if true}a%{endif}', '$' + '{upper("a")}'])(
    'rejects the template %s in a tfvars file',
    async (template) => {
      const file = command.write('template.tfvars', `rules = ["eventName == 'x'", "eventName == '${template}'"]`);
      const { code, err } = await command.run(['check', '--tfvars', file]);
      expect(code).toBe(1);
      expect(err).toContain('template.tfvars: rules.1: ');
      expect(err).toContain('is an expression, and only literal values are read from tfvars files');
    },
  );

  it('rejects a computed name in a tfvars file', async () => {
    const file = command.write(
      'name.tfvars',
      'lists = { ("admins") = ["alice"] }\nrules = ["eventName in lists.admins"]',
    );
    const { code, err } = await command.run(['check', '--tfvars', file]);
    expect([code, err]).toEqual([1, expect.stringContaining('name.tfvars: lists: ${("admins")} is an expression')]);
  });

  it('reports invalid settings and checks the rules as well', async () => {
    const settings = { dynamodb_time_to_live: 'soon', log_level: 'LOUD', rules: [bad] };
    const { code, out } = await command.run(['check', '--settings', command.write('wrong.json', json(settings))]);
    expect(code).toBe(1);
    expect(out).toMatch(/invalid_setting: dynamodb_time_to_live: /);
    expect(out).toMatch(/invalid_setting: log_level: /);
    expect(out).toContain('syntax_error');
  });

  it('reports malformed rules and numbers the others by position', async () => {
    const list = command.write(
      'mixed.json',
      json(['eventName == "A"', { rule: bad }, 7, bad, { name: 'mine', expression: bad }]),
    );
    const { code, out, err } = await command.run(['check', list]);
    expect(code).toBe(1);
    expect(out).toContain('invalid_setting: rules.1.rule: does not exist');
    expect(out).toContain('invalid_setting: rules.2: ');
    expect(out).toMatch(/rule "rule 4" in .*\n {2}error syntax_error[\s\S]*rule "mine" in .*\n {2}error syntax_error/);
    expect(err).toContain('3 rules checked: 4 errors');
  });

  it('reports packs and default rules that do not exist', async () => {
    const settings = { rule_packs: ['cas'], disabled_rules: ['access-denie'] };
    const { code, out } = await command.run(['check', '--settings', command.write('names.json', json(settings))]);
    expect(code).toBe(1);
    expect(out).toMatch(/did you mean .cis.\?/);
    expect(out).toMatch(/did you mean .access-denied.\?/);
  });

  it.each([[['--settings', 'no/such.json']], [['no/such.json']]])(
    'names a file that is not there: %s',
    async (args) => {
      const { code, err } = await command.run(['check', ...args]);
      expect(code).toBe(1);
      expect(err).toContain('no/such.json: cannot be read: there is no such file');
    },
  );
});

describe('cloudtrail-to-slack check, with settings that Terraform accepts,', () => {
  it.each<[what: string, tfvars: string]>([
    [
      'a Slack channel whose token comes from elsewhere',
      'destinations = { oncall = { type = "slack", channel_id = "C0123456789" } }',
    ],
    ['a log level of Python', 'log_level = "CRITICAL"'],
    [
      'packs whose rules these settings turn off',
      'rule_packs = ["console-actions", "account-watch", "cis", "threats"]',
    ],
  ])('reports no problem for %s', async (_what, tfvars) => {
    const file = command.write('right.tfvars', tfvars);
    const { code, out, err } = await command.run(['check', '--tfvars', file]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('0 errors, 0 warnings');
  });
});

describe('cloudtrail-to-slack check --event-pattern', () => {
  it('prints only the pattern to stdout', async () => {
    const { code, out, err } = await command.run(['check', '--event-pattern', "eventName == 'StopLogging'"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      source: [{ prefix: 'aws.' }],
      'detail-type': [{ suffix: ' via CloudTrail' }],
      detail: { eventName: ['StopLogging'] },
    });
    expect(err).toMatch(/^\d+ of the 2,048 characters that EventBridge accepts$/m);
  });

  it('covers everything that the settings use', async () => {
    const tfvars = command.write('pattern.tfvars', 'events_to_track = ["StopLogging"]\nuse_default_rules = false\n');
    const list = command.write('pattern.yaml', '- eventName == "DeleteTrail"\n');
    const { out } = await command.run(['check', '--event-pattern', '--tfvars', tfvars, list]);
    expect(JSON.parse(out).detail).toEqual({
      $or: [{ eventName: ['DeleteTrail', 'StopLogging'] }, { errorCode: [{ prefix: 'AccessDenied' }] }],
    });
  });

  it('covers rules from standard input', async () => {
    const { out } = await command.run(['check', '--event-pattern', '-'], {
      stdin: json(['eventName == "StopLogging"']),
    });
    expect(JSON.parse(out).detail.eventName).toEqual(['StopLogging']);
  });

  it('names the rule that prevents a pattern', async () => {
    const file = command.write('open.tfvars', `rules = [{ name = "open", expression = "userAgent != 'x'" }]`);
    const { code, out, err } = await command.run(['check', '--event-pattern', '--tfvars', file]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('every event must reach the function for these rules:\n  "open"\n');
  });

  it('reports rules that do not compile instead of a pattern', async () => {
    const { code, out } = await command.run(['check', '--event-pattern', 'eventName ==']);
    expect(code).toBe(1);
    expect(out).toContain('error syntax_error');
  });
});

describe('cloudtrail-to-slack check, with many rules,', () => {
  // CPU time, not wall-clock time: other tests run at the same time.
  const secondsOf = async (args: readonly string[]) => {
    const file = path.join(command.folder, 'bin/cloudtrail-to-slack.mjs');
    const line = ['-c', '"$@" && times', 'sh', process.execPath, file, ...args];
    const { stdout } = await promisify(execFile)('sh', line);
    const times = stdout.trim().split('\n').at(-1) ?? '';
    return [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
      0,
    );
  };

  it('checks thousands in time that grows with their number, not with its square', async () => {
    const fileOf = (count: number) => {
      const rules = Array.from({ length: count }, (_, index) => ({
        name: `rule-${index}`,
        expression: `eventName == 'Delete${index}' and event.get("errorCode", "") != "x" and not startsWith(userAgent, ['aws-', 'Boto${index}'])`,
      }));
      return command.write(`${count}.json`, json(rules));
    };
    const [few, many] = [fileOf(1_000), fileOf(4_000)];
    expect(await command.run(['check', few])).toMatchObject({
      code: 0,
      err: expect.stringContaining('1,000 rules checked'),
    });
    const [fewSeconds, manySeconds] = [await secondsOf(['check', few]), await secondsOf(['check', many])];
    expect(fewSeconds).toBeGreaterThan(0);
    expect(manySeconds / fewSeconds).toBeLessThan(8);
  });
});
