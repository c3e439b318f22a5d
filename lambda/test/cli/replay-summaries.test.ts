// `replay` with routes that collect alerts for scheduled summaries: what the function would post, at the times at which it would.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../json-lines.ts';
import { aRecord, logFile } from '../pipeline/payloads.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const SETTINGS = {
  use_default_rules: false,
  default_slack_channel_id: null,
  slack_bot_token_reference: '/token',
  rules: [
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'medium' },
    { name: 'user-deleted', expression: "eventName == 'DeleteUser'", severity: 'critical' },
  ],
  destinations: {
    team: { type: 'slack', channel_id: 'C0TEAM00001' },
    audit: { type: 'sns', topic_arn: 'arn:aws:sns:eu-west-1:111122223333:audit' },
  },
  routes: [
    { digest: 'daily', destinations: ['team'] },
    { digest: 'weekly', digest_day: 'friday', digest_at: '16:00', destinations: ['audit'] },
  ],
};
const ONLY_TEAM = { ...SETTINGS, destinations: { team: SETTINGS.destinations.team }, routes: [SETTINGS.routes[0]] };

const record = (eventName: string, eventTime: string) => aRecord({ eventName, eventTime }, 'jane', '111122223333');

// Thursday evening, Friday morning, and Friday night, which is after both schedules.
const EVENTS = {
  '20260101T1805Z': [record('DeleteTrail', '2026-01-01T18:00:00Z'), record('DeleteTrail', '2026-01-01T18:01:00Z')],
  '20260102T0905Z': [record('DeleteTrail', '2026-01-02T09:00:00Z'), record('DeleteUser', '2026-01-02T09:01:00Z')],
  '20260102T2005Z': [record('DeleteTrail', '2026-01-02T20:00:00Z')],
};

async function replay(name: string, settings: object, ...options: readonly string[]) {
  const folder = path.join(command.folder, name);
  for (const [time, records] of Object.entries(EVENTS)) {
    const file = `${name}/logs/111122223333_CloudTrail_eu-west-1_${time}_x.json.gz`;
    command.write(file, logFile(...records));
  }
  const given = command.write(`${name}/settings.json`, JSON.stringify(settings));
  return command.run(['replay', path.join(folder, 'logs'), '--settings', given, ...options]);
}

/** The lines of standard error that a label begins. */
const figure = (err: string, label: string) => new RegExp(`^ *${label}  (.*)$`, 'm').exec(err)?.[1];

describe('cloudtrail-to-slack replay, with routes that collect alerts,', () => {
  it('shows each summary at its time, and no message for what it counts', async () => {
    const { code, out } = await replay('text', ONLY_TEAM);
    expect(code).toBe(0);
    const titles = out.match(/Daily summary until .*|jane .*(?= in 111122223333\n)/g);
    expect(titles).toEqual([
      ...['Daily summary until 2026-01-02 08:00 UTC: 2 alerts', 'jane deleted a trail'],
      'jane called DeleteUser',
      ...['Daily summary until 2026-01-03 08:00 UTC: 2 alerts', 'jane deleted a trail'],
    ]);
  });

  it('counts apart what is collected, so that the numbers add up', async () => {
    const { err } = await replay('counted', SETTINGS);
    expect(figure(err, 'alerts')).toBe('5');
    expect(figure(err, 'collected')).toBe('4 (not posted one by one)');
    expect(figure(err, 'summaries')).toBe('4 with 8 alerts');
  });

  it('shows only the summaries of Slack with --format slack', async () => {
    const { out } = await replay('slack', SETTINGS, '--format', 'slack');
    const texts = jsonLines(out).map(({ text }): string => text);
    expect(texts.filter((text) => text.includes('summary until'))).toEqual([
      '🟡 Daily summary until 2026-01-02 08:00 UTC: 2 alerts',
      '🟡 Daily summary until 2026-01-03 08:00 UTC: 2 alerts',
    ]);
    expect(texts.join()).not.toContain('deleted a trail');
  });

  it('still prints every alert with --format json', async () => {
    const { out, err } = await replay('json', SETTINGS, '--format', 'json');
    expect(out.trim().split('\n')).toHaveLength(5);
    expect(figure(err, 'collected')).toBeUndefined();
  });

  it('counts them apart on the page, which shows the summaries', async () => {
    const file = path.join(command.folder, 'page.html');
    const { code } = await replay('html', SETTINGS, '--html', file);
    expect(code).toBe(0);
    const page = readFileSync(file, 'utf8')
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(page).toContain('Collected 4 not posted one by one; 4 messages instead');
    expect(page).toContain('Scheduled summaries: 4 messages');
    expect(page).toContain('Daily summary until 2026-01-02 08:00 UTC: 2 alerts');
    expect(page).toContain('Alerts on this page 5 1 critical, 4 medium');
  });
});
