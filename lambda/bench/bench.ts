// The benchmark: runs the requested sections, prints their results, and reports which targets are met.

import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './bench-options.ts';
import { printSection, printTargets } from './print.ts';
import { type Results, SECTIONS, type SectionName } from './sections.ts';
import { isMet, targetsOf } from './targets.ts';

const NAMES = Object.keys(SECTIONS) as SectionName[];

/** Runs the benchmark; `places` are its folders. Rejects if an argument is unknown. */
export async function runBench(args: readonly string[], places: Pick<Bench, 'folder' | 'fixtures'>): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '11' },
      events: { type: 'string', default: '20000' },
      files: { type: 'string' },
    },
  });
  const bench = { ...places, rounds: Number(values.rounds), events: Number(values.events), files: values.files };
  const [loadBefore = 0] = loadavg();
  const results: Results = {};
  for (const name of sectionsNamed(positionals)) {
    Object.assign(results, { [name]: await SECTIONS[name](bench, results) });
    if (values.json) console.error(name);
    else printSection(name, results);
  }
  const targets = targetsOf(results);
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, loadBefore };
  if (values.json) console.log(JSON.stringify({ ...machine, ...results, targets: targets.map(withVerdict) }));
  else printTargets(targets);
}

function withVerdict(target: Parameters<typeof isMet>[0]) {
  return { ...target, met: isMet(target) };
}

function sectionsNamed(names: readonly string[]): readonly SectionName[] {
  const unknown = names.filter((name) => !NAMES.includes(name as SectionName));
  if (unknown.length > 0) throw new Error(`unknown section ${unknown.join(', ')}; sections are ${NAMES.join(', ')}`);
  return names.length === 0 ? NAMES : (names as SectionName[]);
}
