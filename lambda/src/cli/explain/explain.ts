// The `explain` command: shows why a rule does or does not match an event.

import { compileRule } from '../../core/language/compile-rule.ts';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { EXIT, type ExitCode } from '../cli-error.ts';
import { readEvent } from '../inputs/read-events.ts';
import { problemText } from '../problem-text.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { environmentOf } from '../settings/rule-environment.ts';
import type { Terminal } from '../terminal.ts';
import { explanationLines } from './explanation.ts';

export interface ExplainOptions extends Pick<SettingsOptions, 'settings' | 'tfvars'> {
  readonly eventId?: string;
}

/** Prints the value of each part of a rule. The exit code is 1 only if the rule does not compile. */
export async function explain(
  expression: string,
  path: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const environment = environmentOf(await loadSettings(options));
  await loadPatternEngine();
  const event = await readEvent(path, options.eventId);
  const { rule, problems } = compileRule(expression, environment);
  for (const problem of problems) terminal.err(problemText(expression, problem));
  if (rule === null) return EXIT.findings;
  for (const line of explanationLines(rule, event, environment, terminal.paint)) terminal.out(line);
  return EXIT.fine;
}
