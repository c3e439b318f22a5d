// Options whose values would not count: given twice, empty, or without a meaning next to another one.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/commands.ts';
import { createProgram } from '../../src/cli/program.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const LOGS = path.join(ROOT, 'examples/cloudtrail');

describe('an option that can have one value', () => {
  it.each([
    [['check', '--settings', 'a.json', '--settings', 'b.json'], '--settings <file>'],
    [['replay', LOGS, '--format', 'json', '--format', 'text'], '--format <format>'],
    [['replay', LOGS, '--html', 'a.html', '--html=a.html'], '--html <file>'],
    [['verify', LOGS, '--since', '2024-01-01', '--since', '2024-01-02'], '--since <time>'],
    [['convert', 'sigma', 'x', '--to', 'json', '--to', 'json'], '--to <format>'],
  ])('is refused a second time: %j', async (args, flags) => {
    expect(await command.run(args)).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining(`error: option '${flags}' is given twice; give it once\n`),
    });
  });

  it('is distinct from one that can be repeated', async () => {
    const rules = ['--rule', "eventName == 'A'", '--rule', "eventName == 'B'"];
    expect(await command.run(['replay', LOGS, '--no-default-rules', ...rules])).toMatchObject({ code: 0 });
    expect(await command.run(['explain', 'x', '--history', LOGS, '--history', LOGS])).toMatchObject({ code: 1 });
  });

  it('says in the help that it can be repeated, if so', () => {
    const program = createProgram(createTerminal(), () => {});
    const leaves = program.commands.flatMap((one) => (one.commands.length > 0 ? one.commands : [one]));
    const lists = leaves.flatMap(({ options }) => options.filter(({ defaultValue }) => Array.isArray(defaultValue)));
    expect(leaves).toHaveLength(COMMANDS.length);
    expect(lists.filter(({ description }) => !description.includes('(repeatable)')).map(({ flags }) => flags)).toEqual(
      [],
    );
  });
});

describe('an option with an empty value', () => {
  it.each([
    [['replay', LOGS, '--account', '']],
    [['replay', LOGS, '--track', ' , ']],
    [['replay', LOGS, '--tfvars', '']],
    [['verify', LOGS, '--region=']],
  ])('is refused, because an unset variable of a script would select everything: %j', async (args) => {
    expect(await command.run(args)).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: option '--\w+ <\w+>' has an empty value; write one, or remove the option$/m),
    });
  });
});

describe('an argument that is empty', () => {
  it.each([[['replay', '']], [['verify', '']], [['explain', 'readOnly', '']], [['convert', 'sigma', 'x', '']]])(
    'is refused, because an unset variable of a script would be the current directory: %j',
    async (args) => {
      expect(await command.run(args)).toEqual({
        code: 2,
        out: '',
        err: expect.stringContaining('error: an argument is empty; write it, or remove it\n'),
      });
    },
  );
});

describe('a time after the other', () => {
  it.each(['replay', 'verify'])('is refused by %s', async (name) => {
    const args = [name, 's3://trail', '--since', '2024-03-02', '--until', '2024-03-01'];
    expect(await command.run(args)).toEqual({ code: 2, out: '', err: 'error: --since is after --until\n' });
  });
});

describe('an option with a value that nothing can have', () => {
  it.each([['12'], ['111122223333,O12'], ['arn:aws:iam::111122223333:root']])(
    'is refused: --account %s',
    async (account) => {
      const { code, err } = await command.run(['verify', LOGS, '--account', account]);
      expect([code, err]).toEqual([2, expect.stringContaining('An account ID has 12 digits.')]);
    },
  );
});

describe('an option without a meaning next to another', () => {
  it.each([
    [['--full', '--format', 'json'], '--full is for --format text, not json; remove it'],
    [['--decisions', '--full'], "option '--decisions' cannot be used with option '--full'"],
    [['--decisions', '--format', 'slack'], '--decisions prints JSON; remove --format slack'],
  ])('is refused by replay: %j', async (options, message) => {
    expect(await command.run(['replay', LOGS, ...options])).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining(message),
    });
  });
});
