// The command `check`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, collect, examples } from './option-kinds.ts';

/** Adds the command. */
export function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .summary('find errors and warnings in rules')
    .description(
      'Checks expressions, or every rule in a settings file, a .tfvars or .tfvars.json file, or a YAML or JSON list. ' +
        'Shows each error and warning with its code, position and a hint, and the rules that slow down reading.',
    )
    .argument('[rule|file...]', 'expressions, .yaml/.yml/.json files that list rules, or - for standard input')
    .option('--settings <file>', 'settings JSON: the output settings_json of the module')
    .option('--tfvars <file>', 'variables of the module: .tfvars or .tfvars.json (repeatable)', collect, [])
    .addOption(choice('--format <format>', 'how to print the problems', ['text', 'json'], 'text'))
    .option('--event-pattern', 'print the EventBridge event pattern that covers the rules (event_pattern)')
    .addHelpText(
      'after',
      examples(
        `check "eventName == 'StopLogging' and userIdentity.type != 'AWSService'"`,
        'check --tfvars prod.tfvars',
        'check rules.yaml',
        'check --tfvars prod.tfvars --event-pattern > event-pattern.json',
      ),
    )
    .action((rules, options) =>
      act(async (terminal) => (await import('../check/check.ts')).check(rules, options, terminal)),
    );
}
