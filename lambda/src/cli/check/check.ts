// The `check` command: finds errors, warnings and slow conditions in rules.

import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { isJsonObject, type JsonObject } from '../../core/records/record.ts';
import { parseSettings, type Settings } from '../../setup/settings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { loadKnownEvents } from '../event-names/known-events.ts';
import { printEventPattern } from '../event-pattern/print-event-pattern.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { readData } from '../settings/read-variables.ts';
import type { Terminal } from '../terminal.ts';
import { findingsOf } from './findings.ts';
import { type CheckReport, reportFindings } from './report-findings.ts';
import { isFile, type RuleSourceOptions, readRuleSources } from './rule-sources.ts';

export interface CheckOptions extends RuleSourceOptions {
  readonly format: CheckReport;
  /** Print the EventBridge pattern of the rules instead, if the rules have no errors. */
  readonly eventPattern?: boolean;
}

/** Checks rules and prints the findings. Warnings alone leave the exit code at 0. */
export async function check(args: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  if (args.length === 0 && options.settings === undefined && !options.tfvars?.length) {
    throw new CliError('nothing to check: add rules or files as arguments, --settings or --tfvars', EXIT.usage);
  }
  const sources = await readRuleSources(args, options);
  await loadPatternEngine();
  const findings = findingsOf(sources, await loadKnownEvents());
  const hasErrors = findings.some(({ level }) => level === 'error');
  if (options.eventPattern && !hasErrors) return printEventPattern(await settingsOf(args, options), terminal);
  reportFindings(findings, sources.rules.length, options.format, terminal);
  return hasErrors ? EXIT.findings : EXIT.fine;
}

// Without settings the pattern covers only the given rules; with settings it covers everything that the function uses.
const RULES_ALONE = { use_default_rules: false, push_access_denied_cloudwatch_metrics: false };

async function settingsOf(args: readonly string[], { settings, tfvars = [] }: CheckOptions): Promise<Settings> {
  const data = await Promise.all(args.filter(isFile).map(readData));
  const given = data.filter(isJsonObject);
  const isAlone = settings === undefined && tfvars.length === 0 && given.length === 0;
  const rule = args.filter((arg) => !isFile(arg));
  const base: JsonObject = Object.assign({}, isAlone ? RULES_ALONE : {}, ...given);
  const all = await loadSettings({ ...(settings !== undefined && { settings }), tfvars, rule }, base);
  const lists = data.filter((one) => !isJsonObject(one)).flatMap((rules) => parseSettings({ rules }).rules);
  return { ...all, rules: [...all.rules, ...lists] };
}
