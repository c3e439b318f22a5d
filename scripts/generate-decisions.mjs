#!/usr/bin/env node
// Writes the index of docs/adr/README.md, between its markers, from the title, the theme and the status of each decision
// record. `--check` writes nothing and fails if the index is out of date. `--folder DIR` reads and writes another folder.

import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { publish, ROOT, read, replaceBetween } from './documents.mjs';

/** The sections of the index, in order. Each record names one in its line `Theme: ...`. */
const THEMES = [
  'settings and deployment',
  'triggers',
  'reading log files',
  'rule language',
  'rules and packs',
  'delivery and threads',
  'destinations and adapters',
  'rendering',
  'command line',
  'tests and toolchain',
];

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    folder: { type: 'string', default: resolve(ROOT, 'docs/adr') },
  },
});
const folder = relative(ROOT, values.folder);

/** Reads one record. Throws if its number, theme or status is missing or wrong. */
function readDecision(file, _, files) {
  const text = read(`${folder}/${file}`);
  const fail = (problem) => {
    throw new Error(`docs/adr/${file} ${problem}`);
  };
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
  const expected = Number(file.slice(0, 4));
  if (Number(number) !== expected) fail(`must begin with "# ${expected}. TITLE"`);
  const [, theme] = /^Theme: (.+)$/m.exec(text) ?? [];
  if (!THEMES.includes(theme)) fail(`needs a line "Theme: THEME" below its title. Themes: ${THEMES.join(', ')}`);
  const [, status] = /^Status: (.+)$/m.exec(text) ?? [];
  const [, by, successor] = /^Superseded by \[(\d+)\]\((\S+\.md)\)$/.exec(status ?? '') ?? [];
  const isValid = files.includes(successor) && Number(by) === Number(successor.slice(0, 4));
  if (status !== undefined && !isValid) fail(`has a status that is not "Superseded by [NN](NNNN-existing-record.md)"`);
  const row = status === undefined ? title : `~~${title}~~ Superseded by [${by}](${successor})`;
  return { number, theme, row: `| [${number}](${file}) | ${row} |` };
}

const decisions = readdirSync(values.folder)
  .filter((file) => /^\d{4}-.*\.md$/.test(file))
  .sort()
  .map(readDecision);
const repeated = decisions.find(({ number }, index) => number === decisions[index - 1]?.number);
if (repeated) throw new Error(`docs/adr: two records have the number ${repeated.number}`);

/** One section of the index: the decisions of a theme, by number. */
function section(theme) {
  const rows = decisions.filter((decision) => decision.theme === theme).map(({ row }) => row);
  const heading = theme[0].toUpperCase() + theme.slice(1);
  return rows.length === 0 ? [] : [`## ${heading}\n\n| | decision |\n| --- | --- |\n${rows.join('\n')}`];
}

const page = `${folder}/README.md`;
const index = THEMES.flatMap(section).join('\n\n');
publish({ [page]: replaceBetween(read(page), 'decisions', index) }, values.check);
