#!/usr/bin/env node
// Builds the benchmark and the programs that it measures into a temporary folder, and runs it:
// node lambda/bench/run.mjs [decide] [growth] [correlate] [replay] [verify] [page] [correlations] [compile] [startUp] [latency] [memory] [calls] [correlationCalls] [size] [python] [costs]
//   [--json] [--rounds N] [--events N] [--files DIR]

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

// The same options as for the package (scripts/build.mjs).
const COMMON = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  splitting: true,
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  banner: {
    js: `import { createRequire as makeRequire } from 'node:module'; const require = (id) => makeRequire(import.meta.url)(id);`,
  },
  logLevel: 'warning',
  charset: 'utf8',
};

async function buildBench() {
  const entryPoints = [join(here, 'bench.ts'), join(here, 'process-file.ts'), join(here, 'compile-once.ts')];
  await build({
    ...COMMON,
    entryPoints,
    outdir: folder,
    chunkNames: 'bench/[name]-[hash]',
    external: ['playwright-core'],
  });
  cpSync(join(here, 'children'), folder, { recursive: true });
}

async function buildEmptyHandler() {
  await build({
    ...COMMON,
    entryPoints: { index: join(here, 'children/empty-handler.mjs') },
    outdir: join(folder, 'empty'),
    chunkNames: 'chunks/[name]-[hash]',
    target: 'node24',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
  });
}

function unpackPackage() {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(root, 'lambda/dist/lambda.zip'))))) {
    const path = join(folder, 'package', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

function buildCommandLine() {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), 'cli', '--out', join(folder, 'build')], {
    stdio: 'inherit',
  });
  cpSync(join(root, 'lambda/bin'), join(folder, 'bin'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

try {
  await buildBench();
  await buildEmptyHandler();
  unpackPackage();
  buildCommandLine();
  const { runBench } = await import(join(folder, 'bench.mjs'));
  await runBench(process.argv.slice(2), { folder, fixtures: join(here, '../test/fixtures/log-files') });
} finally {
  rmSync(folder, { recursive: true });
}
