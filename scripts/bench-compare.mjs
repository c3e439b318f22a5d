#!/usr/bin/env node
// Compares the speed of two revisions: node scripts/bench-compare.mjs REV_A REV_B [--repeats N] [--rounds N] [--events N]
// Checks out both revisions and measures them alternately, each with its own benchmark and the dependencies installed here.
// Compares ratios to gunzip and JSON.parse of the same run. A difference no larger than the spread between runs of one
// revision is noise.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repeats: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '7' },
    events: { type: 'string', default: '10000' },
  },
});

if (positionals.length !== 2) {
  console.error('usage: bench-compare.mjs REV_A REV_B [--repeats N] [--rounds N] [--events N]');
  process.exit(2);
}

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

function checkOut(folder, revision) {
  const path = join(folder, revision.replaceAll(/[^\w.-]/g, '_'));
  git('worktree', 'add', '--detach', '--quiet', path, git('rev-parse', '--verify', `${revision}^{commit}`));
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'), 'dir');
  return path;
}

/** Runs the benchmark in a checkout. Returns how many times faster than the floor it is, by scenario. */
function measure(path) {
  const args = ['decide', '--json', '--rounds', values.rounds, '--events', values.events];
  const output = execFileSync(process.execPath, [join(path, 'lambda/bench/run.mjs'), ...args], {
    cwd: path,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Map(JSON.parse(output).decide.map(({ name, cpuTimesFloor }) => [name, cpuTimesFloor]));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const spread = (numbers) => (Math.max(...numbers) - Math.min(...numbers)) / median(numbers);

function compare(name, a, b) {
  const change = median(b) / median(a) - 1;
  const noise = Math.max(spread(a), spread(b));
  const verdict = Math.abs(change) <= noise ? 'noise' : change > 0 ? 'FASTER' : 'SLOWER';
  return [name, median(a).toFixed(2), median(b).toFixed(2), percent(change), `±${percent(noise)}`, verdict];
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

const folder = mkdtempSync(join(tmpdir(), 'bench-compare-'));
const [a, b] = positionals;
try {
  const paths = a === b ? [checkOut(folder, a)] : positionals.map((revision) => checkOut(folder, revision));
  const runs = [[], []];
  for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
    // The revisions alternate in going first, so that a machine that slows down affects both equally.
    for (const which of repeat % 2 === 0 ? [0, 1] : [1, 0])
      runs[which].push(measure(resolve(paths[which] ?? paths[0])));
    console.error(`${repeat + 1} of ${values.repeats}`);
  }
  const names = [...runs[0][0].keys()].filter((name) => runs[1][0].has(name));
  const rows = names.map((name) => compare(name, ...runs.map((of) => of.map((run) => run.get(name)))));
  printTable([['times faster than the floor (processor time)', a, b, 'change', 'noise', ''], ...rows]);
} finally {
  rmSync(folder, { recursive: true, force: true });
  git('worktree', 'prune');
}
