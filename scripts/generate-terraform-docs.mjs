#!/usr/bin/env node
// Writes the tables of inputs and outputs in README.md, between their markers, from variables*.tf and outputs.tf.
// `--check` writes nothing and fails if the tables are out of date.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from '@cdktf/hcl2json';

const ROOT = resolve(import.meta.dirname, '..');
const README = join(ROOT, 'README.md');
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/** Returns the blocks of one kind in one file, in file order (the parser sorts them by name). */
async function readBlocks(file, kind) {
  const text = read(file);
  const blocks = (await parse(file, text))[kind] ?? {};
  const names = [...text.matchAll(new RegExp(`^${kind}\\s+"([^"]+)"`, 'gm'))].map(([, name]) => name);
  return names.map((name) => ({ name, ...blocks[name][0] }));
}

const isRequired = (variable) => !('default' in variable);

function inputRow(variable) {
  const preset = isRequired(variable) ? '**required**' : code(showDefault(variable.default));
  return row([code(variable.name), cell(variable.description), code(showType(variable.type)), preset]);
}

const outputRow = (output) => row([code(output.name), cell(output.description)]);

const row = (cells) => `| ${cells.join(' | ')} |`;
const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;

/** Returns the first paragraph. The examples below it stay in the source. */
function cell(description = '') {
  const [paragraph] = description.trim().split(/\n\s*\n/);
  return paragraph.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** The parser returns types as `${list(object({ .. }))}`. The table shows objects without their attributes. */
function showType(type = 'any') {
  const text = type.replace(/^\$\{(.*)\}$/s, '$1').replaceAll(/\s+/g, ' ');
  return text.replace(/object\(\{.*\}\)/, 'object({...})');
}

/** The parser returns expressions as `${..}` and all other values as data. */
function showDefault(value) {
  const expression = typeof value === 'string' ? /^\$\{(.*)\}$/s.exec(value)?.[1] : undefined;
  return (expression ?? JSON.stringify(value)).replaceAll(/\s+/g, ' ');
}

const INPUT_HEAD = ['| name | meaning | type | default |', '| --- | --- | --- | --- |'];
const OUTPUT_HEAD = ['| name | meaning |', '| --- | --- |'];

function replaceBetween(text, marker, lines) {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`README.md needs the markers ${open} and ${close}`);
  return `${text.slice(0, start + open.length)}\n\n${lines.join('\n')}\n\n${text.slice(end)}`;
}

async function render(text) {
  const files = readdirSync(ROOT).filter((file) => /^variables.*\.tf$/.test(file));
  const [kept, deprecated] = ['variables.tf', 'variables.deprecated.tf'];
  const unknown = files.filter((file) => ![kept, deprecated].includes(file));
  if (unknown.length > 0)
    throw new Error(
      `${unknown.join(', ')}: no table is generated from this file. Move its variables to ${kept} or ${deprecated}.`,
    );
  const inputs = await readBlocks(kept, 'variable');
  const ordered = [...inputs.filter(isRequired), ...inputs.filter((variable) => !isRequired(variable))];
  const accepted = await readBlocks(deprecated, 'variable');
  const outputs = await readBlocks('outputs.tf', 'output');
  const withInputs = replaceBetween(text, 'inputs', [...INPUT_HEAD, ...ordered.map(inputRow)]);
  const withAccepted = replaceBetween(withInputs, 'deprecated inputs', [...INPUT_HEAD, ...accepted.map(inputRow)]);
  return replaceBetween(withAccepted, 'outputs', [...OUTPUT_HEAD, ...outputs.map(outputRow)]);
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const before = readFileSync(README, 'utf8');
const after = await render(before);
if (!values.check) {
  writeFileSync(README, after);
} else if (after !== before) {
  console.error(
    'README.md: the tables of inputs and outputs are out of date. Run node scripts/generate-terraform-docs.mjs.',
  );
  process.exitCode = 1;
}
