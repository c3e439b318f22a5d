// The command `mutes`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, examples } from './option-kinds.ts';

/** Adds the command. */
export function addMutes(program: Command, act: Act): void {
  program
    .command('mutes')
    .summary('list what people have muted in Slack')
    .description(
      'Lists the mutes that are running, and those that have ended and are not reported yet, from the state table of a ' +
        'deployed function. Only reads; see docs/slack-buttons.md.',
    )
    .requiredOption(
      '--table <name>',
      'the state table: the variable dynamodb_table_name, by default cloudtrail-to-slack-state',
    )
    .addOption(choice('--format <format>', 'how to print the mutes', ['text', 'json'], 'text'))
    .addHelpText(
      'after',
      examples('mutes --table cloudtrail-to-slack-state', 'mutes --table cloudtrail-to-slack-state --format json'),
    )
    .action((options) =>
      act(async (terminal) => (await import('../mutes/list-mutes.ts')).listMutes(options, terminal)),
    );
}
