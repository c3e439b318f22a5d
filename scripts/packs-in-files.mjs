// Moves the rules of the packs out of the code of a bundle. In: the folder of its chunks. Out: a file for each pack, and a plugin for
// esbuild that replaces `catalogue/all-packs.ts` and `catalogue/derived-conditions.ts` by code that reads these files.

import { loadTypeScript } from './load-typescript.mjs';

// Each pack is a file with its rules and their conditions, which is read if the pack is on. Few packs are. The conditions are derived
// here, instead of while each instance starts.
const PACKS_IN_FILES = `
import { readFileSync } from 'node:fs';
const read = new Map();
function contentOf(name) {
  if (!read.has(name)) read.set(name, JSON.parse(readFileSync(new URL('pack-' + name + '.json', import.meta.url), 'utf8')));
  return read.get(name);
}
const inFile = (pack) => ({ ...pack, get rules() { return contentOf(pack.name).rules; } });
export const derivedConditionsOf = (name) => (PACKS.some((pack) => pack.name === name) ? contentOf(name).conditions : null);
`;

/** The files of the packs by name, and the plugin. `omitted` are facts about a rule that the files do not contain. */
export async function packsInFiles(folder, omitted = []) {
  const { PACKS } = await loadTypeScript('lambda/src/core/rules/catalogue/all-packs.ts');
  const { deriveConditions } = await loadTypeScript('scripts/derive-conditions.ts');
  const conditions = await deriveConditions();
  const withoutOmitted = (key, value) => (omitted.includes(key) ? undefined : value);
  const textOf = ({ name, rules }) => JSON.stringify({ rules, conditions: conditions[name] }, withoutOmitted);
  const heads = JSON.stringify(
    PACKS.map(({ rules, ...head }) => head),
    withoutOmitted,
  );
  const contents = `${PACKS_IN_FILES}export const PACKS = ${heads}.map(inFile);`;
  return {
    files: new Map(PACKS.map((pack) => [`${folder}/pack-${pack.name}.json`, new TextEncoder().encode(textOf(pack))])),
    plugin: {
      name: 'packs-in-files',
      setup({ onLoad }) {
        onLoad({ filter: /[\\/]catalogue[\\/]all-packs\.ts$/ }, () => ({ contents, loader: 'js' }));
        onLoad({ filter: /[\\/]catalogue[\\/]derived-conditions\.ts$/ }, () => ({
          contents: `export { derivedConditionsOf } from './all-packs.ts';`,
          loader: 'js',
        }));
      },
    },
  };
}
