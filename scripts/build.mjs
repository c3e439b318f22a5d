#!/usr/bin/env node
// Builds what runs without TypeScript: `node scripts/build.mjs cli` the command line (lambda/build), `... lambda` the
// package that Terraform deploys (lambda/dist/lambda.zip). The same sources and lock file give the same bytes, wherever
// and whenever they are built. `--out DIR` writes elsewhere.

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// Some dependencies are CommonJS and call `require` for Node's own modules, which ES modules do not have.
const REQUIRE = `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);`;

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // The ES module editions of the packages are the ones that can be cut down to what is used.
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  banner: { js: REQUIRE },
  logLevel: 'warning',
  charset: 'utf8',
};

async function buildCli(outDir = join(ROOT, 'lambda/build')) {
  rmSync(join(outDir, 'cli'), { recursive: true, force: true }); // Parts of an earlier build have other names.
  await build({
    ...COMMON,
    entryPoints: { cli: 'lambda/src/cli/main.ts' },
    outdir: outDir,
    chunkNames: 'cli/[name]-[hash]',
    target: 'node20',
    // The one finds its WebAssembly file beside itself; the other has names to import only as it was installed.
    external: ['@cdktf/hcl2json', 'yaml'],
    legalComments: 'none',
  });
  const bin = join(ROOT, 'lambda/bin/cloudtrail-to-slack.mjs');
  if (existsSync(bin)) chmodSync(bin, 0o755);
}

async function buildLambda(outDir = join(ROOT, 'lambda/dist')) {
  const result = await build({
    ...COMMON,
    entryPoints: { index: 'lambda/src/handler.ts' },
    outdir: join(ROOT, 'lambda/dist'),
    chunkNames: 'chunks/[name]-[hash]',
    target: 'node24',
    // Names stay as they are written: stack traces and error names in the log are read by people.
    minifyWhitespace: true,
    minifySyntax: true,
    // Licences go, whole, into a file of their own.
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const files = new Map(
    result.outputFiles.map((file) => [slashed(relative(join(ROOT, 'lambda/dist'), file.path)), file.contents]),
  );
  files.set('THIRD-PARTY-LICENSES.txt', new TextEncoder().encode(collectLicenses(Object.keys(result.metafile.inputs))));
  const path = join(outDir, 'lambda.zip');
  mkdirSync(outDir, { recursive: true });
  writeFileSync(path, zip(files));
  console.error(`${relative(process.cwd(), path)}: ${files.size} files`);
}

/** The licence of every package that a file of the bundle comes from; packages with the same text share it. */
function collectLicenses(inputs) {
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
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(ROOT, folder, file), 'utf8').trim();
  return [`${name} ${version}`, text.replaceAll('\r\n', '\n')];
}

// Sorted names, one fixed time and mode, and a compressor in JavaScript: nothing of the machine gets into the bytes.
// The time is local because a zip file's times have no zone; any other would differ between zones.
function zip(files) {
  const entry = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 };
  return zipSync(Object.fromEntries([...files.keys()].sort().map((name) => [name, [files.get(name), entry]])));
}

function slashed(path) {
  return path.replaceAll('\\', '/');
}

const TARGETS = { cli: buildCli, lambda: buildLambda };
const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
const target = Object.hasOwn(TARGETS, positionals[0] ?? '') ? TARGETS[positionals[0]] : undefined;
if (target === undefined) {
  console.error('usage: node scripts/build.mjs cli|lambda [--out DIR]');
  process.exit(2);
}
await target(values.out && resolve(values.out));
