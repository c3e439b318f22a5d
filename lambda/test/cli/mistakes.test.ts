// Mistakes that people make in files and arguments, and the answer that helps them.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const CLOUDTRAIL = path.join(ROOT, 'examples/cloudtrail');

describe('a mistake in a tfvars file', () => {
  it.each<[what: string, content: string | Uint8Array, answer: RegExp]>([
    [
      'the misspelled name of a variable',
      `rule = ["eventName == 'x'"]`,
      /warning unknown_variable: the module has no variable `rule`; did you mean `rules`\?/,
    ],
    [
      'the misspelled attribute of a rule',
      `rules = [{ nam = "x", expression = "eventName == 'x'" }]`,
      /invalid_setting: rules\.0\.nam: does not exist; did you mean `name`\?/,
    ],
    [
      'typographic quotes in a rule',
      `rules = ["eventName == ‘x’"]`,
      /unexpected character "‘"[\s\S]*hint: replace typographic quotes by ' or "/,
    ],
    ['a function of another language', `rules = ["beginsWith(eventName, 'x')"]`, /hint: write `startsWith`/],
    [
      'an encoding that is not UTF-8',
      Buffer.from('rules = ["eventName == \'\xe9\'"]', 'latin1'),
      /^error: \S+mistake\.tfvars: is not UTF-8; save it with the encoding UTF-8$/m,
    ],
    [
      'typographic quotes around a rule',
      `rules = [“eventName == 'x'”]`,
      /^error: \S+mistake\.tfvars:1,10-11: Invalid character; .*\n\S+mistake\.tfvars:1,24-25: Invalid character; /m,
    ],
    [
      'a variable that is set twice',
      'rules = ["a"]\nrules = ["b"]',
      /^error: \S+mistake\.tfvars:2,1-6: Attribute redefined; .* at tfvars:1,1-6\. Each argument may be set only once\.$/m,
    ],
    [
      'more problems than help',
      'rules = [“a”, “b”, “c”, “d”]',
      /^error: (?:\S+mistake\.tfvars:1,\d+-\d+: Invalid .*\n){5}and \d+ more problems$/m,
    ],
  ])('is named: %s', async (_what, content, answer) => {
    const { out, err } = await command.run(['check', '--tfvars', command.write('mistake.tfvars', content)]);
    expect(out + err).toMatch(answer);
  });

  it('is named by replay, too', async () => {
    const file = command.write('misspelled.tfvars', 'ignore_rule = []');
    const { code, err } = await command.run(['replay', CLOUDTRAIL, '--tfvars', file]);
    expect(code).toBe(0);
    expect(err).toContain('misspelled.tfvars: the module has no variable `ignore_rule`; did you mean `ignore_rules`?');
  });
});

describe('a mistake in an argument', () => {
  it.each<[what: string, args: readonly string[], answer: RegExp]>([
    ['a file that is not there', ['replay', 'no/such.json'], /^error: no\/such\.json: there is no such file/],
    ['cases that are not there', ['test', 'no/such.yaml'], /^error: no\/such\.yaml: cannot be read/],
    ['a directory in place of rules', ['check', 'examples/cloudtrail'], /^error: examples\/cloudtrail: is not a file/],
    [
      'two outputs',
      ['replay', CLOUDTRAIL, '--html', 'x.html', '--format', 'json'],
      /--html writes a page instead of printing alerts/,
    ],
    [
      'an event that is not chosen',
      ['explain', 'readOnly', 'examples/quiet-rule/denied-calls.ndjson'],
      /choose an event with --event-id/,
    ],
  ])('is answered with the reason only: %s', async (_what, args, answer) => {
    const { code, out, err } = await command.run(args);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(err).toMatch(answer);
    expect(err).not.toContain('records read');
  });

  it('is shown with its position and a hint: a field that no record has', async () => {
    const { code, err } = await command.run(['replay', CLOUDTRAIL, '--rule', "eventname == 'x'"]);
    expect(code).toBe(0);
    expect(err).toContain(
      "warning: a rule may have a mistake:\n  warning unknown_field at 1:1: the field `eventname` is unknown\n    eventname == 'x'\n",
    );
  });

  it('is shown with its position: a rule that does not compile', async () => {
    const { err } = await command.run(['replay', CLOUDTRAIL, '--rule', "eventName = 'x'"]);
    expect(err).toContain(
      'warning: rule "rule 1" does not compile:\n  error unsupported_syntax at 1:11: the rule language has no assignment\n',
    );
    expect(err).toContain("\n    eventName = 'x'\n              ^\n    hint: compare with `==`\n");
  });

  it('is a directory without rules, of which check says so', async () => {
    const folder = path.join(command.folder, 'rules.d');
    mkdirSync(folder, { recursive: true });
    const { code, err } = await command.run(['check', folder]);
    expect(code).toBe(1);
    expect(err).toContain('is not a file with rules; name files that end in .tfvars, .json, .yaml or .yml');
  });
});

describe('a mistake in the usage of a command', () => {
  it.each<[what: string, args: readonly string[], answer: RegExp]>([
    ['an unknown command', ['nosuch'], /^error: unknown command 'nosuch'/],
    ['help for an unknown command', ['nosuch', '--help'], /^error: unknown command 'nosuch'/],
    ['help for an unknown format', ['convert', 'nosuch', '--help'], /^error: unknown command 'nosuch'/],
    [
      'an unknown pack of rules',
      ['rules', '--pack', 'cor'],
      /^error: --pack: there is no pack "cor"; did you mean `core`\?$/m,
    ],
    [
      'an unknown pack of replay',
      ['replay', CLOUDTRAIL, '--pack', 'x,core'],
      /^error: --pack: there is no pack "x"; there are core, /,
    ],
    ['an unknown function', ['functions', 'nosuch'], /^error: there is no function "nosuch"; /],
  ])('has the exit code 2: %s', async (_what, args, answer) => {
    expect(await command.run(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(answer) });
  });

  it('has the exit code 1 if it is in a file: an unknown pack', async () => {
    const { code, err } = await command.run(['rules', '--tfvars', command.write('pack.tfvars', 'rule_packs = ["x"]')]);
    expect(code).toBe(1);
    expect(err).toContain('rule_packs: there is no pack "x"');
  });

  it.each([['--help'], ['convert', '--help'], ['replay', '--help']])(
    'is not asking for help: %s %s',
    async (...args) => {
      expect(await command.run(args)).toMatchObject({ code: 0, err: '' });
    },
  );
});

describe('a command that calls AWS', () => {
  const none = { AWS_REGION: '', AWS_DEFAULT_REGION: '', AWS_PROFILE: '', AWS_EC2_METADATA_DISABLED: 'true' };
  const noFiles = { AWS_CONFIG_FILE: 'no/such', AWS_SHARED_CREDENTIALS_FILE: 'no/such' };
  const secrets = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
  const env = { ...none, ...noFiles, ...secrets };

  it.each([[['mutes', '--table', 'state']], [['verify', 's3://a-trail']], [['replay', 's3://a-trail']]])(
    'names the remedy if there is no region, or no credentials: %j',
    async (args) => {
      const region = await command.run(args, { env });
      expect(region.code).toBe(1);
      expect(region.err).toMatch(
        /^error: cannot .*: no AWS region is set\. Set AWS_REGION, or AWS_PROFILE to a profile with a region$/m,
      );
      const credentials = await command.run(args, { env: { ...env, AWS_REGION: 'eu-west-1' } });
      expect(credentials.code).toBe(1);
      expect(credentials.err).toMatch(
        /^error: cannot .*: there are no AWS credentials\. Set AWS_PROFILE, or log in with the AWS CLI\. /m,
      );
    },
  );
});

describe('a file on disk', () => {
  it('is named in messages by the path that the user wrote', async () => {
    for (const given of [CLOUDTRAIL, 'examples/cloudtrail']) {
      const { out } = await command.run(['replay', given]);
      expect(out).toContain(`▌ ${given}/AWSLogs/`);
      expect(out).not.toContain('s3://');
    }
  });

  it('that is empty is an error', async () => {
    const { code, out, err } = await command.run(['replay', command.write('empty.json', '')]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^error: \S+empty\.json: .*it is empty$/m);
  });
});

describe('a rule whose value is a field that is always a string', () => {
  it.each(['eventName', 'userIdentity.arn', 'event["errorCode"]'])('is a warning of check: %s', async (rule) => {
    const { code, out } = await command.run(['check', rule]);
    expect(code).toBe(0);
    expect(out).toContain('warning not_boolean at 1:1: the value of this rule is a string, never true');
    expect(out).toContain('hint: compare it with a value, for example `eventName == "StopLogging"`');
  });

  it.each([
    'readOnly',
    'requestParameters.force',
    'event["errorCode"] == None',
    'userIdentity.accountId == "111122223333"',
  ])('is not %s', async (rule) => {
    const { out } = await command.run(['check', rule]);
    expect(out).not.toMatch(/not_boolean|never_equal/);
  });
});
