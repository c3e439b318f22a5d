// The commands, their arguments and their help. What a command does is loaded when it is called, so that none of them
// waits for what the others need.

import { Command, Option } from 'commander';
import type { ExitCode } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

type Run = (terminal: Terminal) => Promise<ExitCode>;
type Act = (run: Run) => Promise<void>;

/** Makes the program; `onExit` is told how a command ended. */
export function createProgram(terminal: Terminal, onExit: (code: ExitCode) => void): Command {
  const act: Act = async (run) => onExit(await run(terminal));
  const program = new Command('cloudtrail-to-slack')
    .description('Tries CloudTrail rules on real log files, as the function would run them, without AWS or Slack.')
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  for (const add of [addReplay, addCheck, addExplain, addTest, addRules, addFunctions]) add(program, act);
  return program;
}

const EXIT_CODES = `
Exit codes: 0 all is well; 1 something was found, or an input could not be read; 2 the command was called wrongly.
Every command has an example: cloudtrail-to-slack <command> --help`;

function addReplay(program: Command, act: Act): void {
  const command = program
    .command('replay')
    .summary('run log files through the pipeline and show the messages')
    .description(
      'Runs CloudTrail log files through the real pipeline and shows every Slack message as a reader would see it,\n' +
        'grouped in threads. Reads .json and .json.gz log files, single events, NDJSON and whole directories.',
    )
    .argument('<path...>', 'log files, directories with log files, or - for standard input');
  withSettings(command)
    .option('--ignore-rule <expression>', 'add an ignore rule (repeatable)', collect, [])
    .option('--track <names>', 'alert on these event names, separated by commas', collectList, [])
    .addOption(choice('--format <format>', 'what to print for each alert', ['text', 'json', 'slack'], 'text'))
    .option('--full', 'with --format text: do not cut long replies short')
    .option('--decisions', 'print one JSON object for every record instead: eventID, outcome, rule, errors')
    .addHelpText(
      'after',
      examples(
        'replay examples/cloudtrail',
        'replay AWSLogs/ --tfvars prod.tfvars --format json | jq -r .title',
        `replay log.json.gz --no-default-rules --rule "eventName == 'StopLogging'"`,
        'replay - --decisions < events.ndjson',
      ),
    )
    .action((paths, options) =>
      act(async (terminal) => (await import('./replay/replay.ts')).replay(paths, options, terminal)),
    );
}

function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .summary('check rules: every problem with its place and what to write instead')
    .description(
      'Checks rule texts, or every rule of a settings file, a .tfvars or .tfvars.json file, or a YAML or JSON list.\n' +
        'Shows every error and warning with its code, place and a hint, and rules that make reading log files slow.',
    )
    .argument('[rule|file...]', 'rule texts, .yaml/.yml/.json files that list rules, or - for standard input')
    .option('--settings <file>', 'settings JSON, as output by the module (settings_json)')
    .option('--tfvars <file>', 'variables of the module: .tfvars or .tfvars.json (repeatable)', collect, [])
    .addOption(choice('--format <format>', 'how to print the problems', ['text', 'json'], 'text'))
    .option('--event-pattern', 'print the EventBridge pattern for what the rules can match (event_pattern)')
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
    .summary('show the value of every part of a rule on one event')
    .description('Evaluates a rule on one event and shows the value of each of its parts as a tree.')
    .argument('<expression>', 'the rule')
    .argument('<event.json>', 'a file with the event, or - for standard input')
    .option('--event-id <id>', 'which event, where the file holds several')
    .option('--settings <file>', 'settings JSON, for its named lists')
    .option('--tfvars <file>', 'variables of the module, for their named lists (repeatable)', collect, [])
    .addHelpText(
      'after',
      examples(`explain "eventName == 'ConsoleLogin' and additionalEventData.MFAUsed != 'Yes'" event.json`),
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
      'Runs the cases of YAML or JSON files (see docs/command-line.md): a rule, an event, and what is expected.',
    )
    .argument('<cases.yaml...>', 'files with cases')
    .option('--settings <file>', 'settings JSON: its rules and lists can be named in the cases')
    .option('--tfvars <file>', 'variables of the module, likewise (repeatable)', collect, [])
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

function addRules(program: Command, act: Act): void {
  const command = program
    .command('rules')
    .summary('list the default rules')
    .description('Lists the rules of the catalogue, all packs unless --pack names some, with what each is for.')
    .option('--pack <name>', 'only the rules of this pack (repeatable)', collect, [])
    .option('--matching <event.json>', 'only rules that match an event of this file')
    .option('--settings <file>', 'settings JSON: its own rules are listed too')
    .option('--tfvars <file>', 'variables of the module, likewise (repeatable)', collect, [])
    .addOption(choice('--format <format>', 'how to print them', ['text', 'json'], 'text'));
  command
    .addHelpText('after', examples('rules --pack core', 'rules --matching event.json', 'rules --format json'))
    .action((options) =>
      act(async (terminal) => (await import('./catalogue/list-rules.ts')).listRules(options, terminal)),
    );
}

function addFunctions(program: Command, act: Act): void {
  program
    .command('functions')
    .summary('list the functions of the rule language')
    .description('Lists every function of the rule language with its aliases, arguments and meaning.')
    .argument('[name]', 'only this function')
    .addOption(choice('--format <format>', 'how to print them', ['text', 'json'], 'text'))
    .addHelpText('after', examples('functions', 'functions inCidr'))
    .action((name, options) =>
      act(async (terminal) => (await import('./catalogue/list-functions.ts')).listFunctions(name, options, terminal)),
    );
}

function withSettings(command: Command): Command {
  return command
    .option('--settings <file>', 'settings JSON, as output by the module (settings_json)')
    .option('--tfvars <file>', 'variables of the module: .tfvars or .tfvars.json (repeatable)', collect, [])
    .option('--rule <expression>', 'add a rule (repeatable)', collect, [])
    .option('--pack <name>', 'add a pack of default rules (repeatable)', collectList, [])
    .option('--no-default-rules', 'leave out the default rules (the pack "core")');
}

function choice(flags: string, description: string, choices: string[], fallback: string): Option {
  return new Option(flags, description).choices(choices).default(fallback);
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
