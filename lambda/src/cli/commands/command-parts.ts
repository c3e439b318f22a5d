// What commands have in common: how they run, and their options.

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from '../cli-error.ts';

/**
 * Makes the action of a command from what loads its code: a function of the arguments, the options and the terminal. The action keeps the
 * exit code that it returns.
 */
export type Act = (
  load: () => Promise<(...given: never[]) => Promise<ExitCode>>,
) => (...given: readonly unknown[]) => Promise<void>;

/** The option `--format`, whose first value is the default. */
export function format(description: string, ...formats: [string, ...string[]]): Option {
  return new Option('--format <format>', description).choices(formats).default(formats[0]);
}

/** Adds the options for files with variables of the module. `use` says what the command takes from them. */
export function withVariables(command: Command, use?: string): Command {
  return command
    .option('--settings <file>', `settings JSON${use ?? ': the output settings_json of the module'}`)
    .option(
      '--tfvars <file>',
      `variables of the module${use ?? ': .tfvars or .tfvars.json'} (repeatable)`,
      collect,
      [],
    );
}

/** Parses an option that can be repeated. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Parses an option that can be repeated, and whose values can be separated by commas. */
export function collectList(value: string, before: string[]): string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ];
}

/** Parses an option that takes account IDs. */
export function collectAccounts(value: string, before: string[]): string[] {
  const accounts = collectList(value, before);
  if (accounts.every((account) => /^\d{12}$/.test(account))) return accounts;
  throw new InvalidArgumentError('An account ID has 12 digits.');
}

/** The examples below the help of a command. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ cloudtrail-to-slack ${line}`).join('\n')}`;
}
