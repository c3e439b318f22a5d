// The README and the pages that continue it are what the module does: their rules compile, their arguments exist, their
// commands answer as shown.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import { PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import { composeRules, settingsProblems } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { useCommand } from '../cli/command.ts';
import { ROOT, readText as read } from '../repository.ts';

const README = read('README.md');

const PAGES = [README, read('docs/triggers.md'), read('docs/destinations.md')];

/** The blocks of a language, without the indentation of the list that they are in. */
const blocks = (language: string): string[] =>
  PAGES.flatMap((page) => [...page.matchAll(new RegExp(`^( *)\`\`\`${language}\n(.*?)^\\1\`\`\``, 'gms'))]).map(
    ([, indentation = '', text = '']) => text.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
  );

const RULES = blocks('python').flatMap((block) => block.trim().split('\n'));
const CONSOLES = blocks('console').flatMap((block) => block.split(/^(?=\$ )/m));

/** The arguments of a module block, or of a part of one. */
async function argumentsOf(hcl: string): Promise<Record<string, unknown>> {
  const parsed = (await parse('README.md', hcl)) as { module?: Record<string, Record<string, unknown>[]> };
  const [block] = Object.values(parsed.module ?? {});
  const { source: _, ...given } = block?.[0] ?? (parsed as Record<string, unknown>);
  return given;
}

const MODULE = await Promise.all(blocks('hcl').map(argumentsOf));
const VARIABLES = new Set([...read('variables.tf').matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name));

describe('a rule of the README', () => {
  it('is there to be tried', () => expect(RULES.length).toBeGreaterThan(5));

  it.each(RULES)('compiles without a warning: %s', (rule) => {
    expect(compileRule(rule, ruleEnvironment({})).problems).toEqual([]);
  });
});

describe('a module block of the README', () => {
  it('is there to be tried', () => expect(MODULE.length).toBeGreaterThan(2));

  it.each(MODULE)('has only arguments that exist: %j', (given) => {
    expect(Object.keys(given).filter((name) => !VARIABLES.has(name))).toEqual([]);
  });

  it('makes settings in which everything is known and every rule compiles', async () => {
    const settings = parseSettings(Object.assign({ slack_bot_token_reference: '/token' }, ...MODULE));
    expect(settingsProblems(settings)).toEqual([]);
    expect((await composeRules(settings)).failures).toEqual([]);
  });
});

describe('the README', () => {
  it('is under 250 lines', () => expect(README.split('\n').length).toBeLessThan(250));

  it.each(PACKS)('has the pack $name', ({ name, description, rules }) => {
    expect(README).toContain(
      `| [\`${name}\`](docs/default-rules.md#pack-${name}) | ${rules.length} | ${description} |\n`,
    );
  });
});

describe('the page about examples', () => {
  it('has every example', () => {
    const page = read('examples/README.md');
    const examples = readdirSync(path.join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(examples.map(({ name }) => name).filter((name) => !page.includes(`[${name}](${name})`))).toEqual([]);
  });
});

describe('the page about triggers', () => {
  it('has every trigger and no other', () => {
    const [, accepted = '[]'] = /contains\((\[.*\]), var\.trigger\)/.exec(read('variables.tf')) ?? [];
    const rows = [...read('docs/triggers.md').matchAll(/^\| `([\w-]+)` \|/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'trigger');
    expect(rows.sort()).toEqual((JSON.parse(accepted) as string[]).sort());
  });
});

describe('the index of the documents', () => {
  it('has every document', () => {
    const index = read('docs/README.md');
    const documents = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.md') && !/^README\.md$|^adr\//.test(file),
    );
    expect(documents.length).toBeGreaterThan(15);
    expect(documents.filter((file) => !index.includes(`](${file}`))).toEqual([]);
  });
});

describe('a command of the README', () => {
  const command = useCommand();

  it('is there to be tried', () => expect(CONSOLES.length).toBeGreaterThan(3));

  it.each(CONSOLES)('answers as shown: %s', async (text) => {
    const [line = '', ...shown] = text.trim().split('\n');
    const { out, err } = await command.run(toArguments(line));
    const answered = `${out}\n${err}`.split('\n').map((given) => given.trimEnd());
    let at = 0;
    for (const expected of shown.filter((each) => each !== '...')) {
      const found = answered.indexOf(expected, at);
      expect(found, `${expected}\n-- is not in --\n${answered.slice(at).join('\n')}`).toBeGreaterThanOrEqual(0);
      at = found + 1;
    }
  });
});

/** As a shell reads `$ npx cloudtrail-to-slack ...`. */
function toArguments(line: string): string[] {
  const words = line.replace('$ npx cloudtrail-to-slack ', '').match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^"(.*)"$/, '$1'));
}
