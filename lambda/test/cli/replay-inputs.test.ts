// How `replay` finds and orders its inputs, and what it reports about them.

import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Finished, useCommand } from './command.ts';

const command = useCommand();

const json = JSON.stringify;
const userIdentity = { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' };
const event = (eventID: string) => ({
  eventID,
  eventName: 'StopLogging',
  recipientAccountId: '111122223333',
  userIdentity,
});
const logFile = (...ids: readonly string[]) => json({ Records: ids.map(event) });
const replay = (...args: readonly string[]) =>
  command.run(['replay', ...args, '--no-default-rules', '--rule', "eventName == 'StopLogging'", '--format', 'json']);
const idsOf = ({ out }: Finished) => [...out.matchAll(/"eventID":"([^"]+)"/g)].map(([, id]) => id);
const inFolder = (name: string) => path.join(command.folder, name);

describe('cloudtrail-to-slack replay', () => {
  it('replays log files in the order in which they arrived, other files last', async () => {
    command.write('order/eu/1_CloudTrail_eu_20260101T1200Z_a.json', logFile('first'));
    command.write('order/eu/1_CloudTrail_eu_20260101T1300Z_b.json', logFile('third'));
    command.write('order/us/1_CloudTrail_us_20260101T1201Z_c.json', logFile('second'));
    command.write('order/a.json', logFile('last'));
    const finished = await replay(inFolder('order'));
    expect(idsOf(finished)).toEqual(['first', 'second', 'third', 'last']);
    expect(finished.err).toMatch(/threads\s+3\b/);
  });

  it('follows symbolic links, also in a circle', async () => {
    command.write('real/log.json', logFile('linked'));
    command.write('links/other.json', logFile('own'));
    symlinkSync(inFolder('real'), inFolder('links/to-real'));
    symlinkSync(inFolder('links'), inFolder('links/to-itself'));
    symlinkSync(command.write('notes.txt', 'no log file'), inFolder('links/notes'));
    const finished = await replay(inFolder('links'));
    expect(idsOf(finished).toSorted()).toEqual(['linked', 'own']);
    expect(finished.code).toBe(0);
  });

  it.each([
    ['to a missing file', 'nowhere', 'there is no such file or directory'],
    ['to itself', 'broken-1/link', 'it is a symbolic link to itself'],
  ])('names a symbolic link %s, and reads the others', async (_what, target, reason) => {
    const folder = `broken-${target === 'nowhere' ? 0 : 1}`;
    command.write(`${folder}/log.json`, logFile('one'));
    symlinkSync(inFolder(target), inFolder(`${folder}/link`));
    const finished = await replay(inFolder(folder));
    expect(idsOf(finished)).toEqual(['one']);
    expect(finished.err).toContain(`${folder}/link: ${reason}`);
    expect(finished.code).toBe(1);
  });

  it('reads a file once, however its path is written', async () => {
    const file = command.write('once/log.json', logFile('one'));
    const finished = await replay(file, path.join(command.folder, 'once', '..', 'once/log.json'), inFolder('once'));
    expect(finished.err).toContain('1 in 1 log file');
    expect(finished.code).toBe(0);
  });

  describe('with a small file that decompresses to gigabytes', () => {
    const blank = gzipSync(Buffer.alloc(128 * 1024 * 1024, ' '));
    const bomb = (start: string) => Buffer.concat([gzipSync(start), ...Array(40).fill(blank)]);

    it.each([
      ['a log file', '{"Records":[', 'decompresses to more than 500000000 bytes'],
      ['events, line by line', '{"eventName":"A"}\n', 'decompresses to more than 128 MiB'],
    ])('that starts like %s, names the file, and reads the others', async (what, start, reason) => {
      const file = command.write(`${what}/bomb.json.gz`, bomb(start));
      command.write(`${what}/log.json`, logFile('one'));
      const finished = await replay(inFolder(what));
      expect(finished.err).toContain(`${file}: ${reason}`);
      expect(finished.err).toMatch(/split it|split the file/);
      expect([idsOf(finished), finished.code]).toEqual([['one'], 1]);
    });

    it('explains none of its events', async () => {
      const file = command.write('bomb.json.gz', bomb(json(event('one'))));
      const { code, err } = await command.run(['explain', 'true', file]);
      expect([code, err]).toEqual([1, expect.stringContaining(`${file}: decompresses to more than 128 MiB`)]);
    });
  });

  it('reads a log file whose text is larger than what is converted in memory', async () => {
    const padded = `{"Records":[${json(event('one'))}${' '.repeat(130 * 1024 * 1024)}]}`;
    const finished = await replay(command.write('padded.json.gz', gzipSync(padded, { level: 1 })));
    expect([idsOf(finished), finished.code]).toEqual([['one'], 0]);
  });

  it('names the first five broken lines of NDJSON and counts the others', async () => {
    const lines = (broken: number) => [json(event('one')), ...Array.from({ length: broken }, () => '{"')].join('\n');
    const five = await replay(command.write('five.ndjson', lines(5)));
    expect(five.err.match(/line \d+ is not an event/g)).toHaveLength(5);
    expect(five.err).not.toContain('more line');
    const six = await replay(command.write('six.ndjson', lines(6)));
    expect(six.err.match(/line \d+ is not an event/g)).toHaveLength(5);
    expect(six.err).toContain('six.ndjson: 1 more line of this file is not an event in JSON');
  });

  it('prints at most 20 warnings of a kind, and the number of the others', async () => {
    const rules = Array.from({ length: 23 }, (_, index) => ({ name: `broken-${index}`, expression: 'eventName ==' }));
    const settings = command.write('broken.json', json({ rules }));
    const finished = await replay(command.write('one.json', logFile('one')), '--settings', settings);
    expect(finished.err.match(/^warning: rule/gm)).toHaveLength(20);
    expect(finished.err).toContain('warning: 3 more warnings of the kind rule_failed');
  });
});
