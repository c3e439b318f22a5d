#!/usr/bin/env node
// Prints the section of CHANGELOG.md for one version: `node scripts/changelog-section.mjs 0.1.0`. Fails if the section is
// missing or package.json has another version, so that an incomplete release cannot be published.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [version] = process.argv.slice(2);
if (!version) fail('usage: node scripts/changelog-section.mjs VERSION');

const current = JSON.parse(read('package.json')).version;
if (current !== version) fail(`package.json has version ${current}, not ${version}`);

const sections = read('CHANGELOG.md').split(/^## /m);
const section = sections.find((text) => text.startsWith(`[${version}] - `));
if (section === undefined) fail(`CHANGELOG.md has no section "## [${version}] - DATE"`);
console.log(section.split('\n').slice(1).join('\n').trim());
