#!/usr/bin/env node
// Prints how many alerts each pack and each rule makes of 1,000 records: `node scripts/measure-noise.mjs DIR ...`. `--write` puts
// the tables into docs/noise.md. Reads every log file (`.json`, `.json.gz`) below the directories, one at a time: an object with
// `Records`, or a list of records.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { loadTypeScript } from './load-typescript.mjs';

const PAGE = resolve(import.meta.dirname, '../docs/noise.md');
const MARK = '<!-- Written by scripts/measure-noise.mjs: -->\n\n';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
if (positionals.length === 0) {
  console.error('usage: node scripts/measure-noise.mjs [--write] DIR ...');
  process.exit(2);
}

const { createNoise } = await loadTypeScript('scripts/measure-noise.ts');
const noise = createNoise();
for (const directory of positionals) {
  for (const name of readdirSync(directory, { recursive: true }).toSorted()) {
    if (/\.json(?:\.gz)?$/.test(name)) recordsOf(join(directory, name)).forEach(noise.add);
  }
}
if (values.write) {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, `${page.slice(0, page.indexOf(MARK))}${MARK}${noise.render()}\n`);
} else console.log(noise.render());

function recordsOf(file) {
  const bytes = readFileSync(file);
  const log = JSON.parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const records = Array.isArray(log) ? log : log.Records;
  if (!Array.isArray(records)) console.error(`${file}: skipped, it has no records`);
  return records ?? [];
}
