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

async function runAll() {
  const needMoto = succeeds('command -v moto_server || python3 -c "import moto.server"')
    ? []
    : testsThatReach('lambda/test/servers/moto.ts');
  if (needMoto.length > 0) {
    leaveOut(`${needMoto.length} test files`, "They need moto, which simulates AWS: pip install 'moto[server]'");
  }
  const needPySigma = succeeds('python3 -c "import sigma.backends.sqlite"')
    ? []
    : testsThatReach('lambda/test/sigma/pysigma.ts');
  if (needPySigma.length > 0) {
    leaveOut('the comparison of converted Sigma rules', 'It needs pySigma: pip install pysigma pysigma-backend-sqlite');
  }
  const python = process.env.AWSCLI_PYTHON ?? 'python3';
  const needAwsCli = succeeds(`'${python}' scripts/has-awscli.py`)
    ? []
    : testsThatReach('lambda/test/digests/awscli.ts');
  if (needAwsCli.length > 0) {
    leaveOut(
      `the comparison of verify with the AWS CLI (${needAwsCli.length} test files)`,
      "It needs the AWS CLI's code: pip install 'awscli>=1.46'; set AWSCLI_PYTHON if it is in another environment",
    );
  }
  const needLimit =
    succeeds('command -v cpulimit') || succeeds(MAKE_CGROUP)
      ? []
      : testsThatReach('lambda/test/constrained/throttle.ts');
  if (needLimit.length > 0) {
    leaveOut(
      'the function with the processor share it has as deployed',
      'It needs root on Linux with cgroups, or cpulimit: apt-get install cpulimit, brew install cpulimit',
    );
  }
  const needChromium = succeeds(
    `command -v "\${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable`,
  )
    ? []
    : testsThatReach('lambda/test/browser/chromium.ts');
  if (needChromium.length > 0) {
    leaveOut(
      `the pages in a browser (${needChromium.length} test files)`,
      'They need Chromium: apt-get install chromium, or set CHROMIUM to its path',
    );
  }
  const hasTerraform = succeeds('command -v terraform');
  if (!hasTerraform) {
    leaveOut(
      'the tests of the module',
      'They need Terraform 1.9 or later: https://developer.hashicorp.com/terraform/install',
    );
  }
  console.log(notRun.join('\n'));
  const excluded = [...needMoto, ...needPySigma, ...needAwsCli, ...needLimit, ...needChromium];
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
