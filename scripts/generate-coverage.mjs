#!/usr/bin/env node
// Generates docs/coverage.md and docs/coverage.svg from the catalogue and the lists of rules in scripts/coverage:
// `node scripts/generate-coverage.mjs`. `--check` only compares.

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadTypeScript } from './load-typescript.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const readJson = (path) => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));

const { renderCoverage, renderCoveragePicture } = await loadTypeScript('scripts/generate-coverage.ts');
const documents = {
  'docs/coverage.md': renderCoverage(
    ['sigma', 'elastic', 'panther', 'splunk'].map((name) => readJson(`scripts/coverage/${name}.json`)),
  ),
  'docs/coverage.svg': renderCoveragePicture(),
};

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
for (const [path, text] of Object.entries(documents)) {
  if (!values.check) writeFileSync(resolve(ROOT, path), text);
  else if (readFileSync(resolve(ROOT, path), 'utf8') !== text) {
    console.error(`${path} is not current: run node scripts/generate-coverage.mjs`);
    process.exitCode = 1;
  }
}
