// The `functions` command: the function table of the rule language, for readers.

import { findFunction, functionTable } from '../../core/language/functions/function-table.ts';
import type { LanguageFunction } from '../../core/language/functions/language-function.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

export interface FunctionsOptions {
  readonly format: 'text' | 'json';
}

/** Lists all functions, or one by any of its names. */
export async function listFunctions(
  name: string | undefined,
  { format }: FunctionsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const functions = name === undefined ? functionTable : [find(name)];
  if (format === 'json') terminal.out(JSON.stringify(functions.map(toJson), null, 2));
  else for (const entry of functions) printFunction(entry, terminal);
  return EXIT.fine;
}

function find(name: string): LanguageFunction {
  const found = findFunction(name);
  if (found) return found;
  throw new CliError(`there is no function "${name}"; run cloudtrail-to-slack functions for those there are`);
}

function printFunction(entry: LanguageFunction, terminal: Terminal): void {
  const aliases = entry.aliases.length === 0 ? '' : terminal.paint('dim', `  also ${entry.aliases.join(', ')}`);
  terminal.out(`${terminal.paint('bold', signatureOf(entry))}${aliases}`);
  terminal.out(`    ${entry.summary}`);
  terminal.out(`    ${terminal.paint('cyan', entry.example)}\n`);
}

function signatureOf({ name, parameters, returns }: LanguageFunction): string {
  const shown = parameters.map((parameter) => {
    const text = `${parameter.name}: ${parameter.type}`;
    return 'optional' in parameter && parameter.optional ? `[${text}]` : text;
  });
  return `${name}(${shown.join(', ')}) -> ${returns}`;
}

function toJson(entry: LanguageFunction): object {
  const { name, aliases, parameters, returns, summary, example } = entry;
  return { name, aliases, signature: signatureOf(entry), parameters, returns, summary, example };
}
