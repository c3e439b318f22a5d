#!/usr/bin/env node
// Runs all tests: vitest and, at the same time, Terraform. The last line is `N passed, N failed` over both, and the exit code is 1 if any test
// failed. Tests whose tools are missing on this machine are skipped and listed first and last. With `CI` set, each skipped
// part counts as failed. With arguments, only vitest runs, on these paths: `npm test -- lambda/src/core`.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { testsThatReach } from './test-files.mjs';

const ROOT = resolve(import.meta.dirname, '..');

const succeeds = (command) => spawnSync('bash', ['-c', command]).status === 0;

// The parts that cannot run, with what they need and how to install it. In CI every part must run.
const notRun = [];
const leaveOut = (what, need) => notRun.push(`NOT RUN: ${what}. ${need}`);

// Terraform finds its providers as in CI.
const IN_ENVIRONMENT = 'eval "$(bash .ci/run providers)" && exec "$0" "$@"';

/** Runs a command. Prints its output, after `before`, and also returns it, so that the caller can read the counts. */
function run(command, args, before = Promise.resolve()) {
  return new Promise((settle, reject) => {
    const child = spawn('bash', ['-c', IN_ENVIRONMENT, command, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => {
      chunks.push(chunk);
      before.then(() => process.stdout.write(chunk));
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

// A file that cannot be loaded has no failed tests. It counts as one.
function readReport(file) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const unloadable = testResults.filter(
    (f) => f.status === 'failed' && f.assertionResults.every((t) => t.status !== 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

// With a low priority: it takes what the tests of vitest leave while they wait, and does not slow down those that measure time.
async function runTerraform(vitest) {
  const { status, output } = await run('nice', ['-n', '10', 'bash', 'scripts/test-terraform.sh'], vitest);
  notRun.push(...(output.match(/^NOT RUN: .*$/gm) ?? []));
  return withStatus(countTerraform(output), status);
}

/** Reads the last line of the script or, without one, the sum of the results of each `terraform test`. */
function countTerraform(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are terminal colors.
  const plain = output.replaceAll(/\u001b\[[0-9;]*m/g, '');
  const closing = [...plain.matchAll(/^(\d+) passed, (\d+) failed\.?$/gm)].at(-1);
  const found = closing ? [closing] : [...plain.matchAll(/^(?:Success|Failure)! (\d+) passed, (\d+) failed/gm)];
  return found.map(([, passed, failed]) => ({ passed: Number(passed), failed: Number(failed) })).reduce(add, NOTHING);
}

const NOTHING = { passed: 0, failed: 0 };
const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

// A part that fails without a failed test (because it was killed, for example) must not look like a success.
const withStatus = (counts, status) => (status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 });

// Whether this user may limit a process, as lambda/test/constrained/throttle.ts does.
const MAKE_CGROUP =
  'for root in /sys/fs/cgroup/cpu /sys/fs/cgroup; do d=$root/cloudtrail-to-slack-$$; mkdir $d 2>/dev/null && rmdir $d && exit; done; exit 1';

// What some tests need: a command that succeeds if it is there, the file that all of these tests import, what they are, and how to install it.
const NEEDS = [
  {
    check: 'command -v moto_server || python3 -c "import moto.server"',
    file: 'lambda/test/servers/moto.ts',
    what: 'the tests that call AWS',
    need: "They need moto, which simulates AWS: pip install 'moto[server]'",
  },
  {
    check: 'python3 -c "import sigma.backends.sqlite"',
    file: 'lambda/test/sigma/pysigma.ts',
    what: 'the comparison of converted Sigma rules',
    need: 'It needs pySigma: pip install pysigma pysigma-backend-sqlite',
  },
  {
    check: `'${process.env.AWSCLI_PYTHON ?? 'python3'}' scripts/has-awscli.py`,
    file: 'lambda/test/digests/awscli.ts',
    what: 'the comparison of verify with the AWS CLI',
    need: "It needs the AWS CLI's code: pip install 'awscli>=1.46'; set AWSCLI_PYTHON if it is in another environment",
  },
  {
    check: `command -v cpulimit || (${MAKE_CGROUP})`,
    file: 'lambda/test/constrained/throttle.ts',
    what: 'the function with the processor share it has as deployed',
    need: 'It needs root on Linux with cgroups, or cpulimit: apt-get install cpulimit, brew install cpulimit',
  },
  {
    check: `command -v "\${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable`,
    file: 'lambda/test/browser/chromium.ts',
    what: 'the pages in a browser',
    need: 'They need Chromium: apt-get install chromium, or set CHROMIUM to its path',
  },
];

/** Notes the tests whose need is not met, and returns their files. */
function testsWithoutNeed({ check, file, what, need }) {
  const tests = succeeds(check) ? [] : testsThatReach(file);
  if (tests.length > 0) leaveOut(`${what} (${tests.length} test files)`, need);
  return tests;
}

async function runAll() {
  const excluded = NEEDS.flatMap(testsWithoutNeed);
  const hasTerraform = succeeds('command -v terraform');
  if (!hasTerraform) {
    leaveOut(
      'the tests of the module',
      'They need Terraform 1.9 or later: https://developer.hashicorp.com/terraform/install',
    );
  }
  console.log(notRun.join('\n'));
  process.env.EXCLUDED_TESTS = JSON.stringify(excluded);
  const vitest = runVitest([]);
  return add(...(await Promise.all([vitest, hasTerraform ? runTerraform(vitest) : NOTHING])));
}

const args = process.argv.slice(2);
const total = args.length > 0 ? await runVitest(args) : await runAll();
if (process.env.CI) total.failed += notRun.length;
console.log(notRun.join('\n'));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
