#!/usr/bin/env node
// Writes the table of docs/adr/README.md, between its markers, from the titles of the decisions beside it. `--check` writes
// nothing and fails if the table is not current.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const DECISIONS = resolve(import.meta.dirname, '../docs/adr');
const INDEX = join(DECISIONS, 'README.md');

/** One row a decision; a file whose number is not that of its title is a mistake, and so is a number given twice. */
function readRow(file) {
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(readFileSync(join(DECISIONS, file), 'utf8')) ?? [];
  if (number === undefined || Number(number) !== Number(file.slice(0, 4))) {
    throw new Error(`docs/adr/${file} does not begin with "# ${Number(file.slice(0, 4))}. TITLE"`);
  }
  return { number, row: `| [${number}](${file}) | ${title} |` };
}

const rows = readdirSync(DECISIONS)
  .filter((file) => /^\d{4}-.*\.md$/.test(file))
  .sort()
  .map(readRow);
const repeated = rows.find(({ number }, index) => number === rows[index - 1]?.number);
if (repeated) throw new Error(`docs/adr: two decisions have the number ${repeated.number}`);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const before = readFileSync(INDEX, 'utf8');
const table = ['| | decision |', '| --- | --- |', ...rows.map(({ row }) => row)].join('\n');
const after = before.replace(
  /(<!-- decisions -->\n).*(\n<!-- \/decisions -->)/s,
  (_, open, close) => `${open}\n${table}\n${close}`,
);
if (!after.includes(table)) throw new Error('docs/adr/README.md has no place for the table: <!-- decisions --> ...');
if (!values.check) {
  writeFileSync(INDEX, after);
} else if (after !== before) {
  console.error('docs/adr/README.md: the table is not current; run node scripts/generate-decisions.mjs');
  process.exitCode = 1;
}
