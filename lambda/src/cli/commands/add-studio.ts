// The command `studio`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { examples } from './option-kinds.ts';

/** Adds the command. */
export function addStudio(program: Command, act: Act): void {
  program
    .command('studio')
    .summary('write rules in a browser and see what they match')
    .description(
      'Serves the studio: a page in which you write rules and see which events of your log files they match, and why. It is ' +
        'served on 127.0.0.1 only, under an address with a random token, until you press Ctrl+C. Nothing leaves this machine.',
    )
    .argument('[path...]', 'log files, or directories with log files, to open in it')
    .option('--no-open', 'only print the address')
    .addHelpText('after', examples('studio', 'studio AWSLogs/', 'studio log.json.gz --no-open'))
    .action((paths, options) =>
      act(async (terminal) => (await import('../studio/studio.ts')).studio(paths, options, terminal)),
    );
}
