// The licenses of what a bundle contains. In: the paths of its input files, from the root of the repository. Out: one text.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** Returns the licenses of all packages that some input files of a bundle belong to. Packages with the same license text share an entry. */
export function collectLicenses(inputs) {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
  const folders = new Set(inputs.map((path) => folder.exec(slashed(path))?.[1]).filter(Boolean));
  const namesByText = new Map();
  for (const [name, text] of [...folders].map(describePackage).sort()) {
    namesByText.set(text, [...(namesByText.get(text) ?? []), name]);
  }
  return [...namesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(ROOT, folder))
    .filter((entry) => /^licen[cs]e/i.test(entry))
    .sort()[0];
  const text = file === undefined ? `License: ${license}` : readFileSync(join(ROOT, folder, file), 'utf8').trim();
  return [`${name} ${version}`, text.replaceAll('\r\n', '\n')];
}

function slashed(path) {
  return path.replaceAll('\\', '/');
}
