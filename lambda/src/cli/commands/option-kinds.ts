// What the options of commands have in common. In: what the user writes. Out: options and their values.

import { InvalidArgumentError, Option } from 'commander';

/** An option with a fixed list of values. */
export function choice(flags: string, description: string, choices: string[], fallback: string): Option {
  return new Option(flags, description).choices(choices).default(fallback);
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
