#!/usr/bin/env node
// Records what Terraform reads from the sources in studio/test/terraform-tfvars.json: `node scripts/record-tfvars.mjs`. Needs
// `terraform` on PATH, and neither providers nor network. To add a source, add `{ "source": "v = ..." }` to the file, with
// `"terraform": "computes"` if it is an expression or a number that JSON cannot hold. `--check` writes
// nothing and fails if Terraform now answers something else.

import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const FILE = resolve(import.meta.dirname, '../studio/test/terraform-tfvars.json');

/** The JSON of the variable `v` in a file with this source, or null if Terraform refuses the file. */
function ask(directory, source) {
  writeFileSync(join(directory, 'main.tf'), 'variable "v" {\n  type = any\n}\n');
  writeFileSync(join(directory, 'x.tfvars'), source);
  return new Promise((answer, fail) => {
    const child = execFile(
      'terraform',
      ['console', '-var-file=x.tfvars'],
      { cwd: directory },
      (error, out, problems) => {
        if (error === null) answer(Buffer.from(JSON.parse(out), 'base64').toString());
        else if (problems.includes('Error: ')) answer(null);
        else fail(error);
      },
    );
    // Console would escape what looks like a template.
    child.stdin.end('base64encode(jsonencode(var.v))\n');
  });
}

/** The entry with Terraform's answer. Whether a value is computed is not in the answer, so entries keep it. */
function answered({ source, terraform }, json) {
  if (json === null) return { source, terraform: 'refused' };
  const value = JSON.parse(json);
  const isExact = typeof value !== 'number' || JSON.stringify(value) === json;
  return { source, terraform: terraform === 'computes' ? terraform : 'value', ...(isExact && { value }) };
}

async function answerAll(entries) {
  const answers = [];
  const waiting = [...entries.entries()];
  const work = async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tfvars-'));
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      answers[next[0]] = answered(next[1], await ask(directory, next[1].source));
    rmSync(directory, { recursive: true });
  };
  await Promise.all(cpus().map(work));
  return answers;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const recorded = JSON.parse(readFileSync(FILE, 'utf8'));
const answers = await answerAll(recorded);
const changed = answers.filter((one, index) => JSON.stringify(one) !== JSON.stringify(recorded[index]));
for (const one of changed) console.log(JSON.stringify(one));
if (values.check) process.exitCode = Math.min(1, changed.length);
else if (changed.length > 0) {
  writeFileSync(FILE, JSON.stringify(answers));
  execFileSync('npx', ['biome', 'format', '--write', FILE]);
}
