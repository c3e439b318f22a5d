// The command `rules`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, collect, collectList, examples } from './option-kinds.ts';

/** Adds the command. */
export function addRules(program: Command, act: Act): void {
  const command = program
    .command('rules')
    .summary('list the default rules')
    .description('Lists the default rules with a description of each: all packs, or the packs given with --pack.')
    .option('--pack <name>', 'list only the rules of this pack (repeatable)', collectList, [])
    .option('--matching <event.json>', 'list only rules that match an event in this file')
    .option('--coverage', 'list the MITRE ATT&CK techniques of the rules instead')
    .option('--settings <file>', 'settings JSON; the rules in it are listed too')
    .option('--tfvars <file>', 'variables of the module; the rules in it are listed too (repeatable)', collect, [])
    .addOption(choice('--format <format>', 'how to print the rules', ['text', 'json'], 'text'));
  command
    .addHelpText(
      'after',
      examples('rules --pack core', 'rules --matching event.json', 'rules --coverage', 'rules --format json'),
    )
    .action((options) =>
      act(async (terminal) => (await import('../catalogue/list-rules.ts')).listRules(options, terminal)),
    );
}
