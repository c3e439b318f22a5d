#!/usr/bin/env node
// Bundles the benchmark and runs it: node lambda/bench/run.mjs [--json] [--rounds N] [--events N] [--files DIR]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const outfile = join(folder, 'bench.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./bench.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    define: { FIXTURES: JSON.stringify(fileURLToPath(new URL('../test/fixtures/log-files', import.meta.url))) },
    outfile,
    logLevel: 'warning',
  });
  const { runBench } = await import(outfile);
  await runBench(process.argv.slice(2));
} finally {
  rmSync(folder, { recursive: true });
}
