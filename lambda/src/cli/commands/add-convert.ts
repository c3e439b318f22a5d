// The command `convert` and its formats: their arguments and their help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, examples } from './option-kinds.ts';

/** Adds the command. */
export function addConvert(program: Command, act: Act): void {
  program
    .command('convert')
    .summary('convert rules of other formats')
    .description('Converts rules of other formats into rules for the variable `rules`.')
    .helpCommand(false)
    .command('sigma')
    .summary('convert Sigma rules for CloudTrail')
    .description(
      'Converts Sigma rules for CloudTrail (log source product: aws, service: cloudtrail). A document that cannot be ' +
        'converted with the same meaning is refused with file, line and reason; see docs/sigma.md.',
    )
    .argument('<path...>', 'Sigma files, directories that contain Sigma files (.yml, .yaml), or - for standard input')
    .addOption(choice('--to <format>', 'what to print', ['tfvars', 'json'], 'tfvars'))
    .addHelpText(
      'after',
      examples('convert sigma rules/cloud/aws > sigma.auto.tfvars', 'convert sigma rule.yml --to json'),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('../convert/convert-sigma.ts')).convertSigma(paths, options, terminal)),
    );
}
