// The program: its help, and the commands of `commands/commands.ts`. Each command loads its code when it runs, so that no command
// waits for the dependencies of the others.

import { Command } from 'commander';
import manifest from '../../../package.json' with { type: 'json' };
import type { ExitCode } from './cli-error.ts';
import { checkArguments, checkOptions } from './commands/check-options.ts';
import type { Act } from './commands/command-parts.ts';
import { COMMANDS } from './commands/commands.ts';
import { escaped } from './escaped.ts';
import type { Terminal } from './terminal.ts';

/** Creates the program. It calls `onExit` with the exit code when a command ends. */
export function createProgram(terminal: Terminal, onExit: (code: ExitCode) => void): Command {
  const act: Act =
    (load) =>
    async (...given) => {
      const run = await load();
      // The last value is the command itself.
      onExit(await run(...([...given.slice(0, -1), terminal] as never[])));
    };
  const program = new Command('cloudtrail-to-slack')
    .description('Runs CloudTrail rules on log files as the Lambda function does, without AWS and Slack.')
    .version(manifest.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.err(text.replace(/\n$/, '')),
      outputError: (text, write) => write(onOneLine(text)),
    })
    .showHelpAfterError('(add --help to list the commands and options)')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) add(program, act);
  checkOptions(program);
  program.hook('preAction', (_program, command) => checkArguments(command));
  for (const group of [program, ...program.commands]) if (group.commands.length > 0) refuseHelpOfUnknown(group);
  return program;
}

// Commander shows the help of the group for `unknown --help`, as if there were such a command.
function refuseHelpOfUnknown(group: Command): void {
  group.on('beforeHelp', () => {
    const name = group.args.find((arg) => !arg.startsWith('-'));
    if (name !== undefined) group.error(`error: unknown command '${name}'`, { code: 'commander.unknownCommand' });
  });
}

// Messages of commander contain arguments, which may contain line breaks. Its own one is before a suggestion.
function onOneLine(text: string): string {
  const [, message = '', suggestion = ''] = /^([\s\S]*?)(\n\(Did you mean [^\n]*\))?\n?$/.exec(text) ?? [];
  return escaped`${message}` + suggestion;
}

const EXIT_CODES = `
Exit codes: 0 success; 1 problems found, or an input cannot be read; 2 wrong usage.
For options and examples, run: cloudtrail-to-slack <command> --help`;
