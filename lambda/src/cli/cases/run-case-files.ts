// The `test` command: runs the cases in files and prints the results.

import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import type { Terminal } from '../terminal.ts';
import { isHistoryCase, readCaseFile } from './case-file.ts';
import type { CaseFileResult, CaseResult } from './case-result.ts';
import { type CaseReport, reportCases } from './report-cases.ts';
import { createRuleBook } from './rule-book.ts';
import { runCase } from './run-case.ts';
import { runHistoryCase } from './run-history-case.ts';

export interface CasesOptions extends Pick<SettingsOptions, 'settings' | 'tfvars'> {
  readonly format: CaseReport;
}

/** Runs every case in every file. A case that fails, or a file that cannot be read, makes the exit code 1. */
export async function runCaseFiles(
  paths: readonly string[],
  options: CasesOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  await loadPatternEngine();
  const files: CaseFileResult[] = [];
  const unreadable: CliError[] = [];
  for (const path of paths) {
    try {
      files.push(await runFile(path, options));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      unreadable.push(error);
    }
  }
  reportCases(files, options.format, terminal);
  for (const { message } of unreadable) terminal.err(`${terminal.paintErr('red', 'error:')} ${message}`);
  const failed = files.some(({ results }) => results.some(({ passed }) => !passed));
  return failed || unreadable.length > 0 ? EXIT.findings : EXIT.fine;
}

async function runFile(path: string, options: CasesOptions): Promise<CaseFileResult> {
  const startedMs = performance.now();
  const { variables, cases } = await readCaseFile(path);
  const settings = await loadSettings(options, {}, variables);
  const book = createRuleBook(settings);
  const results: CaseResult[] = [];
  for (const one of cases) {
    results.push(isHistoryCase(one) ? await runHistoryCase(one, book, settings) : runCase(one, book));
  }
  return { path, results, elapsedMs: performance.now() - startedMs };
}
