#!/usr/bin/env node
// Builds the studio: `node scripts/build-studio.mjs` writes one page, which has its style, its script and its worker inside, and the
// licenses of what it contains. `--out DIR` writes to another folder than lambda/build/studio. Any static host can serve the folder,
// and the page also works from disk.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { collectLicenses } from './licenses.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const STUDIO = join(ROOT, 'studio');

// What the core uses of Node.js, for browsers.
const NODE = { crypto: 'crypto', zlib: 'zlib', 'timers/promises': 'timers' };
const PLATFORM = {
  name: 'platform',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => {
      const file = NODE[path.slice('node:'.length)];
      if (file === undefined) return { errors: [{ text: `browsers have no ${path}` }] };
      return { path: join(STUDIO, `src/platform/${file}.ts`) };
    });
  },
};

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
};

async function buildWorker() {
  return build({
    ...COMMON,
    entryPoints: ['studio/src/worker.ts'],
    plugins: [PLATFORM],
    inject: ['studio/src/platform/buffer.ts'],
    tsconfig: 'studio/tsconfig.json',
  });
}

async function buildPage(workerSource) {
  const worker = {
    name: 'worker',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^studio:worker$/ }, ({ path }) => ({ path, namespace: 'studio' }));
      onLoad({ filter: /.*/, namespace: 'studio' }, () => ({
        contents: `export const WORKER_SOURCE = ${JSON.stringify(workerSource)};`,
        loader: 'js',
      }));
    },
  };
  const entryPoints = ['studio/src/main.tsx', 'studio/studio.css', 'node_modules/uplot/dist/uPlot.min.css'];
  return build({ ...COMMON, entryPoints, outdir: ROOT, plugins: [worker], tsconfig: 'studio/tsconfig.json' });
}

const textOf = ({ outputFiles }, name) =>
  outputFiles.filter(({ path }) => path.endsWith(name)).map(({ text }) => text.trim());

// Only this script runs, and nothing is loaded or sent. Styles cannot do harm without that, and the editor and the plot set them.
function policyOf(script) {
  const hash = createHash('sha256').update(script).digest('base64');
  const allowed = {
    'default-src': "'none'",
    // Log files are read by WebAssembly. This allows no JavaScript.
    'script-src': `'sha256-${hash}' 'wasm-unsafe-eval'`,
    'worker-src': 'blob:',
    'style-src': "'unsafe-inline'",
    // Icons of the editor.
    'img-src': 'data:',
    'connect-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
  };
  return Object.entries(allowed)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

// The policy contains the hash of the script as it is in the page.
function assemble(template, parts) {
  const page = template.replace(/\/\* (style|script) \*\//g, (_, name) => parts[name]);
  const [, script] = /<script>([\s\S]*)<\/script>/.exec(page);
  return page.replace('{{policy}}', policyOf(script));
}

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const out = resolve(values.out ?? join(ROOT, 'lambda/build/studio'));
const worker = await buildWorker();
const page = await buildPage(worker.outputFiles[0].text.trim());
const [script] = textOf(page, '.js');
if (/<\/script|<!--/i.test(script)) throw new Error('the script would end its element');
const style = textOf(page, '.css').join('\n');
const html = assemble(readFileSync(join(STUDIO, 'index.html'), 'utf8'), { script, style });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'index.html'), html);
const inputs = [...Object.keys(worker.metafile.inputs), ...Object.keys(page.metafile.inputs)];
writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), collectLicenses(inputs));
console.error(`${relative(process.cwd(), join(out, 'index.html'))}: ${Buffer.byteLength(html)} bytes`);
