// The `functions` command: lists everything that a rule can call. In: the function table of the language and the named
// predicates. Out: the signature, summary and example of each.

import { findFunction, functionTable } from '../../core/language/functions/function-table.ts';
import type { LanguageFunction } from '../../core/language/functions/language-function.ts';
import { didYouMean } from '../../core/language/suggest.ts';
import { PREDICATES } from '../../core/rules/predicates.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { Terminal } from '../terminal.ts';

export interface FunctionsOptions {
  readonly format: 'text' | 'json';
}

interface ListedFunction {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly signature: string;
  readonly summary: string;
  /** For a function, a rule that calls it; for a predicate, the expression that it replaces. */
  readonly example: string;
}

/** Lists all functions and predicates, or one of them by its name or an alias. */
export async function listFunctions(
  name: string | undefined,
  { format }: FunctionsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const all = [...functionTable.map(describeFunction), ...describePredicates()];
  const listed = name === undefined ? all : [find(all, findFunction(name)?.name ?? name)];
  if (format === 'json') terminal.out(JSON.stringify(listed, null, 2));
  else for (const entry of listed) printFunction(entry, terminal);
  return EXIT.fine;
}

function find(all: readonly ListedFunction[], name: string): ListedFunction {
  const found = all.find((entry) => entry.name === name);
  if (found) return found;
  const names = all.flatMap((entry) => [entry.name, ...entry.aliases]);
  const remedy = didYouMean(name, names) ?? 'cloudtrail-to-slack functions lists the functions';
  throw new CliError(escaped`there is no function "${name}"; ${remedy}`, EXIT.usage);
}

function describeFunction(entry: LanguageFunction): ListedFunction {
  const { name, aliases = [], parameters, returns, summary, example } = entry;
  const shown = parameters.map((parameter) => {
    const text = `${parameter.name}: ${parameter.type}`;
    return parameter.optional ? `[${text}]` : text;
  });
  return { name, aliases, signature: `${name}(${shown.join(', ')}) -> ${returns}`, summary, example };
}

function describePredicates(): ListedFunction[] {
  return Object.entries(PREDICATES).map(([name, { meaning, expression }]) => ({
    ...{ name, aliases: [], signature: `${name}() -> boolean`, summary: meaning },
    example: expression.replace(/\s+/g, ' '),
  }));
}

function printFunction({ signature, aliases, summary, example }: ListedFunction, terminal: Terminal): void {
  const others = aliases.length === 0 ? '' : terminal.paint('dim', `  also ${aliases.join(', ')}`);
  terminal.out(`${terminal.paint('bold', signature)}${others}`);
  terminal.out(`    ${summary}`);
  terminal.out(`    ${terminal.paint('cyan', example)}\n`);
}
