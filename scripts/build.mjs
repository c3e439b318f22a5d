#!/usr/bin/env node
// Builds the bundles: `node scripts/build.mjs cli` builds the command line (lambda/build), `node scripts/build.mjs lambda`
// the package that Terraform deploys (lambda/dist/lambda.zip). The same sources and lock file produce the same bytes on
// every machine and at any time. `--out DIR` writes to another folder.

import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, transform } from 'esbuild';
import { Zip, ZipPassThrough } from 'fflate';
import { importsOfLateFiles } from './imports-of-late-files.mjs';
import { collectLicenses } from './licenses.mjs';
import { packsInFiles } from './packs-in-files.mjs';

const ROOT = resolve(import.meta.dirname, '..');

// Some CommonJS dependencies call `require` for Node's built-in modules. ES modules have no `require`. It is made when it is
// called, because every file of the package contains this line and few of them call it.
const REQUIRE = `import { createRequire as makeRequire } from 'node:module'; const require = (id) => makeRequire(import.meta.url)(id);`;

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // Unused parts can be dropped only from the ES module editions of packages.
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  banner: { js: REQUIRE },
  logLevel: 'warning',
};

const REPLAY = 'lambda/src/cli/replay/replay.ts';

async function buildCli(outDir = join(ROOT, 'lambda/build')) {
  rmSync(join(outDir, 'cli'), { recursive: true, force: true }); // Chunks of an earlier build have other names.
  const packs = await packsInFiles('cli');
  const cli = {
    ...COMMON,
    entryPoints: { cli: 'lambda/src/cli/main.ts', 'replay-worker': 'lambda/src/cli/replay/workers/worker.ts' },
    outdir: outDir,
    chunkNames: 'cli/[name]-[hash]',
    target: 'node20',
    // The first loads a WebAssembly file from its own folder. The second has no named exports when bundled. The third runs a script
    // from its own folder.
    external: ['@cdktn/hcl2json', 'yaml', 'open'],
    legalComments: 'none',
    charset: 'utf8',
  };
  const { metafile } = await build({ ...cli, plugins: [packs.plugin], metafile: true, write: false });
  await build({ ...cli, plugins: [packs.plugin, withPrefixes(importsOfLateFiles(metafile, REPLAY))] });
  for (const [name, content] of packs.files) writeFileSync(join(outDir, name), content);
  await buildReportPage(outDir);
  const bin = join(ROOT, 'lambda/bin/cloudtrail-to-slack.mjs');
  if (existsSync(bin)) chmodSync(bin, 0o755);
}

const withPrefixes = (prefixes) => ({
  name: 'with-prefixes',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const prefix = prefixes.get(path);
      return prefix && { contents: prefix + readFileSync(path, 'utf8'), loader: 'ts' };
    });
  },
});

// The script and the style sheet that `replay --html` puts into a page. A page names their hashes, and a script ends at `</script`.
async function buildReportPage(outDir) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { 'report-page': 'lambda/page/report/main.ts', 'report-style': 'lambda/page/report/report.css' },
    outdir: outDir,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    banner: { js: `/* uPlot: ${licenseOf('node_modules/uplot')} */` },
    logLevel: 'warning',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${path} contains the end of its element`);
    writeFileSync(path.replace('report-style.css', 'report-page.css'), text);
  }
}

function licenseOf(folder) {
  return readFileSync(join(ROOT, folder, 'LICENSE'), 'utf8')
    .trim()
    .replaceAll('*/', '* /');
}

// Shortens the names of variables inside functions. Names of functions, classes and properties of a module stay, so that people
// can read stack traces and error names in the log. `prefixes` contains what is put in front of files.
const shortLocalNames = (prefixes) => ({
  name: 'short-local-names',
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|m?js)$/ }, async ({ path }) => {
      const prefix = prefixes.get(path) ?? '';
      const source = prefix + withFewSchemas(path, readFileSync(path, 'utf8'));
      const loader = path.endsWith('.ts') ? 'ts' : 'js';
      const { code } = await transform(source, { loader, target: 'node24', minifyIdentifiers: true });
      return { contents: code, loader: 'js' };
    });
  },
});

// The schemas of AWS clients have keys such as [_h], where `_h` is a constant of the same file. A bundler must assume that such a
// key calls code, so it keeps every schema. With the constants' values as keys it drops those that nothing uses.
function withFewSchemas(path, source) {
  if (!/[\\/]dist-es[\\/]schemas[\\/]/.test(path)) return source;
  const values = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  const plain = source.replaceAll(/\[(_\w+)\]:/g, (key, name) => (values.has(name) ? `${values.get(name)}:` : key));
  return /[\\/]client-ssm[\\/]/.test(path) ? withFewErrors(plain) : plain;
}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html#API_GetParameter_Errors
const ERRORS_OF_GET_PARAMETER = [
  'InternalServerError',
  'InvalidKeyId',
  'ParameterNotFound',
  'ParameterVersionNotFound',
];

// This client has 140 classes of errors, and the function makes one request. An error without a class becomes the base class of the
// client's errors, with its name and message.
function withFewErrors(source) {
  return source.replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) =>
    ERRORS_OF_GET_PARAMETER.includes(name) ? line : '',
  );
}

// A function has the credentials of its role in the environment. The package needs none of the other places in which the SDK looks.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
const CREDENTIALS_OF_ENVIRONMENT = {
  name: 'credentials-of-environment',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, () => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
    }));
  },
};

// Only documents and the command line show these facts about a rule; the package is smaller without them.
const FACTS_FOR_READERS = ['noise', 'reference', 'mitre', 'control'];

const DIST = join(ROOT, 'lambda/dist');

const LAMBDA = {
  ...COMMON,
  outdir: DIST,
  chunkNames: 'chunks/[name]-[hash]',
  target: 'node24',
  // Parses user agents in browsers; nothing in the package refers to it.
  external: ['bowser'],
  // The characters stay ASCII, so that V8 needs one byte for each.
  minifyWhitespace: true,
  minifySyntax: true,
  // Complete licenses go into a separate file.
  legalComments: 'none',
  metafile: true,
  write: false,
};

const pluginsOf = (packs, prefixes = new Map()) => [
  packs.plugin,
  CREDENTIALS_OF_ENVIRONMENT,
  shortLocalNames(prefixes),
];

const HANDLER = 'lambda/src/handler.ts';

async function buildLambda(outDir = DIST) {
  const entryPoints = { index: HANDLER, backtest: 'lambda/src/backtest.ts' };
  const packs = await packsInFiles('chunks', FACTS_FOR_READERS);
  const { metafile } = await build({ ...LAMBDA, entryPoints, plugins: pluginsOf(packs) });
  const notifier = await build({
    ...LAMBDA,
    entryPoints,
    plugins: pluginsOf(packs, importsOfLateFiles(metafile, HANDLER)),
  });
  // In one build, code that both functions use would move into another file, and the first log file would wait for it.
  const interactions = await build({
    ...LAMBDA,
    entryPoints: { interactions: 'lambda/src/interactions.ts' },
    splitting: false,
    plugins: [...pluginsOf(packs), clientsOf(notifier.metafile)],
  });
  const files = new Map([
    ...packs.files,
    ...[...notifier.outputFiles, ...interactions.outputFiles].map(({ path, contents }) => [
      slashed(relative(DIST, path)),
      contents,
    ]),
  ]);
  const inputs = [notifier, interactions].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  files.set('THIRD-PARTY-LICENSES.txt', new TextEncoder().encode(collectLicenses([...new Set(inputs)])));
  const path = join(outDir, 'lambda.zip');
  mkdirSync(outDir, { recursive: true });
  writeFileSync(path, await zip(files));
  console.error(`${relative(process.cwd(), path)}: ${files.size} files`);
}

// The AWS clients are in the package once: another build loads the files of this one.
function clientsOf({ outputs }) {
  const isClient = ([, { entryPoint }]) => entryPoint?.startsWith('lambda/src/adapters/aws/sdk/');
  const files = Object.entries(outputs)
    .filter(isClient)
    .map(([file, { entryPoint }]) => [entryPoint, `./${slashed(relative(DIST, join(ROOT, file)))}`]);
  const fileOf = new Map(files);
  return {
    name: 'clients-of-the-other-build',
    setup({ onResolve }) {
      onResolve({ filter: /\/sdk\/[\w-]+\.ts$/ }, ({ path, resolveDir }) => {
        const source = slashed(relative(ROOT, resolve(resolveDir, path)));
        const file = fileOf.get(source);
        if (file === undefined) throw new Error(`${source} is not in the other build`);
        return { path: file, external: true };
      });
    },
  };
}

// Sorted names, one fixed time and mode, and a compressor in WebAssembly make the bytes independent of the machine.
// The time is local because zip files have no time zones. A UTC time would differ between zones.
const ENTRY = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16, compression: 8 };

// More iterations take longer and save less than 200 bytes.
const ZOPFLI = { numiterations: 5 };

/** A file in a zip archive that brings its own compressed bytes. */
class CompressedFile extends ZipPassThrough {
  constructor(name, compressed) {
    super(name);
    Object.assign(this, ENTRY, { compressed });
  }

  process() {
    this.ondata(null, this.compressed, true);
  }
}

async function zip(files) {
  // Loaded late: it prints its whole source when an error ends the process.
  const { default: zopfli } = await import('@gfx/zopfli');
  const chunks = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const name of [...files.keys()].sort()) {
    const entry = new CompressedFile(name, await zopfli.deflateAsync(files.get(name), ZOPFLI));
    archive.add(entry);
    entry.push(files.get(name), true);
  }
  archive.end();
  return Buffer.concat(chunks);
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
