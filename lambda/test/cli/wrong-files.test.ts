// Files that are not what a command needs, and the answer that helps: it names the file, the place and the remedy.

import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useCommand } from './command.ts';

const command = useCommand();

const EVENT = 'examples/rule-tests/events/sign-in-without-mfa.json';
const fileOf = (content: string | Uint8Array, name = 'given.json') => command.write(name, content);

describe('a file that is not JSON', () => {
  it.each<[what: string, content: string, answer: string]>([
    ['a comma at the end of an object', '{\n  "eventName": "x",\n}', 'at 3:1; remove the comma before it'],
    ['a comma at the end of a list', '["a",]', 'remove the comma before it'],
    ['a comment at the start', '// why\n{}', 'JSON has no comments: remove them'],
    ['a comment in an object', '{\n  "eventName": "x" // why\n}', 'at 2:20; JSON has no comments: remove them'],
    ['single quotes', "{'eventName': 'x'}", 'at 1:2; write strings in double quotes'],
    ['text after the end', '{"a": 1}\nx', 'at 2:1'],
    ['plain text', 'hello', `is not JSON: Unexpected token 'h', "hello" is not valid JSON`],
    ['white space', ' \n', 'given.json: is empty'],
  ])('is named with the place and the remedy by every command: %s', async (_what, content, answer) => {
    const file = fileOf(content);
    const all = [
      ['replay', file],
      ['explain', 'readOnly', file],
      ['check', file],
      ['verify', '.', '--public-keys', file],
    ];
    for (const { code, out, err } of await Promise.all(all.map((args) => command.run(args)))) {
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^error: \S+given\.json: is (?:not JSON: |empty)/);
      expect(err).toContain(answer);
    }
  });

  it('can be gzip with another content', async () => {
    const { err } = await command.run(['replay', fileOf(gzipSync('{"eventName": "x",}'), 'log.json.gz')]);
    expect(err).toMatch(/^error: \S+log\.json\.gz: is not JSON: .* at 1:19; remove the comma before it$/m);
  });

  it.each([
    ['replay', /^error: \S+log\.json\.gz: neither gzip nor JSON: 3 bytes that begin with ff fe fd$/m],
    ['explain', /^error: \S+log\.json\.gz: is neither JSON nor gzipped JSON$/m],
  ])('can be no text: %s', async (name, answer) => {
    const file = fileOf(Buffer.from('fffefd', 'hex'), 'log.json.gz');
    const { err } = await command.run(name === 'replay' ? [name, file] : [name, 'readOnly', file]);
    expect(err).toMatch(answer);
  });

  it('is still read if it is a log file with broken records', async () => {
    const broken =
      '{"Note":1,"Records":[{"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com"},{"eventN]}';
    const { err } = await command.run(['replay', fileOf(broken)]);
    expect(err).not.toContain('is not JSON: ');
  });
});

describe('a file without rules', () => {
  it.each<[name: string, content: string]>([
    ['rules.yaml', '[]'],
    ['rules.yaml', '# nothing\n'],
    ['rules.json', '[]'],
  ])('is an error of check if it should list them: %s with %j', async (name, content) => {
    const { code, out, err } = await command.run(['check', fileOf(content, name), "eventName == 'x'"]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /settings in \S+rules\.\w+\n {2}error no_rules: lists no rules; write a list such as \["eventName/,
    );
    expect(err).toBe('1 rule checked: 1 error, 0 warnings\n');
  });

  it.each<[name: string, content: string]>([
    ['prod.tfvars', 'rule_packs = ["cis"]'],
    ['prod.tfvars', 'rules = []'],
    ['prod.json', '{"rules": []}'],
  ])('is complete if it contains settings, and check says what it did: %s with %j', async (name, content) => {
    const file = fileOf(content, name);
    const err = 'no rules to check, only other settings: 0 errors, 0 warnings\n';
    expect(await command.run(['check', '--tfvars', file])).toEqual({ code: 0, out: '', err });
    const withRules = await command.run(['check', '--tfvars', file, "eventName == 'x'"]);
    expect(withRules).toEqual({ code: 0, out: '', err: '1 rule checked: 0 errors, 0 warnings\n' });
  });

  it.each<[args: readonly string[], answer: RegExp]>([
    [['check', 'main.tf'], /^error: main\.tf: is not a file with rules; name files that end in \.tfvars/],
    [['check', '--tfvars', 'main.tf'], /^error: main\.tf: is a configuration; name a \.tfvars file, or the output of/],
    [['verify', 'README.md'], /^error: README\.md: cannot be read: it is not a directory/],
    [['test', 'examples/rule-tests'], /^error: examples\/rule-tests: cannot be read: it is a directory; name a file$/m],
  ])('is answered with what to name instead: %j', async (args, answer) => {
    expect(await command.run(args)).toEqual({ code: 1, out: '', err: expect.stringMatching(answer) });
  });
});

describe('a location in S3', () => {
  it.each(['s3:/trail', 's3:///AWSLogs', 'S3://', 'arn:aws:s3:::trail', 'https://trail.s3.amazonaws.com/AWSLogs'])(
    'that is written in another way is an error of usage: %s',
    async (given) => {
      for (const name of ['replay', 'verify'])
        expect(await command.run([name, given])).toEqual({
          code: 2,
          out: '',
          err: `error: ${given}: is not a location in S3; write s3://BUCKET or s3://BUCKET/PREFIX\n`,
        });
    },
  );

  it.each([
    [['explain', 'readOnly', 's3://trail/log.json']],
    [['studio', 's3://trail']],
    [['test', 's3://trail/c.yaml']],
  ])('is refused by a command that reads only files: %j', async (args) => {
    const { code, err } = await command.run(args);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('this command reads only files; copy it with `aws s3 cp`'),
    ]);
  });
});

describe('the first argument of explain', () => {
  it('can be the name of a rule of the settings or the packs', async () => {
    const settings = fileOf(`rules = [{ name = "mine", expression = "eventName == 'ConsoleLogin'" }]`, 'mine.tfvars');
    const named = [['mine', '--tfvars', settings], ['signed-in-without-mfa']];
    for (const [name = '', ...options] of named) {
      const { code, out } = await command.run(['explain', name, EVENT, ...options]);
      expect([code, out]).toEqual([0, expect.stringMatching(/^match\n {2}eventName == ['"]ConsoleLogin['"]/)]);
    }
  });

  it.each(['signed-in-without-mfaa', 'denied'])('is not the name of a rule that does not exist: %s', async (name) => {
    const { code, out, err } = await command.run(['explain', name, EVENT]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `error: there is no rule with the name "${name}"; cloudtrail-to-slack rules lists the default rules\n`,
    );
  });

  it('is not the event', async () => {
    const { code, err } = await command.run(['explain', EVENT, 'readOnly']);
    expect([code, err]).toEqual([2, 'error: the rule comes first: explain "RULE" EVENT.json\n']);
  });
});

describe('a case of a rule that does not exist', () => {
  it('fails, even if it expects no match', async () => {
    const file = fileOf('- { rule: denied, event: { eventName: x }, expect: no match }', 'cases.yaml');
    const { code, out } = await command.run(['test', path.relative('.', file)]);
    expect([code, out]).toEqual([1, expect.stringContaining('error: there is no rule with the name "denied"')]);
  });
});
