// Documents are true to the tree: links lead somewhere, decisions are all listed, and the operations manual knows every
// alarm, metric and log line there is, and no others.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { emptyCounters } from '../../src/app/counters.ts';
import { decodeTrigger } from '../../src/core/sources/decode.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const list = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns], {
    cwd: ROOT,
  })
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));

const DOCUMENTS = list('*.md', 'docs/**/*.md', 'examples/**/*.md', 'modules/**/*.md');

const withoutCode = (text: string): string => text.replaceAll(/^( *)```.*?^\1```/gms, '').replaceAll(/`[^`\n]*`/g, '');

const linksOf = (file: string): string[] =>
  [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);

// As GitHub makes them: lower case, without punctuation, hyphens for spaces.
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

describe('a document', () => {
  it.each(DOCUMENTS)('has no broken link: %s', (file) => {
    expect(linksOf(file).filter((link) => isBroken(file, link))).toEqual([]);
  });

  it('would be noticed with one', () => {
    expect(['nowhere.md', '#nothing', 'docs/operations.md#nothing'].every((link) => isBroken('README.md', link))).toBe(
      true,
    );
    expect(linksOf('docs/threat-model.md').length).toBeGreaterThan(20);
  });
});

describe('the list of decisions', () => {
  it('has every decision by its title, in order', () => {
    const script = path.join(ROOT, 'scripts/generate-decisions.mjs');
    expect(spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toMatchObject({
      stderr: '',
      status: 0,
    });
  });
});

describe('the operations manual', () => {
  const manual = read('docs/operations.md');
  const section = (heading: string): string =>
    new RegExp(`^## ${heading}\n(.*?)(?=^## |$(?![\\s\\S]))`, 'ms').exec(manual)?.[1] ?? '';
  const named = (heading: string): string[] =>
    [...section(heading).matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name as string).sort();
  const sources = list('lambda/src/*.ts').filter((file) => !/\.test\.ts$|\/memory\/|\/cli\//.test(file));
  const found = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, name]) => name as string);

  it('has every alarm', () => {
    const alarms = found(read('alarms.tf'), /\b([a-z]+(?:-[a-z]+)+)"? (?:=>? )?\{$/gm);
    expect(alarms.length).toBeGreaterThan(5);
    expect(named('Alarms')).toEqual(alarms.sort());
  });

  it('has every metric', () => {
    const own = read('lambda/src/app/measure.ts').split('function accessDeniedMetrics')[0] ?? '';
    const metrics = found(own, /(?:\[|metric\()'([A-Z]\w+)', /g);
    expect(metrics.length).toBeGreaterThan(10);
    expect(named('Metrics')).toEqual(metrics.sort());
  });

  it('has every line of the log', () => {
    const lines = sources.flatMap((file) => found(read(file), /\blog\.(?:debug|info|warn|error)\(\s*'(\w+)'/g));
    expect(named('The log').filter((name) => name !== 'event')).toEqual(
      [...new Set([...lines, 'item_retry', 'item_drop'])].sort(),
    );
  });

  it('shows a notification of one’s own making that is understood', () => {
    const [, body = ''] = /--message-body \\\n\s*'(.*)'$/m.exec(manual) ?? [];
    const [delivery] = decodeTrigger({ Records: [{ eventSource: 'aws:sqs', messageId: 'one', body }] }).envelopes;
    expect(delivery?.items).toEqual([{ kind: 'log-file', bucket: 'my-trail', key: 'AWSLogs/.../file.json.gz' }]);
  });

  it('has every counter of the summary', () => {
    const [, counters = ''] = /^Counters of `summary`: (.*?)\. They/ms.exec(section('The log')) ?? [];
    expect(found(counters, /`(\w+)`/g)).toEqual(Object.keys(emptyCounters()));
  });
});

describe('a workflow', () => {
  const workflows = list('.github/**/*.yml');

  it.each(workflows)('is valid YAML: %s', (file) => {
    expect(parseAllDocuments(read(file)).flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  });

  it.each(workflows.filter((file) => file.includes('/workflows/')))('runs everything that .ci/run does: %s', (file) => {
    expect(read(file)).toMatch(/^ +(?:- )?run: bash \.ci\/run$/m);
  });
});
