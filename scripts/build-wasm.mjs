#!/usr/bin/env node
// Compiles lambda/wasm/find-records.ts to WebAssembly: `npm run build:wasm` writes it as text into
// lambda/src/core/log-files/compiled-find-records.ts, `npm run build:wasm -- --check` fails if that file differs. The compiler is not one of
// the dependencies, because it has 100 MB: npm fetches it.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publish, ROOT } from './documents.mjs';

const COMPILER = 'assemblyscript@0.28.20';
const SOURCE = 'lambda/wasm/find-records.ts';
const TARGET = 'lambda/src/core/log-files/compiled-find-records.ts';

function compile() {
  const folder = mkdtempSync(join(tmpdir(), 'wasm-'));
  const file = join(folder, 'out.wasm');
  const options = [
    '--enable',
    'simd',
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '--noAssert',
    '-O3',
    '--converge',
    '--initialMemory',
    '1',
  ];
  const asc = ['exec', '--yes', `--package=${COMPILER}`, '--', 'asc', SOURCE, '--outFile', file, ...options];
  try {
    execFileSync('npm', asc, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    return readFileSync(file).toString('base64');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const source = readFileSync(join(ROOT, SOURCE));
const text = `// Generated from lambda/wasm/find-records.ts by \`npm run build:wasm\`: WebAssembly, as base64.

/** SHA-256 of the source. */
export const SOURCE_SHA256 = '${createHash('sha256').update(source).digest('hex')}';

export const FIND_RECORDS =
  '${compile()}';
`;

publish({ [TARGET]: text }, process.argv.includes('--check'));
