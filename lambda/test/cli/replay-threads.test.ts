// The replay in several threads: the same output as in one, whatever the files are.

import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { workersFor } from '../../src/cli/replay/workers/workers-for.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { aRecord } from '../pipeline/payloads.ts';
import { useCommand } from './command.ts';

const command = useCommand();
let folder: string;

const record = (index: number, more: JsonObject = {}) => {
  const eventTime = new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString().replace('.000', '');
  const eventName = index % 7 === 0 ? 'StopLogging' : 'DescribeTrails';
  return aRecord({ eventID: `event-${index}`, eventTime, eventName, ...more }, `user-${index % 5}`);
};
const records = (from: number, count: number, more: JsonObject = {}) =>
  Array.from({ length: count }, (_, index) => record(from + index, more));
const name = (minute: number, serial: string) =>
  `logs/111111111111_CloudTrail_eu-west-1_20260101T00${String(minute).padStart(2, '0')}Z_${serial}.json`;
const logFile = (of: readonly unknown[]) => JSON.stringify({ Records: of });

beforeAll(async () => {
  for (let minute = 0; minute < 40; minute++)
    command.write(`${name(minute, 'usual')}.gz`, gzipSync(logFile(records(minute * 50, 50))));
  command.write(name(5, 'broken'), logFile([null, record(9_000), 7, ...Array(20).fill('x')]));
  command.write(`${name(6, 'torn')}.gz`, gzipSync(logFile(records(0, 50))).subarray(0, 200));
  command.write(name(7, 'none'), '{"some":"json"}');
  command.write(name(8, 'lines').replace('.json', '.ndjson'), `${JSON.stringify(record(9_100))}\nnot json\n`);
  command.write(`${name(9, 'again')}.gz`, gzipSync(logFile(records(0, 50))));
  // In parts: its raw text is larger than what is read as a whole.
  command.write(
    `${name(10, 'large')}.gz`,
    gzipSync(logFile(records(10_000, 400, { requestParameters: { text: 'x'.repeat(60_000) } }))),
  );
  folder = command.write('rules.json', JSON.stringify({ rules: RULES })).replace('/rules.json', '');
}, 60_000);

const RULES = [
  { name: 'stopped', expression: "eventName == 'StopLogging'" },
  { name: 'fails', expression: "eventName == 'DescribeTrails' and requestParameters.a > 1" },
  { name: 'broken rule', expression: "eventName = 'X'" },
  {
    name: 'stopped-often',
    severity: 'high',
    expression: "eventName == 'StopLogging'",
    correlation: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '1h', gte: 5 },
  },
];

async function replay(threads: number, ...more: readonly string[]) {
  const args = [
    'replay',
    `${folder}/logs`,
    '--settings',
    `${folder}/rules.json`,
    '--threads',
    String(threads),
    ...more,
  ];
  const { code, out, err } = await command.run(args);
  return { code, out, err: err.replace(/ +time taken.*/, '') };
}

describe('a replay in several threads', () => {
  it.each([['text'], ['json'], ['slack']])('prints the same as in one thread: --format %s', async (format) => {
    const one = await replay(1, '--format', format);
    expect(one.out.length).toBeGreaterThan(1_000);
    expect(one.err).toContain('stopped-often');
    for (const threads of [2, 5]) expect(await replay(threads, '--format', format)).toEqual(one);
  });

  it('reads every decision as in one thread', async () => {
    expect(await replay(4, '--decisions')).toEqual(await replay(1, '--decisions'));
  });

  it.each(['0', '65', 'many', '1.5'])('does not accept %s threads', async (threads) => {
    const { code, err } = await command.run(['replay', folder, '--threads', threads]);
    expect([code, err]).toEqual([2, expect.stringContaining('Write a number from 1 to 64')]);
  });
});

describe('the number of workers', () => {
  it('is 0 if the sources run, because there is no program for them', () => {
    const inputs = ['a', 'b'].map((path) => ({ path, found: false }));
    expect(workersFor(inputs, 2)).toBe(0);
  });
});
