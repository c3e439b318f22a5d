// The command line's entry: runs one command and turns how it ended into an exit code and, for errors, one message.

import { CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

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
  // Commander has said what was wrong; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof CliError) {
    terminal.err(`${terminal.paintErr('red', 'error:')} ${error.message}`);
    return error.exitCode;
  }
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.findings;
}

process.exitCode = await main(process.argv.slice(2));
terminal.flush();
