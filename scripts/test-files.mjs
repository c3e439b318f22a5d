// Finds test files by their imports, direct or through other files, so that no list of them has to be maintained.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDERS = ['lambda/bench', 'lambda/src', 'lambda/test', 'scripts', 'studio'];
const IMPORT = /(?:\bfrom|\bimport\(|\bimport) ?'([^']+)'/g;
// Types are gone when a file runs.
const TYPES_ONLY = /^(?:import|export) type [^;]*;$/gm;
const SLOW = /^\/\/ Slow: \S/m;

/** Modules that a unit test must not reach: they start processes, threads and servers. */
export const OUTSIDE = ['node:child_process', 'node:cluster', 'node:http', 'node:net', 'node:worker_threads'];

/** The test files that reach a module: a file of this repository, or a module of Node.js by its full name. */
export function testsThatReach(module) {
  const target = module.startsWith('node:') ? module : join(ROOT, module);
  const sources = readSources();
  return testsOf(sources)
    .filter((file) => reaches(file, target, sources))
    .map(inRepository);
}

/**
 * The unit tests: test files that reach no module in `OUTSIDE` and have no line `// Slow: <reason>`. They need no
 * Terraform, no moto and no child processes.
 */
export function unitTests() {
  const sources = readSources();
  return testsOf(sources)
    .filter((file) => !sources.get(file).isSlow && !OUTSIDE.some((module) => reaches(file, module, sources)))
    .map(inRepository);
}

/** Every source file by its path, with what it imports. */
function readSources() {
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(ROOT, folder, name)),
  );
  return new Map(names.filter((file) => /\.m?[jt]sx?$/.test(file)).map((file) => [file, readSource(file)]));
}

function readSource(file) {
  const text = readFileSync(file, 'utf8');
  const imports = [...text.replaceAll(TYPES_ONLY, '').matchAll(IMPORT)].map(([, to]) =>
    to.startsWith('.') ? resolve(file, '..', to) : to,
  );
  return { imports, isSlow: SLOW.test(text) };
}

const testsOf = (sources) => [...sources.keys()].filter((file) => file.endsWith('.test.ts')).sort();

function reaches(file, target, sources, seen = new Set()) {
  if (file === target) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  return (sources.get(file)?.imports ?? []).some((to) => reaches(to, target, sources, seen));
}

const inRepository = (file) => relative(ROOT, file);
