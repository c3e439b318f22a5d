// The `explain` command: shows why a rule does or does not match an event.

import { existsSync } from 'node:fs';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { createRuleBook } from '../cases/rule-book.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { loadKnownEvents } from '../event-names/known-events.ts';
import { misspelledEvents } from '../event-names/misspelled-events.ts';
import { readEvent } from '../inputs/read-events.ts';
import { problemText } from '../problem-text.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Terminal } from '../terminal.ts';
import { explainHistory, type HistoryOptions } from './explain-history.ts';
import { explanationLines } from './explanation.ts';

/** With `history`, the name of a correlation is explained with these log files. */
export type ExplainOptions = Omit<HistoryOptions, 'history'> & Partial<Pick<HistoryOptions, 'history'>>;

const MISSING_EVENT = 'name a file that contains the event, or log files with --history to explain a correlation';

/** Prints the value of each part of a rule, which is an expression or the name of a rule. The exit code is 1 only if the rule does not compile. */
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
  if (!existsSync(path) && existsSync(expression))
    throw new CliError('the rule comes first: explain "RULE" EVENT.json', EXIT.usage);
  const book = createRuleBook(await loadSettings(options));
  await loadPatternEngine();
  const event = await readEvent(path, options.eventId);
  const { compiled, problems } = book.find(expression);
  for (const problem of problems) terminal.err(problem);
  if (compiled === null) return EXIT.findings;
  for (const problem of misspelledEvents(compiled, book.environment, await loadKnownEvents()))
    terminal.err(problemText(compiled.source, problem));
  for (const line of explanationLines(compiled, event, book.environment, terminal.paint)) terminal.out(line);
  return EXIT.fine;
}
