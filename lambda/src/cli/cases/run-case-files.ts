// The `test` command: runs the cases in files and prints the results.

import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import type { Settings } from '../../setup/settings.ts';
import { expressionWarnings, type NamedExpression } from '../check/expression-warnings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { misspelledNames } from '../settings/misspelled.ts';
import { printError, printWarning, type Terminal } from '../terminal.ts';
import { type CaseFile, isHistoryCase, readCaseFile } from './case-file.ts';
import type { CaseFileResult, CaseResult } from './case-result.ts';
import { type CaseReport, reportCases } from './report-cases.ts';
import { createRuleBook, type RuleBook } from './rule-book.ts';
import { runCase } from './run-case.ts';
import { runHistoryCase } from './run-history-case.ts';

export interface CasesOptions extends Pick<SettingsOptions, 'settings' | 'tfvars'> {
  readonly format: CaseReport;
}

/**
 * Runs every case in every file. A case that fails, or a file that cannot be read, makes the exit code 1. What may be a mistake in a rule is
 * printed to stderr, because a rule that can never match passes every case that expects no match.
 */
export async function runCaseFiles(
  paths: readonly string[],
  options: CasesOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  await loadPatternEngine();
  const files: CaseFileResult[] = [];
  const unreadable: CliError[] = [];
  const warn = warningsOnce(terminal);
  for (const path of paths) {
    try {
      files.push(await runFile(path, options, warn));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      unreadable.push(error);
    }
  }
  reportCases(files, options.format, terminal);
  for (const { message } of unreadable) printError(terminal, message);
  const failed = files.some(({ results }) => results.some(({ passed }) => !passed));
  return failed || unreadable.length > 0 ? EXIT.findings : EXIT.fine;
}

type Warn = (line: string) => void;

// Several files can use the same rules.
function warningsOnce(terminal: Terminal): Warn {
  const printed = new Set<string>();
  return (line) => {
    if (!printed.has(line)) printWarning(terminal, line);
    printed.add(line);
  };
}

async function runFile(path: string, options: CasesOptions, warn: Warn): Promise<CaseFileResult> {
  const startedMs = performance.now();
  const file = await readCaseFile(path);
  const { variables, cases } = file;
  for (const message of misspelledNames(variables)) warn(escaped`${path}: ${message}`);
  const settings = await loadSettings(options, {}, variables, warn);
  const book = createRuleBook(settings);
  for (const line of await expressionWarnings(expressionsOf(file, settings, book), book.environment)) warn(line);
  const results: CaseResult[] = [];
  for (const one of cases) {
    results.push(isHistoryCase(one) ? await runHistoryCase(one, book, settings) : runCase(one, book));
  }
  return { path, results, elapsedMs: performance.now() - startedMs };
}

// The user's rules, and the expressions that cases contain instead of the name of a rule.
function expressionsOf({ path, cases }: CaseFile, { rules, ignoreRules }: Settings, book: RuleBook): NamedExpression[] {
  const own = [...rules, ...ignoreRules].filter(({ correlation }) => !correlation?.rules);
  const inCases = new Map(cases.map(({ name, rule }) => [rule, escaped`${path}: the rule of case "${name}"`]));
  return [
    ...own.map(({ name, expression }) => ({ what: escaped`rule "${name}"`, expression })),
    ...[...inCases].flatMap(([rule, what]) => (rule === null || book.has(rule) ? [] : [{ what, expression: rule }])),
  ];
}
