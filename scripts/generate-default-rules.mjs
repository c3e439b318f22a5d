#!/usr/bin/env node
// Generates docs/default-rules.md, docs/rule-examples.md, packs.tf and the packs in README.md from the catalogue and its cases:
// `node scripts/generate-default-rules.mjs`. `--check` only compares.

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadTypeScript } from './load-typescript.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const readJson = (path) => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));

const { renderDefaultRules, renderPackRules, renderReadmePacks } = await loadTypeScript(
  'scripts/generate-default-rules.ts',
);
const { renderRuleExamples } = await loadTypeScript('scripts/generate-rule-examples.ts');
const { readPackCases } = await loadTypeScript('lambda/test/catalogue/pack-cases.ts');
const documents = {
  'README.md': renderReadmePacks(readFileSync(resolve(ROOT, 'README.md'), 'utf8')),
  'docs/default-rules.md': renderDefaultRules(readJson('lambda/test/conformance/panther.json')),
  'packs.tf': renderPackRules(),
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
