// The `convert sigma` command from the outside: what it prints, and that the other commands and Terraform accept it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { FORMS, ruleWith } from '../sigma/sigma-cases.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const GOOD = ruleWith({ selection: { eventName: 'StopLogging' }, condition: 'selection' });
const WINDOWS = ruleWith({ selection: { 'userAgent|windash': '-x' }, condition: 'selection' });

describe('cloudtrail-to-slack convert sigma', () => {
  it('prints rules that the module accepts and that check finds no error in', async () => {
    const texts = FORMS.map(({ detection, form }) =>
      ruleWith(detection, { title: form, description: `\${a} %{b} "${form}"` }),
    );
    command.write('forms/all.yml', texts.join('---\n'));
    const { code, out, err } = await command.run(['convert', 'sigma', path.join(command.folder, 'forms')]);
    expect({ code, last: err.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: `${FORMS.length} rules converted, 0 documents refused`,
    });
    const file = command.write('forms.tfvars', out);
    expect(await command.run(['check', '--tfvars', file])).toMatchObject({ code: 0 });
    // `terraform fmt -check -recursive` in the tests of the module shows that the file is formatted.
    await expect(out.replaceAll(`${command.folder}/`, '')).toMatchFileSnapshot('../sigma/forms.tfvars');
  });

  it('prints the same rules as JSON, with their source', async () => {
    const file = command.write('json/rule.yaml', GOOD);
    const { code, out } = await command.run(['convert', 'sigma', file, '--to', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {
        name: 'a-test',
        expression: "iequals(eventName, 'StopLogging')",
        severity: 'high',
        description: 'A test.',
        runbook_url: null,
        source: file,
      },
    ]);
    expect(await command.run(['check', command.write('rules.json', out)])).toMatchObject({ code: 0 });
  });

  it('refuses a document with file, line and reason, and converts the others', async () => {
    command.write('mixed/a.yml', WINDOWS);
    command.write('mixed/b/c.yaml', `${GOOD}---\ntitle: t\n`);
    command.write('mixed/notes.txt', 'no rule');
    const folder = path.join(command.folder, 'mixed');
    const { code, out, err } = await command.run(['convert', 'sigma', folder, '--to', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toHaveLength(1);
    const line = WINDOWS.split('\n').findIndex((text) => text.includes('windash')) + 1;
    expect(err).toContain(`${folder}/a.yml:${line}: refused: the modifier \`windash\` cannot be converted`);
    expect(err).toContain(`${folder}/b/c.yaml:${GOOD.split('\n').length + 1}: refused: not a Sigma rule`);
    expect(err).toContain('1 rule converted, 2 documents refused');
  });

  it('reads standard input', async () => {
    const { code, out } = await command.run(['convert', 'sigma', '-'], { stdin: GOOD });
    expect(code).toBe(0);
    expect(out).toContain("iequals(eventName, 'StopLogging')");
  });

  it.each([
    ['no-such-folder: there is no such file or directory; check the path', ['no-such-folder']],
    ['no-such-folder: there is no such file or directory; check the path', ['no-such-folder', '--to', 'json']],
    ['lambda/bin: there is no .yml or .yaml file in this directory', ['lambda/bin']],
  ])('prints no list if there is no file to read: %s', async (reason, args) => {
    expect(await command.run(['convert', 'sigma', ...args])).toEqual({ code: 1, out: '', err: `error: ${reason}\n` });
  });

  it('converts the files that it can read, and exits with 1 because of the others', async () => {
    const { code, out, err } = await command.run(['convert', 'sigma', 'no-such.yml', command.write('good.yml', GOOD)]);
    expect([code, out]).toEqual([1, expect.stringContaining("iequals(eventName, 'StopLogging')")]);
    expect(err).toMatch(/^error: no-such\.yml: there is no such file[^\n]*\n1 rule converted, 0 documents refused\n$/);
  });

  it('exits with 2 without a path', async () => {
    expect(await command.run(['convert', 'sigma'])).toMatchObject({ code: 2 });
  });

  it('cannot be made to control the terminal by a file', async () => {
    const text = 'title: "\\e[31m\\n"\nlogsource: { product: aws, service: "\\e[2J\\nforged: line" }\ndetection: {}\n';
    const { err } = await command.run(['convert', 'sigma', '-'], { stdin: text });
    expect(err).not.toContain('\u001b');
    expect(err).not.toMatch(/^forged/m);
  });
});

describe('docs/sigma.md', () => {
  const page = readFileSync(path.join(ROOT, 'docs/sigma.md'), 'utf8');
  const blocks = (language: string): string[] =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
  const [rules, shown] = [blocks('yaml'), blocks('hcl')];

  it.each([
    ['a rule', 0],
    ['a correlation', 1],
  ])('shows %s and what it becomes', async (_, index) => {
    const { out } = await command.run(['convert', 'sigma', '-'], { stdin: rules[index] as string });
    expect(out).toBe(shown[index]?.replaceAll(/# .*\.yml/g, '# -'));
  });

  it('shows as many rules as results', () => {
    expect([rules.length, shown.length]).toEqual([2, 2]);
  });
});

describe('docs/command-line.md', () => {
  it('shows the output for a rule that is refused', async () => {
    const page = readFileSync(path.join(ROOT, 'docs/command-line.md'), 'utf8');
    const [, shown = ''] = /\$ npx cloudtrail-to-slack convert sigma rule\.yml\n((?: {4}.*\n)+)/.exec(page) ?? [];
    const rule = `title: t\nlogsource:\n    product: aws\n    service: cloudtrail\ndetection:\n    s: { 'userAgent|windash': '-x' }\n    condition: s\n`;
    const { out, err } = await command.run(['convert', 'sigma', '-'], { stdin: rule });
    expect(`${out}${err}`.replace('-:6', 'rule.yml:6')).toBe(shown.replace(/^ {4}/gm, ''));
  });
});
