#!/usr/bin/env node
// Generates docs/default-rules.md, docs/rule-examples.md, packs.tf and the packs in README.md from the catalogue and its cases:
// `node scripts/generate-default-rules.mjs`. `--check` only compares.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { publish, ROOT, read, readJson } from './documents.mjs';
import { loadTypeScript } from './load-typescript.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const { renderDefaultRules, renderPackRules, renderReadmePacks } = await loadTypeScript(
  'scripts/generate-default-rules.ts',
);
const { renderRuleExamples } = await loadTypeScript('scripts/generate-rule-examples.ts');
const { readPackCases } = await loadTypeScript('lambda/test/catalogue/pack-cases.ts');
const documents = {
  'README.md': renderReadmePacks(read('README.md')),
  'docs/default-rules.md': renderDefaultRules(readJson('lambda/test/conformance/panther.json')),
  'packs.tf': renderPackRules(),
  'docs/rule-examples.md': renderRuleExamples((pack) => readPackCases(join(ROOT, 'lambda/test/catalogue'), pack)),
};
publish(documents, values.check);
