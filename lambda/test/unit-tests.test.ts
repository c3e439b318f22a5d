// What `npm run test:unit` runs: esbuild, which resolves imports independently of scripts/test-files.mjs, finds no unit test
// that can start a process or a server, and the setup of the unit tests refuses to start one.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, readText } from './repository.ts';

const CONFIG = 'vitest.unit.config.mjs';
const FORBIDDEN = /^(?:node:)?(?:child_process|cluster|http|https|net|worker_threads)$/;

const run = async (...args: readonly string[]) =>
  (await promisify(execFile)(process.execPath, args, { cwd: ROOT })).stdout;
const listTests = async (...options: readonly string[]): Promise<readonly string[]> => {
  const listed = await run('node_modules/vitest/vitest.mjs', 'list', '--filesOnly', '--json', ...options);
  return JSON.parse(listed).map(({ file }: { file: string }) => path.relative(ROOT, file));
};

/** What each of our files imports, as esbuild resolves it. Packages are not followed. */
async function importsOf(entryPoints: readonly string[]): Promise<Metafile['inputs']> {
  const { metafile } = await build({
    ...{ absWorkingDir: ROOT, entryPoints: [...entryPoints], outdir: 'unused', write: false, metafile: true },
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' },
  });
  return metafile.inputs;
}

function reachesForbidden(file: string, inputs: Metafile['inputs'], seen = new Set<string>()): boolean {
  if (FORBIDDEN.test(file)) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  return (inputs[file]?.imports ?? []).some(({ path: to }) => reachesForbidden(to, inputs, seen));
}

describe('npm run test:unit', () => {
  let unit: readonly string[];
  let all: readonly string[];
  beforeAll(async () => {
    [unit, all] = await Promise.all([listTests('--config', CONFIG), listTests()]);
  });

  it('runs most test files, and only files that npm test runs', () => {
    expect(unit.length).toBeGreaterThan(all.length / 2);
    expect(unit.filter((file) => !all.includes(file))).toEqual([]);
  });

  it('runs no test that imports a module that starts processes or servers', async () => {
    const inputs = await importsOf(unit);
    const offenders = Object.entries(inputs).filter(([, { imports }]) =>
      imports.some(({ path: imported }) => FORBIDDEN.test(imported)),
    );
    expect(offenders.map(([file]) => file)).toEqual([]);
    expect(Object.keys(inputs)).not.toContain('lambda/test/servers/moto.ts');
  });

  it('runs every test that imports no such module and is not slow', async () => {
    const others = all.filter((file) => !unit.includes(file));
    const inputs = await importsOf(others);
    const harmless = others.filter((file) => !reachesForbidden(file, inputs));
    const unmarked = harmless.filter((file) => !/^\/\/ Slow: ./m.test(readText(file)));
    expect(unmarked).toEqual([]);
  });

  it('fails a test that starts a process', async () => {
    const setup = JSON.stringify(path.join(ROOT, 'lambda/test/unit-tests-only.ts'));
    const test = "const { execFileSync } = await import('node:child_process'); execFileSync('true');";
    const { outputFiles } = await build({
      ...{ stdin: { contents: `await import(${setup}); ${test}`, resolveDir: ROOT }, bundle: true, write: false },
      ...{ platform: 'node', format: 'esm', packages: 'external' },
    });
    const [bundle] = outputFiles;
    await expect(run('--input-type=module', '--eval', bundle?.text ?? '')).rejects.toThrow(
      'a unit test must not start a process',
    );
  });
});
