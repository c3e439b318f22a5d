// The commands, their arguments and their help. Each command loads its code when it runs, so that no command waits for the
// dependencies of the others.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from './cli-error.ts';
import { escaped } from './escaped.ts';
import type { Terminal } from './terminal.ts';

type Run = (terminal: Terminal) => Promise<ExitCode>;
type Act = (run: Run) => Promise<void>;

/** Creates the program. It calls `onExit` with the exit code when a command ends. */
export function createProgram(terminal: Terminal, onExit: (code: ExitCode) => void): Command {
  const act: Act = async (run) => onExit(await run(terminal));
  const program = new Command('cloudtrail-to-slack')
    .description('Runs CloudTrail rules on log files as the Lambda function does, without AWS and Slack.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.err(text.replace(/\n$/, '')),
      outputError: (text, write) => write(onOneLine(text)),
    })
    .showHelpAfterError('(add --help to list the commands and options)')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) add(program, act);
  return program;
}

const COMMANDS = [addReplay, addCheck, addExplain, addTest, addConvert, addVerify, addRules, addFunctions];

// Messages of commander contain arguments, which may contain line breaks. Its own one is before a suggestion.
function onOneLine(text: string): string {
  const [, message = '', suggestion = ''] = /^([\s\S]*?)(\n\(Did you mean [^\n]*\))?\n?$/.exec(text) ?? [];
  return escaped`${message}` + suggestion;
}

const EXIT_CODES = `
Exit codes: 0 success; 1 problems found, or an input cannot be read; 2 wrong usage.
For options and examples, run: cloudtrail-to-slack <command> --help`;

function addReplay(program: Command, act: Act): void {
  const command = program
    .command('replay')
    .summary('run log files through the pipeline and show the messages')
    .description(
      'Runs CloudTrail log files through the real pipeline and shows every message as it looks in Slack, grouped in\n' +
        'threads. Reads log files (.json, .json.gz), single events, NDJSON, directories and buckets.',
    )
    .argument('<path...>', 'log files, directories with log files, s3://bucket/prefix, or - for standard input');
  withSettings(command)
    .option('--ignore-rule <expression>', 'add an ignore rule (repeatable)', collect, [])
    .option('--track <names>', 'alert on these event names, separated by commas (repeatable)', collectList, [])
    .addOption(choice('--format <format>', 'what to print for each alert', ['text', 'json', 'slack'], 'text'))
    .option('--full', 'with --format text: show long replies in full')
    .option(
      '--decisions',
      'print one JSON object per record instead: eventID, outcome, rule, ignoreRule, observations, errors',
    )
    .addOption(
      new Option('--threads <n>', 'read files in this many threads (default: one per core)').argParser(threadCount),
    )
    .option('--since <time>', 'with s3://: read only log files that were delivered at or after this time')
    .option('--until <time>', 'with s3://: read only log files that were delivered until this time')
    .option('--account <id>', 'with s3://: read only log files of this account (repeatable)', collectList, [])
    .option('--region <name>', 'with s3://: read only log files of this region (repeatable)', collectList, [])
    .option('--yes', 'with s3://: do not ask before the first file is read')
    .addHelpText(
      'after',
      examples(
        'replay examples/cloudtrail',
        'replay AWSLogs/ --tfvars prod.tfvars --format json | jq -r .title',
        `replay log.json.gz --no-default-rules --rule "eventName == 'StopLogging'"`,
        'replay - --decisions < events.ndjson',
        'replay s3://my-trail/AWSLogs/ --since 2024-03-01 --until 2024-03-31 --account 111122223333',
      ),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('./replay/replay.ts')).replay(paths, options, terminal)),
    );
}

function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .summary('find errors and warnings in rules')
    .description(
      'Checks expressions, or every rule in a settings file, a .tfvars or .tfvars.json file, or a YAML or JSON list.\n' +
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
      act(async (terminal) => (await import('./check/check.ts')).check(rules, options, terminal)),
    );
}

function addExplain(program: Command, act: Act): void {
  program
    .command('explain')
    .summary('show the value of each part of a rule for one event')
    .description(
      'Evaluates a rule for one event and shows the value of each part as a tree. With --history, shows what a correlation\n' +
        'found in log files, what it stores of each group (or of the group of the event), and why it did or did not fire.',
    )
    .argument('<rule>', 'the expression to evaluate; with --history, the name of a correlation')
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
      act(async (terminal) => (await import('./explain/explain.ts')).explain(expression, path, options, terminal)),
    );
}

function addTest(program: Command, act: Act): void {
  program
    .command('test')
    .summary('run unit tests of rules')
    .description(
      'Runs the cases in YAML or JSON files. Each case has a rule, an event and the expected result; see\n' +
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
        'test rules/*.yaml --tfvars prod.tfvars --format junit > report.xml',
      ),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('./cases/run-case-files.ts')).runCaseFiles(paths, options, terminal)),
    );
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
      'Converts Sigma rules for CloudTrail (log source product: aws, service: cloudtrail). A document that cannot be\n' +
        'converted with the same meaning is refused with file, line and reason; see docs/sigma.md.',
    )
    .argument('<path...>', 'Sigma files, directories that contain Sigma files (.yml, .yaml), or - for standard input')
    .addOption(choice('--to <format>', 'what to print', ['tfvars', 'json'], 'tfvars'))
    .addHelpText(
      'after',
      examples('convert sigma rules/cloud/aws > sigma.auto.tfvars', 'convert sigma rule.yml --to json'),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('./convert/convert-sigma.ts')).convertSigma(paths, options, terminal)),
    );
}

function addVerify(program: Command, act: Act): void {
  program
    .command('verify')
    .summary('verify that no log file was removed or altered')
    .description(
      'Verifies the digests of CloudTrail and the log files that they list, for all accounts and regions in buckets\n' +
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
    .addOption(choice('--format <format>', 'how to print the findings', ['text', 'json'], 'text'))
    .addHelpText(
      'after',
      examples(
        'verify s3://my-trail',
        'verify s3://my-trail/AWSLogs/o-abc123/111122223333 --since 2024-03-01',
        'verify AWSLogs --public-keys keys.json --format json',
      ),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('./verify/verify.ts')).verify(paths, options, terminal)),
    );
}

function addRules(program: Command, act: Act): void {
  const command = program
    .command('rules')
    .summary('list the default rules')
    .description('Lists the default rules with a description of each: all packs, or the packs given with --pack.')
    .option('--pack <name>', 'list only the rules of this pack (repeatable)', collect, [])
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
      act(async (terminal) => (await import('./catalogue/list-rules.ts')).listRules(options, terminal)),
    );
}

function addFunctions(program: Command, act: Act): void {
  program
    .command('functions')
    .summary('list the functions of the rule language')
    .description('Lists every function of the rule language with its aliases, arguments, description and an example.')
    .argument('[name]', 'list only this function')
    .addOption(choice('--format <format>', 'how to print the functions', ['text', 'json'], 'text'))
    .addHelpText('after', examples('functions', 'functions inCidr'))
    .action((name, options) =>
      act(async (terminal) => (await import('./catalogue/list-functions.ts')).listFunctions(name, options, terminal)),
    );
}

function withSettings(command: Command): Command {
  return command
    .option('--settings <file>', 'settings JSON: the output settings_json of the module')
    .option('--tfvars <file>', 'variables of the module: .tfvars or .tfvars.json (repeatable)', collect, [])
    .option('--rule <expression>', 'add a rule (repeatable)', collect, [])
    .option('--pack <name>', 'add a pack of default rules (repeatable)', collectList, [])
    .option('--no-default-rules', 'turn off the default rules (the pack "core")');
}

function choice(flags: string, description: string, choices: string[], fallback: string): Option {
  return new Option(flags, description).choices(choices).default(fallback);
}

// More threads than this only take memory.
const THREADS_MAX = 64;

function threadCount(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > THREADS_MAX)
    throw new InvalidArgumentError(`Write a number from 1 to ${THREADS_MAX}.`);
  return Number(value);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function collectList(value: string, before: string[]): string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ];
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ cloudtrail-to-slack ${line}`).join('\n')}`;
}
