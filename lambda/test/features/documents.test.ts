// The documents match the repository: links have targets, the index lists all decisions, and the operations manual has
// exactly the alarms, metrics and log events that exist.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { emptyCounters } from '../../src/app/counters.ts';
import { decodeTrigger } from '../../src/core/sources/decode.ts';
import { ROOT, readText as read } from '../repository.ts';
import { filesOfRepository } from '../repository-files.ts';

const DOCUMENTS = filesOfRepository('*.md', 'docs/**/*.md', 'examples/**/*.md', 'modules/**/*.md');

const withoutCode = (text: string): string => text.replaceAll(/^( *)```.*?^\1```/gms, '').replaceAll(/`[^`\n]*`/g, '');

const linksOf = (file: string): string[] =>
  [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);

// The form that GitHub uses: lower case, no punctuation, hyphens for spaces.
const anchorsOf = (file: string): Set<string> => {
  const headings = [
    ...read(file)
      .replaceAll(/^```.*?^```/gms, '')
      .matchAll(/^#+ (.*)$/gm),
  ];
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  return new Set(headings.map(([, heading]) => slug(heading as string)));
};

function isBroken(from: string, link: string): boolean {
  if (/^(?:https?|mailto):/.test(link)) return false;
  const [file = '', anchor] = link.split('#', 2);
  const target = file === '' ? from : path.join(path.dirname(from), file);
  if (!existsSync(path.join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
}

describe('every document', () => {
  it.each(DOCUMENTS)('has no broken link: %s', (file) => {
    expect(linksOf(file).filter((link) => isBroken(file, link))).toEqual([]);
  });

  it('would fail this test with a broken link', () => {
    expect(['nowhere.md', '#nothing', 'docs/operations.md#nothing'].every((link) => isBroken('README.md', link))).toBe(
      true,
    );
    expect(linksOf('docs/threat-model.md').length).toBeGreaterThan(20);
  });
});

describe('the index of decisions', () => {
  const generate = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(ROOT, 'scripts/generate-decisions.mjs'), ...args], { encoding: 'utf8' });
  const folderWith = (decisions: Record<string, string>): string => {
    const folder = mkdtempSync(path.join(tmpdir(), 'decisions-'));
    const files = { 'README.md': '<!-- decisions -->\n\n<!-- /decisions -->\n', ...decisions };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return folder;
  };

  it('lists every decision by theme and number', () => {
    expect(generate('--check')).toMatchObject({ stderr: '', status: 0 });
  });

  it.each([
    ['has no theme', '# 1. One\n', 'docs/adr/0001-one.md needs a line "Theme: THEME" below its title'],
    ['has an unknown theme', '# 1. One\n\nTheme: weather\n', 'docs/adr/0001-one.md needs a line "Theme: THEME"'],
    ['has another number than its file', '# 2. One\n\nTheme: triggers\n', 'must begin with "# 1. TITLE"'],
    [
      'is superseded by a missing record',
      '# 1. One\n\nTheme: triggers\nStatus: Superseded by [2](0002-two.md)\n',
      'docs/adr/0001-one.md has a status that is not "Superseded by',
    ],
  ])('rejects a decision that %s', (_, text, message) => {
    const folder = folderWith({ '0001-one.md': text });
    const { status, stderr } = generate('--folder', folder);
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) });
  });

  it('marks a superseded decision', () => {
    const folder = folderWith({
      '0001-one.md': '# 1. One\n\nTheme: triggers\nStatus: Superseded by [2](0002-two.md)\n',
      '0002-two.md': '# 2. Two\n\nTheme: rendering\n',
    });
    const { status } = generate('--folder', folder);
    const index = readFileSync(path.join(folder, 'README.md'), 'utf8');
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(index.match(/^(?:## |\| \[).*$/gm)).toEqual([
      '## Triggers',
      '| [1](0001-one.md) | ~~One~~ Superseded by [2](0002-two.md) |',
      '## Rendering',
      '| [2](0002-two.md) | Two |',
    ]);
  });
});

describe('the operations manual', () => {
  const manual = read('docs/operations.md');
  const section = (heading: string): string =>
    new RegExp(`^## ${heading}\n(.*?)(?=^## |$(?![\\s\\S]))`, 'ms').exec(manual)?.[1] ?? '';
  const named = (heading: string): string[] =>
    [...section(heading).matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name as string).sort();
  const sources = filesOfRepository('lambda/src/*.ts').filter((file) => !/\.test\.ts$|\/memory\/|\/cli\//.test(file));
  const found = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, name]) => name as string);

  it('begins with the alarms, which the description of each alarm refers to', () => {
    expect(/^## (.*)$/m.exec(manual)?.[1]).toBe('Alarms');
    expect(read('alarms.tf')).toMatch(/Look for \$\{each\.key\} in docs\/operations\.md, section Alarms\./);
  });

  it('has every alarm', () => {
    const [, byRule = ''] = /critical_findings = \[(.*)\]/.exec(read('alarms.tf')) ?? [];
    const alarms = [
      ...found(read('alarms.tf'), /\b([a-z]+(?:-[a-z]+)+)"? (?:=>? )?\{$/gm),
      ...found(byRule, /"([\w-]+)"/g),
    ];
    expect(alarms.length).toBeGreaterThan(5);
    expect(named('Alarms')).toEqual(alarms.sort());
  });

  it('has every metric', () => {
    const own = read('lambda/src/app/measure.ts').split('function accessDeniedMetrics')[0] ?? '';
    const metrics = found(own, /(?:\[|metric\()'([A-Z]\w+)', /g);
    expect(metrics.length).toBeGreaterThan(10);
    expect(named('Metrics')).toEqual(metrics.sort());
  });

  it('has every log event', () => {
    const lines = sources.flatMap((file) => found(read(file), /\blog\.(?:debug|info|warn|error)\(\s*'(\w+)'/g));
    expect(named('The log').filter((name) => name !== 'event')).toEqual(
      [...new Set([...lines, 'item_retry', 'item_drop'])].sort(),
    );
  });

  it('shows an example notification that the function accepts', () => {
    const [, body = ''] = /--message-body \\\n\s*'(.*)'$/m.exec(manual) ?? [];
    const [envelope] = decodeTrigger({ Records: [{ eventSource: 'aws:sqs', messageId: 'one', body }] }).envelopes;
    expect(envelope?.items).toEqual([{ kind: 'log-file', bucket: 'my-trail', key: 'AWSLogs/.../file.json.gz' }]);
  });

  it('has every counter of the summary', () => {
    const [, counters = ''] = /^Counters of `summary`: (.*?)\. They/ms.exec(section('The log')) ?? [];
    expect(found(counters, /`(\w+)`/g)).toEqual(Object.keys(emptyCounters()));
  });
});

describe('every promise', () => {
  const guaranteed = read('docs/guarantees.md');
  const paragraphs = guaranteed.split(/\n(?=\*\*[A-Z][a-z ]+\.\*\*)/).slice(1);
  const threats = read('docs/threat-model.md');
  const testsIn = (text: string) =>
    [...text.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+\.(?:test\.ts|tftest\.hcl))\)/g)].map(([, name = '', file = '']) => ({
      name,
      file,
    }));
  const isIn = (text: string, name: string): boolean => ["'", '"', '`'].some((q) => text.includes(`${q}${name}${q}`));

  it('about delivery names a test', () => {
    expect(paragraphs.length).toBeGreaterThan(7);
    expect(paragraphs.filter((paragraph) => testsIn(paragraph).length === 0)).toEqual([]);
  });

  it('of the threat model names a test, or a script that checks it', () => {
    const rows = [...threats.matchAll(/^\| they cannot \|.*\n\| --- .*\n((?:\|.*\n)+)/gm)];
    const promises = rows.flatMap(([, table = '']) => table.trim().split('\n'));
    expect(promises.length).toBeGreaterThan(30);
    expect(promises.filter((promise) => !promise.includes('](../'))).toEqual([]);
  });

  it.each(testsIn(guaranteed + threats))('is proven by a test that exists: $name', ({ name, file }) => {
    expect(isIn(read(file), name), `${file}: ${name}`).toBe(true);
  });
});

describe('every workflow', () => {
  const workflows = filesOfRepository('.github/**/*.yml');

  it.each(workflows)('is valid YAML: %s', (file) => {
    expect(parseAllDocuments(read(file)).flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  });

  it.each(workflows.filter((file) => file.includes('/workflows/')))('runs .ci/run: %s', (file) => {
    expect(read(file)).toMatch(/^ +(?:- )?run: bash \.ci\/run$/m);
  });
});
