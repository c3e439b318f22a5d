// docs/features.md lists the features and the tests that show them: every test exists, and every feature has one.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readText as read } from '../repository.ts';

const PAGE = read('docs/features.md');

interface Row {
  readonly feature: string;
  readonly here: string;
  readonly links: readonly { readonly test: string; readonly file: string }[];
}

const ROWS: readonly Row[] = PAGE.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:---|feature \||fault \|)/.test(line))
  .map((line) => {
    const [feature = '', here = '', tests = ''] = line.split(/ ?\| ?/).slice(1);
    const links = [...tests.matchAll(/\[((?:[^\]]|\](?!\())+)\]\(\.\.\/([^)]+)\)/g)];
    return { feature, here, links: links.map(([, test = '', file = '']) => ({ test, file })) };
  });

const LINKS = ROWS.flatMap(({ feature, links }) => links.map((link) => ({ feature, ...link })));

/** Whether a test file contains a test, a group of tests or a case with that name. */
function isIn(text: string, name: string): boolean {
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`));
}

describe('docs/features.md', () => {
  it.each([
    'ClickOps notifier',
    'EventBridge console watch',
    'User-agent rules for the console',
    'SAM account watcher',
    'cloudtrail-to-slack (Python)',
  ])('has a section about the %s', (title) => {
    const [, section = ''] = PAGE.split(`## ${title}\n`);
    expect(
      section
        .split('\n## ')[0]
        ?.split('\n')
        .filter((line) => line.startsWith('| ')).length,
    ).toBeGreaterThan(5);
  });

  it.each(ROWS)('links "$feature" to a test, or states that it is not here', ({ here, links }) => {
    expect(links.length > 0).toBe(!here.startsWith('not here'));
  });

  it.each(LINKS)('links "$feature" to a test that exists: $test', ({ test, file }) => {
    expect(existsSync(path.join(ROOT, file)), file).toBe(true);
    expect(isIn(read(file), test), `${file}: ${test}`).toBe(true);
  });

  it('names only variables that the module has', () => {
    const text = `${read('variables.tf')}${read('variables.deprecated.tf')}${read('outputs.tf')}`;
    const known = new Set([...text.matchAll(/\b[a-z0-9]+(?:_[a-z0-9]+)+\b/g)].map(([name]) => name));
    const named = ROWS.flatMap(({ here }) => [...here.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+)+)(?: = [^`]*)?`/g)]);
    expect(named.length).toBeGreaterThan(50);
    expect(named.map(([, name = '']) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('links only to pages that exist', () => {
    const pages = [...PAGE.matchAll(/\]\(([\w/.-]+\.md)(?:#[\w-]+)?\)/g)].map(([, page = '']) => page);
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((page) => !existsSync(path.join(ROOT, 'docs', page)))).toEqual([]);
  });
});
