#!/usr/bin/env node
// Generates docs/default-rules.md from the catalogue: `node scripts/generate-default-rules.mjs`. `--check` writes
// nothing and fails if the document is out of date.

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const DOCUMENT = resolve(ROOT, 'docs/default-rules.md');

const { outputFiles } = await build({
  entryPoints: [resolve(ROOT, 'scripts/generate-default-rules.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString('base64');
const { renderDefaultRules } = await import(`data:text/javascript;base64,${source}`);
const detections = JSON.parse(readFileSync(resolve(ROOT, 'lambda/test/conformance/panther.json'), 'utf8'));
const document = renderDefaultRules(detections);

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
if (!values.check) writeFileSync(DOCUMENT, document);
else if (readFileSync(DOCUMENT, 'utf8') !== document) {
  console.error('docs/default-rules.md is out of date. Run node scripts/generate-default-rules.mjs.');
  process.exit(1);
}
