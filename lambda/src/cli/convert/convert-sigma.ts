// The command `convert sigma`: prints Sigma rules as rules for the variable `rules`. Results go to stdout; refusals and warnings, each with file
// and line, go to stderr.

import { readFileSync } from 'node:fs';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { ruleEnvironment } from '../../core/rules/rule-environment.ts';
import { convertFiles, type SigmaFile } from '../../core/sigma/convert-files.ts';
import type { ConvertedRule, Remark } from '../../core/sigma/converted-rule.ts';
import { expressionWarnings } from '../check/expression-warnings.ts';
import { describeFileError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { findInputs, type InputProblem, STDIN, YAML_FILES } from '../inputs/find-inputs.ts';
import { countOf } from '../numbers.ts';
import { printError, printWarning, type Terminal } from '../terminal.ts';
import { printTfvars } from './print-tfvars.ts';

export interface ConvertSigmaOptions {
  readonly to: 'tfvars' | 'json';
}

/** Converts Sigma rules and prints them. A file that cannot be read, and a document that cannot be converted, make the exit code 1. */
export async function convertSigma(
  paths: readonly string[],
  options: ConvertSigmaOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { files, problems } = readFiles(paths);
  await loadPatternEngine();
  const { rules, remarks } = convertFiles(files);
  for (const { path, reason } of problems) printError(terminal, escaped`${path}: ${reason}`);
  // An empty list would look like the rules of these files.
  if (files.length === 0) return EXIT.findings;
  terminal.out(options.to === 'json' ? JSON.stringify(rules, null, 2) : printTfvars(rules));
  for (const remark of remarks) terminal.err(describeRemark(remark, terminal));
  for (const line of await mistakesIn(rules)) printWarning(terminal, line);
  const refused = remarks.filter(({ level }) => level === 'error').length;
  const totals = `${countOf(rules.length, 'rule')} converted, ${countOf(refused, 'document')} refused`;
  const isComplete = refused + problems.length === 0;
  terminal.err(terminal.paintErr(isComplete ? 'green' : 'red', totals));
  return isComplete ? EXIT.fine : EXIT.findings;
}

function readFiles(paths: readonly string[]): { files: SigmaFile[]; problems: InputProblem[] } {
  const { inputs, problems } = findInputs(paths, YAML_FILES);
  const read = inputs.map(({ path }): SigmaFile | InputProblem => {
    try {
      return { path, text: readFileSync(path === STDIN ? 0 : path, 'utf8') };
    } catch (error) {
      return { path, reason: describeFileError(error) };
    }
  });
  return {
    files: read.filter((one) => 'text' in one),
    problems: [...problems, ...read.filter((one) => 'reason' in one)],
  };
}

// A Sigma rule with a misspelled event name is converted as it is written, and never matches.
function mistakesIn(rules: readonly ConvertedRule[]): Promise<readonly string[]> {
  const named = rules.flatMap(({ name, source, expression }) =>
    expression === null ? [] : [{ what: escaped`${source}: rule "${name}"`, expression }],
  );
  return expressionWarnings(named, ruleEnvironment({}, {}));
}

// A message may quote the file, which is untrusted.
function describeRemark({ level, path, line, message }: Remark, terminal: Terminal): string {
  const [what, style] = level === 'error' ? (['refused', 'red'] as const) : (['warning', 'yellow'] as const);
  return `${escaped`${path}:${line}`}: ${terminal.paintErr(style, what)}: ${escaped`${message}`}`;
}
