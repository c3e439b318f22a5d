// The `explain` command: shows why a rule does or does not match an event.

import { compileRule } from '../../core/language/compile-rule.ts';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { readEvent } from '../inputs/read-events.ts';
import { problemText } from '../problem-text.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { environmentOf } from '../settings/rule-environment.ts';
import type { Terminal } from '../terminal.ts';
import { explainHistory, type HistoryOptions } from './explain-history.ts';
import { explanationLines } from './explanation.ts';

/** With `history`, the name of a correlation is explained with these log files. */
export type ExplainOptions = Omit<HistoryOptions, 'history'> & Partial<Pick<HistoryOptions, 'history'>>;

const MISSING_EVENT = 'name a file that contains the event, or log files with --history to explain a correlation';

/** Prints the value of each part of a rule. The exit code is 1 only if the rule does not compile. */
export async function explain(
  expression: string,
  path: string | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { history } = options;
  if (history !== undefined) return explainHistory(expression, path, { ...options, history }, terminal);
  if (path === undefined) throw new CliError(MISSING_EVENT, EXIT.usage);
  if (options.format === 'json') throw new CliError('--format json is only for --history', EXIT.usage);
  const environment = environmentOf(await loadSettings(options));
  await loadPatternEngine();
  const event = await readEvent(path, options.eventId);
  const { rule, problems } = compileRule(expression, environment);
  for (const problem of problems) terminal.err(problemText(expression, problem));
  if (rule === null) return EXIT.findings;
  for (const line of explanationLines(rule, event, environment, terminal.paint)) terminal.out(line);
  return EXIT.fine;
}
