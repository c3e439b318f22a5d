#!/usr/bin/env node
// Runs every test there is: vitest, then the Terraform part. Ends with `N passed, N failed` over both, alone on its line,
// and fails if any failed. With arguments it runs only vitest, on what they name: `npm test -- lambda/src/core`.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** What the tests need besides `npm ci`, and how to get it. */
const NEEDED = [
  { command: 'moto_server', why: 'plays AWS for the tests', remedy: "pip install 'moto[server]'" },
  {
    command: 'terraform',
    why: 'tests the module',
    remedy: 'https://developer.hashicorp.com/terraform/install (1.9 or later)',
  },
];

const isOnPath = (command) => spawnSync('bash', ['-c', `command -v ${command}`]).status === 0;

// Terraform's providers are found as in CI.
const IN_ENVIRONMENT = 'eval "$(bash .ci/run providers)" && exec "$0" "$@"';

/** Passes output through while it is kept, so that the counts can be read from it. */
function run(command, args) {
  return new Promise((settle, reject) => {
    const child = spawn('bash', ['-c', IN_ENVIRONMENT, command, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => {
      chunks.push(chunk);
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (status) => settle({ status, output: Buffer.concat(chunks).toString() }));
  });
}

async function runVitest(args) {
  const directory = mkdtempSync(join(tmpdir(), 'cloudtrail-to-slack-test-'));
  const report = join(directory, 'report.json');
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args];
  const { status } = await run(process.execPath, [vitest, ...options]);
  const counts = existsSync(report) ? readReport(report) : { passed: 0, failed: 0 };
  rmSync(directory, { recursive: true });
  return withStatus(counts, status);
}

// A file that cannot even be loaded has no failed tests; it counts as one.
function readReport(file) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const unloadable = testResults.filter(
    (f) => f.status === 'failed' && f.assertionResults.every((t) => t.status !== 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

async function runTerraform() {
  const { status, output } = await run('bash', ['scripts/test-terraform.sh']);
  return withStatus(countTerraform(output), status);
}

/** The script's own closing line; else the sum of what each `terraform test` said. */
function countTerraform(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours of a terminal.
  const plain = output.replaceAll(/\u001b\[[0-9;]*m/g, '');
  const closing = [...plain.matchAll(/^(\d+) passed, (\d+) failed\.?$/gm)].at(-1);
  const found = closing ? [closing] : [...plain.matchAll(/^(?:Success|Failure)! (\d+) passed, (\d+) failed/gm)];
  return found.map(([, passed, failed]) => ({ passed: Number(passed), failed: Number(failed) })).reduce(add, NOTHING);
}

const NOTHING = { passed: 0, failed: 0 };
const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

// A part that fails without a failed test (it was killed, say) must not look like a success.
const withStatus = (counts, status) => (status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 });

const args = process.argv.slice(2);
const missing = args.length > 0 ? [] : NEEDED.filter(({ command }) => !isOnPath(command));
const reportMissing = () => {
  for (const { command, why, remedy } of missing) {
    console.log(`MISSING: ${command}, which ${why}. What needs it fails. Get it: ${remedy}`);
  }
};

reportMissing();
const parts = [await runVitest(args)];
if (args.length === 0) {
  const hasTerraform = missing.every(({ command }) => command !== 'terraform');
  parts.push(hasTerraform ? await runTerraform() : { passed: 0, failed: 1 });
}
const total = parts.reduce(add, NOTHING);
reportMissing();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
