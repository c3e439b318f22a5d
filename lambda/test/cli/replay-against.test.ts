// `replay --against`: the alerts that other rules change, as text, as JSON and on a page.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../json-lines.ts';
import { aRecord, logFile } from '../pipeline/payloads.ts';
import { useCommand } from './command.ts';

const command = useCommand();
let logs: string;
beforeAll(async () => {
  for (let file = 0; file < 3; file++) {
    const records = Array.from({ length: 20 }, (_, index) => record(20 * file + index));
    command.write(`logs/${file}.json.gz`, logFile(...records));
  }
  logs = path.join(command.folder, 'logs');
});

const record = (index: number) => {
  const eventTime = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().replace('.000', '');
  const [eventName = ''] = ['StopLogging', 'DeleteTrail', 'CreateUser', 'DescribeTrails'].slice(index % 4);
  return aRecord({ eventID: `event-${index}`, eventTime, eventName }, 'alice');
};

const rule = (name: string, eventName: string, severity = 'medium', more = {}) => ({
  ...{ name, severity, expression: `eventName == '${eventName}'` },
  ...more,
});
const burst = (gte: number) => ({
  correlation: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '20m', gte },
});

const BEFORE = {
  use_default_rules: false,
  rules: [
    rule('stopped', 'StopLogging'),
    rule('deleted', 'DeleteTrail'),
    rule('burst', 'CreateUser', 'high', burst(100)),
  ],
};
const AFTER = {
  use_default_rules: false,
  rules: [
    rule('stopped', 'StopLogging', 'high'),
    rule('deleted', 'DeleteTrail'),
    rule('read', 'DescribeTrails', 'low'),
    rule('burst', 'CreateUser', 'high', burst(4)),
  ],
  ignore_rules: [{ name: 'early', expression: "eventName == 'DeleteTrail' and eventID in ('event-1', 'event-5')" }],
};

const against = async (...options: readonly string[]) => {
  const before = command.write('before.tfvars.json', JSON.stringify(BEFORE));
  const after = command.write('after.tfvars.json', JSON.stringify(AFTER));
  return command.run(['replay', logs, '--tfvars', before, '--against', after, ...options]);
};

describe('cloudtrail-to-slack replay --against', () => {
  it('prints what changes, in groups with examples', async () => {
    const { code, out } = await against();
    expect(code).toBe(0);
    expect(out).toMatch(/^35 alerts changed: 18 new, 2 gone, 15 of another severity\n/);
    expect(out).toContain('\n15 changed: stopped (medium) → stopped (high)\n    2026-01-01T00:00:00Z  alice ');
    expect(out).toContain('\n15 new: read (low)\n');
    expect(out).toContain('\n2 gone: deleted (medium), now ignored by "early"\n');
    expect(out).toContain('\n3 new: burst (high)\n');
    expect(out).toMatch(/alerts by rule\n {4}0 → 3 {2}burst\n {4}15 → 13 {2}deleted\n {4}0 → 15 {2}read\n/);
  });

  it('prints an object for each change with --format json', async () => {
    const { out } = await against('--format', 'json');
    const changes = jsonLines(out);
    expect(changes).toHaveLength(35);
    expect(changes.find(({ eventID }) => eventID === 'event-0')).toMatchObject({
      change: ['severity'],
      before: { rule: 'stopped', severity: 'medium', rules: ['stopped'], destinations: [], collected: [] },
      after: { rule: 'stopped', severity: 'high', rules: ['stopped'], destinations: [], collected: [] },
      ignoreRule: null,
      eventName: 'StopLogging',
      title: expect.stringContaining('alice'),
    });
    expect(changes.find(({ eventID }) => eventID === 'event-5')).toMatchObject({
      change: ['gone'],
      after: null,
      ignoreRule: 'early',
    });
    expect(changes.filter(({ correlation }) => correlation)).toHaveLength(3);
  });

  it('shows alerts that only a scheduled summary counts, and the reverse', async () => {
    const rules = [
      rule('stopped', 'StopLogging', 'low'),
      rule('deleted', 'DeleteTrail'),
      rule('made', 'CreateUser', 'critical'),
    ];
    const ops = 'sns:arn:aws:sns:eu-west-1:111122223333:ops';
    const settings = (name: string, severity: string) =>
      command.write(
        name,
        JSON.stringify({
          ...{ use_default_rules: false, rules },
          destinations: { ops: { type: 'sns', topic_arn: ops.slice(4) } },
          routes: [
            { severities: [severity], destinations: ['ops'] },
            { destinations: ['ops'], digest: 'daily' },
          ],
        }),
      );
    const args = [
      '--tfvars',
      settings('low.tfvars.json', 'low'),
      '--against',
      settings('medium.tfvars.json', 'medium'),
    ];
    const page = path.join(command.folder, 'collected.html');
    const { out } = await command.run(['replay', logs, ...args, '--html', page]);
    const summary =
      '30 alerts changed: 15 now only in a scheduled summary, 15 now posted, not only in a scheduled summary';
    expect(out).toMatch(new RegExp(`^${summary}\n`));
    expect(out).toContain(`\n15 changed: stopped (low) → stopped (low), ${ops} → ${ops} (summary)\n`);
    expect(out).toContain(`\n15 changed: deleted (medium) → deleted (medium), ${ops} (summary) → ${ops}\n`);
    expect(readFileSync(page, 'utf8')).toContain(summary);
    const json = await command.run(['replay', logs, ...args, '--format', 'json']);
    const changes = jsonLines(json.out);
    expect(changes.find(({ eventID }) => eventID === 'event-0')).toMatchObject({
      change: ['collected'],
      before: { destinations: [ops], collected: [] },
      after: { destinations: [ops], collected: [ops] },
    });
    expect(changes.find(({ eventID }) => eventID === 'event-1')).toMatchObject({ change: ['posted'] });
  });

  it('prints the same in several threads', async () => {
    const [one, many] = [await against('--threads', '1'), await against('--threads', '3')];
    expect(many.out).toBe(one.out);
  });

  it('exits with 1 if an alert changes and --fail-on-change is given', async () => {
    expect((await against('--fail-on-change')).code).toBe(1);
    const same = command.write('same.tfvars.json', JSON.stringify(BEFORE));
    const args = ['replay', logs, '--tfvars', same, '--against', same, '--fail-on-change'];
    expect(await command.run(args)).toMatchObject({ code: 0, out: 'No alert changes.\n' });
  });

  it('adds the changes to a page', async () => {
    const file = path.join(command.folder, 'changes.html');
    expect((await against('--html', file)).code).toBe(0);
    const text = readFileSync(file, 'utf8')
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<[^>]*>/g, ' ');
    expect(text).toContain('35 alerts changed: 18 new, 2 gone, 15 of another severity');
    expect(text).toContain('gone: deleted (medium), now ignored by &quot;early&quot;');
  });

  it('counts both rule sets on stderr', async () => {
    const { err } = await against();
    const [, before = '', after = ''] = err.split(/with the (?:other rules|rules of --against)/);
    expect(before).toMatch(/alerts {2}30\n/);
    expect(after).toMatch(/ignored {2}2\n[\s\S]*alerts {2}43\n/);
  });

  it.each([
    [['--fail-on-change'], '--fail-on-change needs --against'],
    [['--against', 'AFTER', '--decisions'], "cannot be used with option '--decisions'"],
    [['--against', 'AFTER', '--format', 'slack'], '--against prints text or JSON; remove --format slack'],
    [['--against', 'no-such.tfvars'], 'no-such.tfvars: cannot be read: there is no such file'],
  ])('does not accept %j', async (options, message) => {
    const after = command.write('after.tfvars.json', JSON.stringify(AFTER));
    const given = options.map((option) => (option === 'AFTER' ? after : option));
    const { code, err } = await command.run(['replay', logs, ...given]);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});
