#!/usr/bin/env node
// Generates docs/default-rules.md and docs/rule-examples.md from the catalogue and its cases:
// `node scripts/generate-default-rules.mjs`. `--check` only compares.

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const readJson = (path) => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));

async function load(script) {
  const { outputFiles } = await build({
    entryPoints: [resolve(ROOT, script)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { renderDefaultRules } = await load('scripts/generate-default-rules.ts');
const { renderRuleExamples } = await load('scripts/generate-rule-examples.ts');
const { readPackCases } = await load('lambda/test/catalogue/pack-cases.ts');
const documents = {
  'docs/default-rules.md': renderDefaultRules(readJson('lambda/test/conformance/panther.json')),
  'docs/rule-examples.md': renderRuleExamples((pack) => readPackCases(resolve(ROOT, 'lambda/test/catalogue'), pack)),
};

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
for (const [path, text] of Object.entries(documents)) {
  if (!values.check) writeFileSync(resolve(ROOT, path), text);
  else if (readFileSync(resolve(ROOT, path), 'utf8') !== text) {
    console.error(`${path} is not current: run node scripts/generate-default-rules.mjs`);
    process.exitCode = 1;
  }
}
