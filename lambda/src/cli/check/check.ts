// The `check` command: everything that is wrong with rules, or doubtful, or slow.

import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';
import { findingsOf } from './findings.ts';
import { type CheckReport, reportFindings } from './report-findings.ts';
import { type RuleSourceOptions, readRuleSources } from './rule-sources.ts';

export interface CheckOptions extends RuleSourceOptions {
  readonly format: CheckReport;
}

/** Checks rules and prints what was found; warnings alone are no failure. */
export async function check(args: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  if (args.length === 0 && options.settings === undefined && !options.tfvars?.length) {
    throw new CliError('nothing to check: give rules or files, --settings or --tfvars', EXIT.usage);
  }
  const sources = await readRuleSources(args, options);
  await loadPatternEngine();
  const findings = findingsOf(sources);
  reportFindings(findings, sources.rules.length, options.format, terminal);
  return findings.some(({ level }) => level === 'error') ? EXIT.findings : EXIT.fine;
}
