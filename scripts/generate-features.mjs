#!/usr/bin/env node
// Copies the tables of docs/features.md into README.md, between its markers, and adapts their links. `--check` writes
// nothing and fails if the tables are out of date.

import { readFileSync, writeFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = resolve(import.meta.dirname, '..');
const README = resolve(ROOT, 'README.md');
const LINK = /\]\((?!https?:|#)([^)\s]+)\)/g;

// Each system is a heading, optional text, and a table.
const SYSTEM = /^## (.+)\n[^|]*?((?:^\|.*\n)+)/gm;

const features = readFileSync(resolve(ROOT, 'docs/features.md'), 'utf8');
const tables = [...features.matchAll(SYSTEM)].map(([, name, table]) => `**${name}**\n\n${table}`);
if (tables.length === 0) throw new Error('docs/features.md has no tables');
const text = tables.join('\n').replaceAll(LINK, (_, link) => `](${posix.join('docs', link)})`);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const before = readFileSync(README, 'utf8');
const after = before.replace(
  /(<!-- features -->\n).*(\n<!-- \/features -->)/s,
  (_, open, close) => `${open}\n${text}${close}`,
);
if (!after.includes(text)) throw new Error('README.md needs the markers <!-- features --> and <!-- /features -->');
if (!values.check) {
  writeFileSync(README, after);
} else if (after !== before) {
  console.error('README.md: the table of features is out of date. Run node scripts/generate-features.mjs.');
  process.exitCode = 1;
}
