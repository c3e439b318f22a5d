// Loads a TypeScript module with its imports, for scripts that Node.js 20 runs.

import { resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');

/** Returns the exports of a module, whose path starts at the root of the repository. */
export async function loadTypeScript(path) {
  const { outputFiles } = await build({
    entryPoints: [resolve(ROOT, path)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
