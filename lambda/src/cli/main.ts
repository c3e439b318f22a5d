// Entry point of the command line: runs one command, then sets the exit code and prints the error message, if any.

import { CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import { createProgram } from './program.ts';
import { createTerminal, printError } from './terminal.ts';

const terminal = createTerminal();

async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.fine;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error);
  }
}

function reportError(error: unknown): number {
  // Commander has printed the message. `--help` also arrives here, with exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof CliError) {
    printError(terminal, error.message);
    return error.exitCode;
  }
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.findings;
}

process.exitCode = await main(process.argv.slice(2));
await terminal.flush();
