// The command `test`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, collect, examples } from './option-kinds.ts';

/** Adds the command. */
export function addTest(program: Command, act: Act): void {
  program
    .command('test')
    .summary('run unit tests of rules')
    .description(
      'Runs the cases in YAML or JSON files. Each case has a rule, an event and the expected result; see ' +
        'docs/command-line.md.',
    )
    .argument('<cases.yaml...>', 'files that contain cases')
    .option('--settings <file>', 'settings JSON; cases can use the rules and lists in it')
    .option(
      '--tfvars <file>',
      'variables of the module; cases can use the rules and lists in it (repeatable)',
      collect,
      [],
    )
    .addOption(choice('--format <format>', 'how to print the results', ['text', 'json', 'junit'], 'text'))
    .addHelpText(
      'after',
      examples(
        'test examples/rule-tests/cases.yaml',
        'test cases/*.yaml --tfvars prod.tfvars --format junit > report.xml',
      ),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('../cases/run-case-files.ts')).runCaseFiles(paths, options, terminal)),
    );
}
