#!/usr/bin/env node
// Generates docs/coverage.md and docs/coverage.svg from the catalogue and the lists of rules in scripts/coverage:
// `node scripts/generate-coverage.mjs`. `--check` only compares.

import { parseArgs } from 'node:util';
import { publish, readJson } from './documents.mjs';
import { loadTypeScript } from './load-typescript.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const { LISTS, renderCoverage, renderCoveragePicture } = await loadTypeScript('scripts/generate-coverage.ts');
const lists = LISTS.map((name) => readJson(`scripts/coverage/${name}.json`));
const documents = { 'docs/coverage.md': renderCoverage(lists), 'docs/coverage.svg': renderCoveragePicture() };
publish(documents, values.check);
