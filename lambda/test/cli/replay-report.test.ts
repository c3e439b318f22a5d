// `replay --html`: one file that contains everything it needs, the same in several threads.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aRecord, logFile } from '../pipeline/payloads.ts';
import { HOSTILE_SETTINGS, hostileRecords } from '../report/hostile.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const record = (index: number) => {
  const eventTime = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().replace('.000', '');
  const eventName = index % 3 === 0 ? 'StopLogging' : 'DescribeTrails';
  return aRecord({ eventID: `event-${index}`, eventTime, eventName }, `user-${index % 4}`);
};

const SETTINGS = {
  use_default_rules: false,
  rules: [
    { name: 'stopped', expression: "eventName == 'StopLogging'", severity: 'high' },
    { name: 'described', expression: "eventName == 'DescribeTrails'", severity: 'low' },
    { name: 'never', expression: "eventName == 'DeleteTrail'" },
  ],
  ignore_rules: [{ name: 'by user 1', expression: "userIdentity.principalId == 'user-1'" }],
};

async function report(name: string, records: readonly unknown[], settings: object, ...more: readonly string[]) {
  for (let file = 0; file < 4; file++) {
    const part = records.filter((_, index) => index % 4 === file);
    command.write(`${name}/logs/${file}.json.gz`, logFile(...part));
  }
  const given = command.write(`${name}/settings.json`, JSON.stringify(settings));
  const file = path.join(command.folder, name, 'report.html');
  const args = ['replay', path.join(command.folder, name, 'logs'), '--settings', given, '--html', file, ...more];
  const finished = await command.run(args);
  return { ...finished, file, page: existsSync(file) ? readFileSync(file, 'utf8') : '' };
}

const textOf = (page: string) =>
  page
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('cloudtrail-to-slack replay --html', () => {
  it('writes a page with the counters, and prints no message', async () => {
    const { code, out, err, page, file } = await report(
      'usual',
      Array.from({ length: 120 }, (_, i) => record(i)),
      SETTINGS,
    );
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain(`${file}: written`);
    const text = textOf(page);
    expect(text).toContain('Records read 120 in 4 log files');
    expect(text).toContain('Ignored 30 ');
    expect(text).toContain('Alerts on this page 90 30 high, 60 low');
    expect(text).toContain('by user 1: silenced 30 records');
    expect(text).toContain('1 rule caused no alert');
    expect(text).toContain('6 of 90 alerts: the first of each rule.');
  });

  it('writes the same page in several threads', async () => {
    const records = Array.from({ length: 400 }, (_, index) => record(index));
    const one = await report('threads', records, SETTINGS, '--threads', '1');
    const many = await report('threads', records, SETTINGS, '--threads', '4');
    expect(one.page).toContain('id="messages"');
    expect(many.page === one.page).toBe(true);
  });

  it('allows only its own script and style sheet, and no network', async () => {
    const { page } = await report('policy', [record(0)], SETTINGS);
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const hash = (text = '') => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script);
    expect(scripts).toHaveLength(1);
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        'default-src &#39;none&#39;',
        `script-src ${hash(scripts[0])}`,
        `style-src ${hash(style)}`,
        'base-uri &#39;none&#39;',
        'form-action &#39;none&#39;',
      ]),
    );
    expect(page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '')).not.toMatch(
      /<(link|img|iframe|object|embed|base|form)\b| on\w+=| style=/,
    );
  });

  it('contains texts of events and settings only as text', async () => {
    const { page } = await report('hostile', hostileRecords(), HOSTILE_SETTINGS);
    const markup = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
    const tags = new Set([...markup.matchAll(/<([a-z!][\w-]*)/gi)].map(([, name]) => name));
    for (const name of ['img', 'svg onload', 'iframe', '!--']) expect(tags).not.toContain(name);
    expect([...markup.matchAll(/<script/gi)]).toHaveLength(1); // The data.
    expect([...markup.matchAll(/<[^>]*\son\w+=/gi)]).toEqual([]);
    expect(markup).toContain('&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;');
  });

  it('has a bounded size, however many alerts and different texts there are', async () => {
    const records = Array.from({ length: 4_000 }, (_, index) => ({
      ...record(index),
      eventName: `Event${index}`,
      eventTime: new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString(),
      sourceIPAddress: `203.0.113.${index}`,
      userIdentity: { type: 'IAMUser', userName: `${index}${'x'.repeat(500)}`, arn: `arn:aws:iam::1:user/${index}` },
      requestParameters: { text: 'y'.repeat(2_000) },
    }));
    const rules = Array.from({ length: 400 }, (_, index) => ({
      name: `rule-${index}`,
      expression: `eventName.endsWith('${index}')`,
    }));
    const { file, page } = await report('large', records, { ...SETTINGS, rules, ignore_rules: [] });
    expect(statSync(file).size).toBeLessThan(6_000_000);
    expect(textOf(page)).toContain('100 more rules named');
  });

  it.each(['--decisions', '--full'])('cannot be used with %s', async (option) => {
    const { code, err } = await command.run(['replay', 'examples/cloudtrail', '--html', 'x.html', option]);
    expect([code, err]).toEqual([2, expect.stringContaining(`cannot be used with option '${option}'`)]);
  });

  it.each([
    ['a format of alerts', ['--html', 'x.html', '--format', 'json'], 'remove --format json, or run replay twice'],
    ['the format of Slack', ['--html', 'x.html', '--format', 'slack'], 'remove --format slack, or run replay twice'],
    ['standard output', ['--html', '-'], 'name one, such as --html report.html'],
  ])('refuses %s, with the remedy', async (_, options, remedy) => {
    const { code, out, err } = await command.run(['replay', 'examples/cloudtrail', ...options]);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(remedy)]);
  });

  it('names a directory that does not exist before it reads anything', async () => {
    const { code, err } = await command.run(['replay', 'examples/cloudtrail', '--html', '/no/such/page.html']);
    expect([code, err]).toEqual([2, expect.stringContaining('--html: there is no directory /no/such')]);
  });
});
