// The command `functions`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, examples } from './option-kinds.ts';

/** Adds the command. */
export function addFunctions(program: Command, act: Act): void {
  program
    .command('functions')
    .summary('list the functions of the rule language')
    .description('Lists every function of the rule language with its aliases, arguments, description and an example.')
    .argument('[name]', 'list only this function')
    .addOption(choice('--format <format>', 'how to print the functions', ['text', 'json'], 'text'))
    .addHelpText('after', examples('functions', 'functions inCidr'))
    .action((name, options) =>
      act(async (terminal) => (await import('../catalogue/list-functions.ts')).listFunctions(name, options, terminal)),
    );
}
