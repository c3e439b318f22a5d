// Merges the files that a program loads while it starts. esbuild puts code into one file if the same entry points use it, and every file
// that is loaded late is an entry point. In: what a first build found out. Out: imports for the late files, for a second build.

import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Code to put in front of late files, by the file's path: it imports everything that `root` has loaded by then. So all of that is used by the same
 * files, and the bundler puts it into two files instead of twenty-five: each takes a quarter of a millisecond to load.
 */
export function importsOfLateFiles({ inputs }, root) {
  const importsOf = (file, isLate) =>
    inputs[file].imports.filter(({ external, kind }) => !external && (kind === 'dynamic-import') === isLate);
  const early = new Set([root]);
  for (const file of early) for (const { path } of importsOf(file, false)) early.add(path);
  const isOurs = (file) => file.startsWith('lambda/src/') && !file.startsWith('lambda/src/adapters/aws/sdk/');
  const late = Object.keys(inputs).flatMap((file) => importsOf(file, true).map(({ path }) => path));
  const imports = [...early]
    .filter((file) => isOurs(file) && file !== root)
    .map((file) => `import ${JSON.stringify(join(ROOT, file))};`)
    .join('');
  return new Map(late.filter((file) => isOurs(file) && !early.has(file)).map((file) => [join(ROOT, file), imports]));
}
