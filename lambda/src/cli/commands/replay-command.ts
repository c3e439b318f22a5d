// The command `replay`, which has the most options: its arguments and its help. It loads its code when it runs.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Act, collect, collectAccounts, collectList, examples, format, withVariables } from './command-parts.ts';

/** Adds the command. */
export function addReplay(program: Command, act: Act): void {
  const command = program
    .command('replay')
    .summary('run log files through the pipeline and show the messages')
    .description(
      'Runs CloudTrail log files through the real pipeline and shows every message as it looks in Slack, grouped in ' +
        'threads. Reads log files (.json, .json.gz), single events, NDJSON, directories and buckets.',
    )
    .argument('<path...>', 'log files, directories with log files, s3://bucket/prefix, or - for standard input');
  withBuckets(withOutputs(withSettings(command)))
    .addHelpText(
      'after',
      examples(
        'replay examples/cloudtrail',
        'replay AWSLogs/ --tfvars prod.tfvars --format json | jq -r .title',
        `replay log.json.gz --no-default-rules --rule "eventName == 'StopLogging'"`,
        'replay - --decisions < events.ndjson',
        'replay AWSLogs/ --tfvars prod.tfvars --html report.html',
        'replay AWSLogs/ --tfvars prod.tfvars --against changed.tfvars --fail-on-change',
        'replay s3://my-trail/AWSLogs/ --since 2024-03-01 --until 2024-04-01 --account 111122223333',
        'replay s3://my-trail/AWSLogs/ --format json --yes --checkpoint march.checkpoint >>march.ndjson',
      ),
    )
    .action(act(async () => (await import('../replay/replay.ts')).replay));
}

function withSettings(command: Command): Command {
  return withVariables(command)
    .option('--rule <expression>', 'add a rule (repeatable)', collect, [])
    .option('--pack <name>', 'add a pack of default rules (repeatable)', collectList, [])
    .option('--no-default-rules', 'turn off the default rules (the pack "core")')
    .option('--ignore-rule <expression>', 'add an ignore rule (repeatable)', collect, [])
    .option('--track <names>', 'alert on these event names, separated by commas (repeatable)', collectList, []);
}

function withOutputs(command: Command): Command {
  return command
    .addOption(format('what to print for each alert', 'text', 'json', 'slack'))
    .option('--full', 'with --format text: show long replies in full')
    .addOption(
      new Option(
        '--decisions',
        'print one JSON object per record instead: eventID, outcome, rule, rules, ignoreRule, observations, errors',
      ).conflicts('full'),
    )
    .addOption(
      new Option('--html <file>', 'write a page that shows which rules to tune, instead of printing').conflicts([
        'decisions',
        'full',
      ]),
    )
    .addOption(
      new Option(
        '--against <file>',
        'show what changes with the variables in this file: .tfvars, .tfvars.json or settings JSON (repeatable)',
      )
        .argParser(collect)
        .default([], 'none')
        .conflicts(['decisions', 'full']),
    )
    .option('--fail-on-change', 'with --against: exit with 1 if an alert changes');
}

function withBuckets(command: Command): Command {
  return command
    .addOption(
      new Option('--threads <n>', 'read files in this many threads (default: one per core)').argParser(threadCount),
    )
    .option(
      '--checkpoint <file>',
      'with --format json or --decisions: continue an interrupted replay after its last file',
    )
    .option('--since <time>', 'with s3://: read only log files that were delivered at or after this time')
    .option('--until <time>', 'with s3://: read only log files that were delivered until this time')
    .option('--account <id>', 'with s3://: read only log files of this account (repeatable)', collectAccounts, [])
    .option('--region <name>', 'with s3://: read only log files of this region (repeatable)', collectList, [])
    .option('--yes', 'with s3://: do not ask before the first file is read');
}

// More threads than this only take memory.
const THREADS_MAX = 64;

function threadCount(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > THREADS_MAX)
    throw new InvalidArgumentError(`Write a number from 1 to ${THREADS_MAX}.`);
  return Number(value);
}
