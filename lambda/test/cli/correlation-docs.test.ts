// The examples of docs/correlation.md and docs/quiet-rules.md: rules compile, cases pass, commands print what the pages show.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CORRELATION_TYPES } from '../../src/core/correlation/correlation.ts';
import { correlationJson } from '../../src/core/render/correlations/json.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { renderTerminal } from '../../src/core/render/terminal.ts';
import { aCorrelation } from '../render/correlation-cases.ts';
import { FACTS } from '../render/findings.ts';
import { CONTEXT } from '../render/notices.ts';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const CHAPTER = readFileSync(path.join(ROOT, 'docs/correlation.md'), 'utf8');
const RECIPE = readFileSync(path.join(ROOT, 'docs/quiet-rules.md'), 'utf8');

const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

const command = useCommand();

describe('docs/correlation.md', () => {
  it('has rules without problems', async () => {
    const [rules = ''] = blocks(CHAPTER, 'hcl');
    const { code, err } = await command.run(['check', '--tfvars', command.write('rules.tfvars', rules)]);
    expect([code, err]).toEqual([0, '6 rules checked: 0 errors, 0 warnings\n']);
  });

  it.each(blocks(CHAPTER, 'yaml').map((text, index) => [index + 1, text] as const))(
    'has cases that pass (block %d)',
    async (_, text) => {
      const { code, out, err } = await command.run(['test', command.write('cases.yaml', text)]);
      expect([code, out.includes('FAIL'), err]).toEqual([
        0,
        false,
        expect.stringMatching(/^\d+ cases?, \d+ passed, 0 failed/),
      ]);
    },
  );

  it('shows a message as it looks', () => {
    const [shown = ''] = blocks(CHAPTER, 'text');
    const message = createSlackRenderer(CONTEXT).message(aCorrelation('calls-denied'), 8);
    expect(renderTerminal(message, { color: false, width: 100 })).toContain(shown.trim());
  });

  it('lists every type, and every field in JSON', () => {
    for (const type of CORRELATION_TYPES) expect(CHAPTER).toContain(`| \`${type}\` |`);
    const rows = [...CHAPTER.slice(CHAPTER.indexOf('### In JSON')).matchAll(/^\| (`.*?) \|/gm)];
    const listed = rows.flatMap(([, names = '']) => names.split(', ').map((name) => name.replaceAll('`', '')));
    expect(listed.toSorted()).toEqual(Object.keys(correlationJson(FACTS)).toSorted());
  });
});

describe('docs/quiet-rules.md', () => {
  it('shows rules of the example', () => {
    for (const rules of blocks(RECIPE, 'hcl')) {
      const files = ['noisy', 'quiet'].map((name) =>
        readFileSync(path.join(ROOT, `examples/quiet-rule/${name}.tfvars`), 'utf8'),
      );
      expect(files.some((file) => file.includes(rules))).toBe(true);
    }
  });

  const sessions = blocks(RECIPE, 'console').map((text) => text.trim().split('\n'));

  it.each(sessions.map(([line = '', ...shown]) => [line, shown] as const))(
    'shows what is printed by %s',
    async (line, shown) => {
      const [, args = '', filter] = /^\$ npx cloudtrail-to-slack ([^|]+?)(?: \| (.*))?$/.exec(line) ?? [];
      const { code, out } = await command.run(args.split(' '));
      expect(code).toBe(0);
      const printed = filter === undefined ? stripVTControlCharacters(out) : principalsIn(out);
      expect(inOrder(printed.split('\n'), shown)).toEqual([]);
    },
  );

  // What `jq -r .principal | sort | uniq -c` prints.
  function principalsIn(json: string): string {
    const names = json
      .trim()
      .split('\n')
      .map((text) => String(JSON.parse(text).principal));
    return [...new Set(names)]
      .toSorted()
      .map((name) => `${String(names.filter((one) => one === name).length).padStart(7)} ${name}`)
      .join('\n');
  }

  // The lines that are not printed in this order; `...` is any number of lines.
  function inOrder(printed: readonly string[], shown: readonly string[]): readonly string[] {
    let place = 0;
    return shown.filter((line) => {
      if (line === '...') return false;
      const found = printed.indexOf(line, place);
      if (found !== -1) place = found + 1;
      return found === -1;
    });
  }
});
