// The command `explain`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, collect, examples } from './option-kinds.ts';

/** Adds the command. */
export function addExplain(program: Command, act: Act): void {
  program
    .command('explain')
    .summary('show the value of each part of a rule for one event')
    .description(
      'Evaluates a rule for one event and shows the value of each part as a tree. With --history, shows what a correlation ' +
        'found in log files, what it stores of each group (or of the group of the event), and why it did or did not fire.',
    )
    .argument('<rule>', 'an expression, or the name of a rule; with --history, the name of a correlation')
    .argument('[event.json]', 'a file that contains the event, or - for standard input')
    .option('--history <path...>', 'log files or directories, to explain a correlation')
    .addOption(choice('--format <format>', 'with --history: how to print the groups', ['text', 'json'], 'text'))
    .option('--event-id <id>', 'the event to use if the file contains several')
    .option('--settings <file>', 'settings JSON, for the lists and predicates in it')
    .option('--tfvars <file>', 'variables of the module, for the lists and predicates in it (repeatable)', collect, [])
    .addHelpText(
      'after',
      examples(
        `explain "eventName == 'ConsoleLogin' and additionalEventData.MFAUsed != 'Yes'" event.json`,
        'explain denied-burst --tfvars prod.tfvars --history AWSLogs/',
      ),
    )
    .action((expression, path, options) =>
      act(async (terminal) => (await import('../explain/explain.ts')).explain(expression, path, options, terminal)),
    );
}
