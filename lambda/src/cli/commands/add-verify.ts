// The command `verify`: its arguments and its help. It loads its code when it runs.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { choice, collect, collectAccounts, collectList, examples } from './option-kinds.ts';

/** Adds the command. */
export function addVerify(program: Command, act: Act): void {
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
    .addOption(choice('--format <format>', 'how to print the findings', ['text', 'json'], 'text'))
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
    .action((paths, options) =>
      act(async (terminal) => (await import('../verify/verify.ts')).verify(paths, options, terminal)),
    );
}
