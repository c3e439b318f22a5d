// Mistakes that people make in files and arguments, and the answer that helps them.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, type Command, ROOT } from './command.ts';

let command: Command;
beforeAll(() => {
  command = buildCommand();
});
afterAll(() => command.remove());

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
