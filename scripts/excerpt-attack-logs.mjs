#!/usr/bin/env node
// Writes lambda/test/fixtures/attacks/stratus-red-team.json, the excerpt of public attack logs that the tests replay:
//   git clone https://github.com/DataDog/stratus-red-team && node scripts/excerpt-attack-logs.mjs stratus-red-team
// In: a clone of the repository, with a JSON list of records for each technique. Out: the first record of each call and
// outcome, by technique. Run it again when techniques are added.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const OUTPUT = resolve(import.meta.dirname, '../lambda/test/fixtures/attacks/stratus-red-team.json');

const [clone] = process.argv.slice(2);
if (clone === undefined) {
  console.error('usage: node scripts/excerpt-attack-logs.mjs CLONE-OF-STRATUS-RED-TEAM');
  process.exit(2);
}

const logs = join(clone, 'docs/detonation-logs');
const techniques = readdirSync(logs)
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => [name.slice(0, -'.json'.length), excerpt(JSON.parse(readFileSync(join(logs, name), 'utf8')))]);

const lines = techniques.map(([technique, records]) => {
  const shown = records.map((record) => `    ${JSON.stringify(record)}`).join(',\n');
  return `  ${JSON.stringify(technique)}: [\n${shown}\n  ]`;
});
writeFileSync(OUTPUT, `{\n${lines.join(',\n')}\n}\n`);

function excerpt(records) {
  const first = new Map();
  for (const record of records) {
    const call = `${record.eventSource} ${record.eventName} ${record.errorCode ?? ''}`;
    if (!first.has(call)) first.set(call, record);
  }
  return [...first.values()];
}
