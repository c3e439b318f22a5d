// The commands: their arguments and their help. Each loads its code when it runs.

import { type Command, Option } from 'commander';
import { type Act, collect, collectAccounts, collectList, examples, format, withVariables } from './command-parts.ts';
import { addReplay } from './replay-command.ts';

const OF_RULES = ', for the lists and predicates in it';

function addCheck(program: Command, act: Act): void {
  const command = program
    .command('check')
    .summary('find errors and warnings in rules')
    .description(
      'Checks expressions, or every rule in a settings file, a .tfvars or .tfvars.json file, or a YAML or JSON list. ' +
        'Shows each error and warning with its code, position and a hint, and the rules that slow down reading.',
    )
    .argument('[rule|file...]', 'expressions, .yaml/.yml/.json files that list rules, or - for standard input');
  withVariables(command)
    .addOption(format('how to print the problems', 'text', 'json'))
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
    .action(act(async () => (await import('../check/check.ts')).check));
}

function addExplain(program: Command, act: Act): void {
  const command = program
    .command('explain')
    .summary('show the value of each part of a rule for one event')
    .description(
      'Evaluates a rule for one event and shows the value of each part as a tree. With --history, shows what a correlation ' +
        'found in log files, what it stores of each group (or of the group of the event), and why it did or did not fire.',
    )
    .argument('<rule>', 'an expression, or the name of a rule; with --history, the name of a correlation')
    .argument('[event.json]', 'a file that contains the event, or - for standard input')
    .option('--history <path...>', 'log files or directories, to explain a correlation')
    .addOption(format('with --history: how to print the groups', 'text', 'json'))
    .option('--event-id <id>', 'the event to use if the file contains several');
  withVariables(command, OF_RULES)
    .addHelpText(
      'after',
      examples(
        `explain "eventName == 'ConsoleLogin' and additionalEventData.MFAUsed != 'Yes'" event.json`,
        'explain denied-burst --tfvars prod.tfvars --history AWSLogs/',
      ),
    )
    .action(act(async () => (await import('../explain/explain.ts')).explain));
}

function addFields(program: Command, act: Act): void {
  const command = program
    .command('fields')
    .summary('list the fields of events, as rules write them')
    .description(
      'Lists each field of the events in log files, as a rule writes it, with the number of events that have it and examples of ' +
        'its values.',
    )
    .argument('<path...>', 'log files or other files with events, directories, or - for standard input')
    .option('--rule <rule>', 'only events that this rule matches: an expression, or the name of a rule');
  withVariables(command, OF_RULES)
    .addOption(format('how to print the fields', 'text', 'json'))
    .addHelpText('after', examples('fields event.json', `fields AWSLogs/ --rule "eventName == 'RunInstances'"`))
    .action(act(async () => (await import('../fields/list-fields.ts')).listFields));
}

function addTest(program: Command, act: Act): void {
  const command = program
    .command('test')
    .summary('run unit tests of rules')
    .description(
      'Runs the cases in YAML or JSON files. Each case has a rule, an event and the expected result; see ' +
        'docs/command-line.md.',
    )
    .argument('<cases.yaml...>', 'files that contain cases');
  withVariables(command, '; cases can use the rules and lists in it')
    .addOption(format('how to print the results', 'text', 'json', 'junit'))
    .addHelpText(
      'after',
      examples(
        'test examples/rule-tests/cases.yaml',
        'test cases/*.yaml --tfvars prod.tfvars --format junit > report.xml',
      ),
    )
    .action(act(async () => (await import('../cases/run-case-files.ts')).runCaseFiles));
}

function addConvert(program: Command, act: Act): void {
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
    .addOption(new Option('--to <format>', 'what to print').choices(['tfvars', 'json']).default('tfvars'))
    .addHelpText(
      'after',
      examples('convert sigma rules/cloud/aws > sigma.auto.tfvars', 'convert sigma rule.yml --to json'),
    )
    .action(act(async () => (await import('../convert/convert-sigma.ts')).convertSigma));
}

function addVerify(program: Command, act: Act): void {
  program
    .command('verify')
    .summary('verify that no log file was removed or altered')
    .description(
      'Verifies the digests of CloudTrail and the log files that they list, for all accounts and regions in buckets ' +
        'or in copies of them. Reports what was removed or altered; see docs/verify-log-files.md.',
    )
    .argument('<path...>', 'directories with a copy of a bucket, or s3://bucket/prefix')
    .option(
      '--public-keys <file>',
      'public keys, as aws cloudtrail list-public-keys prints them (repeatable)',
      collect,
      [],
    )
    .option('--since <time>', 'verify only log files that were delivered at or after this time')
    .option('--until <time>', 'verify only log files that were delivered until this time')
    .option('--account <id>', 'verify only this account (repeatable)', collectAccounts, [])
    .option('--region <name>', 'verify only this region (repeatable)', collectList, [])
    .addOption(format('how to print the findings', 'text', 'json'))
    .option('--checkpoint <file>', 'continue an interrupted verification after what this file says is finished')
    .option('--yes', 'with s3://: do not ask before the first file is read')
    .addHelpText(
      'after',
      examples(
        'verify s3://my-trail',
        'verify s3://my-trail/AWSLogs/o-abc123/111122223333 --since 2024-03-01',
        'verify s3://my-trail --checkpoint all.checkpoint',
        'verify AWSLogs --public-keys keys.json --format json',
      ),
    )
    .action(act(async () => (await import('../verify/verify.ts')).verify));
}

function addStudio(program: Command, act: Act): void {
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
    .action(act(async () => (await import('../studio/studio.ts')).studio));
}

function addMutes(program: Command, act: Act): void {
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
    .addOption(format('how to print the mutes', 'text', 'json'))
    .addHelpText(
      'after',
      examples('mutes --table cloudtrail-to-slack-state', 'mutes --table cloudtrail-to-slack-state --format json'),
    )
    .action(act(async () => (await import('../mutes/list-mutes.ts')).listMutes));
}

function addRules(program: Command, act: Act): void {
  const command = program
    .command('rules')
    .summary('list the default rules')
    .description('Lists the default rules with a description of each: all packs, or the packs given with --pack.')
    .option('--pack <name>', 'list only the rules of this pack (repeatable)', collectList, [])
    .option('--matching <event.json>', 'list only rules that match an event in this file')
    .option('--coverage', 'list the MITRE ATT&CK techniques of the rules instead');
  withVariables(command, '; the rules in it are listed too')
    .addOption(format('how to print the rules', 'text', 'json'))
    .addHelpText(
      'after',
      examples('rules --pack core', 'rules --matching event.json', 'rules --coverage', 'rules --format json'),
    )
    .action(act(async () => (await import('../catalogue/list-rules.ts')).listRules));
}

function addFunctions(program: Command, act: Act): void {
  program
    .command('functions')
    .summary('list the functions of the rule language')
    .description('Lists every function of the rule language with its aliases, arguments, description and an example.')
    .argument('[name]', 'list only this function')
    .addOption(format('how to print the functions', 'text', 'json'))
    .addHelpText('after', examples('functions', 'functions inCidr'))
    .action(act(async () => (await import('../catalogue/list-functions.ts')).listFunctions));
}

/** Adds each command to the program, in the order of the help. */
export const COMMANDS: readonly ((program: Command, act: Act) => void)[] = [
  ...[addReplay, addCheck, addExplain, addFields, addTest, addConvert, addVerify, addStudio, addMutes],
  ...[addRules, addFunctions],
];
