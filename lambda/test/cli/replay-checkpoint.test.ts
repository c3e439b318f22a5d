// A replay with a checkpoint: killed in the middle, it continues after the last finished file, and ends with the same totals.

import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { aRecord, logFile } from '../pipeline/payloads.ts';
import { useCommand } from './command.ts';

const FILES = 8;
const RECORDS = 250;

const command = useCommand();
let folder: string;

// Together far more alert lines than a pipe holds.
const record = (index: number) => {
  const eventTime = new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString().replace('.000', '');
  const eventID = `event-${index % 1_900}`; // The last ones are delivered again.
  return aRecord({ eventID, eventTime, eventName: 'StopLogging' }, `user-${index % 5}`);
};
const name = (file: number) =>
  `logs/111111111111_CloudTrail_eu-west-1_20260101T${String(file).padStart(2, '0')}00Z_x.json.gz`;
const records = (file: number) => Array.from({ length: RECORDS }, (_, index) => record(file * RECORDS + index));

const RULES = [
  { name: 'stopped', expression: "eventName == 'StopLogging'" },
  {
    name: 'stopped-often',
    expression: "eventName == 'StopLogging'",
    correlation: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '1h', gte: 300 },
  },
  {
    name: 'new-user',
    expression: "eventName == 'StopLogging'",
    correlation: { type: 'first_seen', group_by: ['userIdentity.arn'], timespan: '1d' },
  },
];

beforeAll(async () => {
  for (let file = 0; file < FILES; file++) command.write(name(file), logFile(...records(file)));
  command.write('logs/other.json', '{"some":"json"}');
  command.write('logs/torn.json.gz', logFile(...records(0)).subarray(0, 200));
  command.write('rules.json', JSON.stringify({ rules: RULES }));
  command.write('other-rules.json', JSON.stringify({ rules: RULES.slice(1) }));
  folder = command.folder;
}, 60_000);

const replayOf = (checkpoint: string | null, ...more: readonly string[]) => [
  ...['replay', path.join(folder, 'logs'), '--settings', path.join(folder, 'rules.json'), '--format', 'json'],
  ...(checkpoint === null ? [] : ['--checkpoint', path.join(folder, checkpoint)]),
  ...more,
];

// Kills a replay after it has written its checkpoint. It cannot have come to its end then: it writes the next one when its output has
// been read. Returns the output.
async function killInTheMiddle(args: readonly string[], file: string): Promise<string> {
  const writtenAt = () => (existsSync(file) ? statSync(file).mtimeMs : 0);
  const before = writtenAt();
  const child = command.start(args);
  const closed = once(child, 'close');
  let out = '';
  for await (const chunk of child.stdout ?? []) {
    out += chunk;
    if (writtenAt() > before) child.kill('SIGKILL');
  }
  expect(await closed).toEqual([null, 'SIGKILL']);
  return out;
}

const alertsIn = (out: string) => {
  const whole = out.split('\n').filter((line) => line.endsWith('}'));
  return whole
    .map((line) => JSON.parse(line))
    .map(({ eventID, rule, threadKey, correlation }) => JSON.stringify([eventID, rule, threadKey, correlation]));
};
const totalsIn = (err: string) =>
  err.split('\n').filter((line) => !/^ +time taken|^continues after|^warning: /.test(line));

describe('a replay with a checkpoint', () => {
  it.each([['1'], ['3']])(
    'has the same totals and alerts after it was killed again and again, with %s threads',
    async (threads) => {
      const whole = await command.run(replayOf(null));
      const checkpoint = `killed-${threads}.checkpoint`;
      const args = replayOf(checkpoint, '--threads', threads);
      let out = '';
      for (let kills = 0; kills < 3; kills++) out += `${await killInTheMiddle(args, path.join(folder, checkpoint))}\n`;
      const last = await command.run(args);
      expect(last.err).toMatch(/^continues after .*T0[2-7]00Z_x\.json\.gz \(\d+ finished files\)$/m);
      expect(totalsIn(last.err)).toEqual(totalsIn(whole.err));
      expect(last.code).toBe(whole.code);
      expect(new Set(alertsIn(out + last.out))).toEqual(new Set(alertsIn(whole.out)));
      expect(alertsIn(last.out).length).toBeLessThan(alertsIn(whole.out).length);
    },
  );

  it('reads only what arrived since, when it runs again after its end', async () => {
    const args = replayOf('ended.checkpoint');
    const first = await command.run(args);
    const again = await command.run(args);
    expect(first.out).not.toBe('');
    expect(again.out).toBe('');
    expect(totalsIn(again.err)).toEqual(totalsIn(first.err));
  });

  it('keeps its file from other users, because it contains parts of events', async () => {
    await command.run(replayOf('private.checkpoint'));
    expect(statSync(path.join(folder, 'private.checkpoint')).mode & 0o777).toBe(0o600);
    expect(existsSync(path.join(folder, 'private.checkpoint.partial'))).toBe(false);
  });

  it('prints decisions after those that it printed before', async () => {
    const args = [...replayOf('decisions.checkpoint'), '--decisions'];
    const first = await command.run(args);
    expect(first.out.trim().split('\n')).toHaveLength(FILES * RECORDS);
    expect((await command.run(args)).out).toBe('');
  });
});

describe('a checkpoint', () => {
  const refused: readonly (readonly [what: string, args: () => readonly string[], error: RegExp])[] = [
    ['other rules', () => ['--tfvars', path.join(folder, 'other-rules.json')], /with other rules or settings/],
    ['other inputs', () => [path.join(folder, name(1))], /with other inputs/],
    ['other output', () => ['--decisions'], /with other output options/],
  ];

  it.each(refused)('is refused by a replay with %s', async (_what, args, error) => {
    const file = path.join(folder, 'mine.checkpoint');
    rmSync(file, { force: true });
    await command.run(replayOf('mine.checkpoint'));
    const before = readFileSync(file, 'utf8');
    const { code, out, err } = await command.run(replayOf('mine.checkpoint', ...args()));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(error);
    expect(err).toContain('Use another file, or delete this one');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is refused if the files before its last one have changed', async () => {
    const logs = path.join(folder, 'growing');
    command.write('growing/1_20260102T0000Z_.json', JSON.stringify({ Records: records(1) }));
    const args = ['replay', logs, '--format', 'json', '--checkpoint', path.join(folder, 'growing.checkpoint')];
    await command.run(args);
    command.write('growing/0_20260101T0000Z_.json', JSON.stringify({ Records: records(0) }));
    const { code, err } = await command.run(args);
    expect([code, err]).toEqual([2, expect.stringContaining('1_20260102T0000Z_.json have changed since')]);
  });

  it.each([
    ['text', '{"version":1}', ['--format', 'json'], /it is not a checkpoint of this command and version/],
    ['no JSON', 'text', ['--format', 'json'], /it is not a checkpoint of this command and version/],
    [
      'output that is printed at the end',
      null,
      ['--format', 'text'],
      /--checkpoint needs --format json or --decisions/,
    ],
    ['standard input', null, ['--format', 'json', '-'], /--checkpoint cannot be used with standard input/],
  ])('cannot be %s', async (what, content, args, error) => {
    const file = path.join(folder, `${what.replaceAll(' ', '-')}.checkpoint`);
    if (content !== null) command.write(path.basename(file), content);
    const { code, err } = await command.run(['replay', path.join(folder, name(0)), ...args, '--checkpoint', file]);
    expect(code).toBe(2);
    expect(err).toMatch(error);
  });

  it('that cannot be written ends the replay', async () => {
    const { code, err } = await command.run(replayOf('no/such/folder.checkpoint'));
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('folder.checkpoint: cannot be written: there is no such file'),
    ]);
  });
});
