// The command `fields`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, collect, examples } from './option-kinds.ts';

/** Adds the command. */
export function addFields(program: Command, act: Act): void {
  program
    .command('fields')
    .summary('list the fields of events, as rules write them')
    .description(
      'Lists each field of the events in log files, as a rule writes it, with the number of events that have it and examples of ' +
        'its values.',
    )
    .argument('<path...>', 'log files or other files with events, directories, or - for standard input')
    .option('--rule <rule>', 'only events that this rule matches: an expression, or the name of a rule')
    .option('--settings <file>', 'settings JSON, for the lists and predicates in it')
    .option('--tfvars <file>', 'variables of the module, for the lists and predicates in it (repeatable)', collect, [])
    .addOption(choice('--format <format>', 'how to print the fields', ['text', 'json'], 'text'))
    .addHelpText('after', examples('fields event.json', `fields AWSLogs/ --rule "eventName == 'RunInstances'"`))
    .action((paths, options) =>
      act(async (terminal) => (await import('../fields/list-fields.ts')).listFields(paths, options, terminal)),
    );
}
