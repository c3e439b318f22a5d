// Scheduled summaries in every format that a destination of people has.

import { describe, expect, it } from 'vitest';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { SLACK_LIMITS } from '../../src/core/render/slack-blocks.ts';
import { createSnsRenderer } from '../../src/core/render/sns.ts';
import { createTeamsRenderer } from '../../src/core/render/teams.ts';
import type { ScheduledSummaryNotice } from '../../src/core/threads/notice.ts';
import { aScheduledSummary, CONTEXT, textsOf } from './notices.ts';

const EVENT_PAGE = 'https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/aa11-bb22';
const slack = createSlackRenderer(CONTEXT);
const sns = createSnsRenderer(CONTEXT);
const teams = createTeamsRenderer(CONTEXT);

describe('a scheduled summary in Slack', () => {
  it('names the schedule, the total, and for each line the rule, the identity, the times and the first event', () => {
    const message = slack.message(aScheduledSummary([{}]), 1);
    const text = textsOf(message);
    expect(message.text).toBe('🟡 Daily summary until 2026-03-29 08:00 Europe/Berlin: 3 alerts');
    expect(text).toContain('🟡 *3×* `bucket-deleted` *jane (role Admin)* in *prod*');
    expect(text).toContain(`<${EVENT_PAGE}|jane (role Admin) deleted bucket logs>`);
    expect(text).toMatch(/first <!date.*2026-03-28 09:30:00 UTC>, last <!date.*2026-03-28 17:45:10 UTC>/);
    expect(text).toContain('Collected by `cloudtrail-to-slack`');
  });

  it('shows one time of a single alert, and its event id if it has no page', () => {
    const text = textsOf(slack.message(aScheduledSummary([{ count: 1, region: 'us-iso-east-1' }]), 1));
    expect(text).not.toMatch(/first|last/);
    expect(text).toContain('jane (role Admin) deleted bucket logs `aa11-bb22`');
  });

  it('shows a line without times, account and event', () => {
    const line = { count: 2, account: '', firstMs: null, lastMs: null, eventId: '' };
    const text = textsOf(slack.message(aScheduledSummary([line]), 1));
    expect(text).toContain('*2×* `bucket-deleted` *jane (role Admin)*\njane (role Admin) deleted bucket logs');
  });

  it('counts the alerts without a line by rule, and the others in the total', () => {
    const rest = [
      { rule: 'role-changed', count: 40 },
      { rule: 'key-created', count: 2 },
    ];
    const message = slack.message(aScheduledSummary([{}], rest), 1);
    expect(message.text).toContain('46 alerts');
    expect(textsOf(message)).toContain('… and 43 more: 40× `role-changed`, 2× `key-created`, 1× other rules');
  });

  it('adds up to its total, however many lines fit', () => {
    const lines = Array.from({ length: 30 }, (_, index) => ({
      ...{ who: `user-${index} ${'界'.repeat(90)}`, rule: `rule-${index}`, title: '界'.repeat(160), count: 2 + index },
    }));
    const rest = Array.from({ length: 40 }, (_, index) => ({ rule: `other-${index}`, count: 1 + index }));
    const notice = aScheduledSummary(lines, rest);
    const message = slack.message(notice, 1);
    const text = textsOf(message);
    const counts = [...text.matchAll(/(\d+)×/g)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(notice.total);
    expect(text).toContain('user-0');
    expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(SLACK_LIMITS.serialized);
  });

  it.each([
    [1, 'once'],
    [3, '3 times'],
  ])('says that it is late after %i failures', (failures, words) => {
    const text = textsOf(slack.message(aScheduledSummary([{}], [], { failures }), 1));
    expect(text).toContain(`Sent late, because it could not be delivered ${words} before`);
  });

  it.each<[what: string, changes: Partial<ScheduledSummaryNotice>, remark: string]>([
    ['one muted alert', { muted: 1 }, '1 more alert was muted, and not counted here'],
    ['muted alerts', { muted: 7 }, '7 more alerts were muted, and not counted here'],
    ['a possible repetition', { mayRepeat: true }, 'May be a repetition: it is not known whether'],
    [
      'another destination',
      { collectedFor: 'slack:C1<!here>' },
      'Collected for slack:C1&lt;!here&gt;, which is no longer',
    ],
    ['an early end', { isFinal: true }, 'Sent before its time, because no route has a schedule now'],
  ])('states %s, in an email too', (_, changes, remark) => {
    const notice = aScheduledSummary([{}], [], changes);
    expect(textsOf(slack.message(notice, 1))).toContain(remark);
    expect(sns.message(notice, 1).body).toContain(`Note ${remark.slice(0, 20)}`);
  });

  it('is weekly, and of one alert', () => {
    const notice = aScheduledSummary([{ count: 1 }], [], { every: 'week' });
    expect(slack.message(notice, 1).text).toContain('Weekly summary until 2026-03-29 08:00 Europe/Berlin: 1 alert');
    expect(slack.details?.(notice)).toBeNull();
  });
});

describe('a scheduled summary in an email', () => {
  it('has the same as lines of text', () => {
    const { subject, body } = sns.message(
      aScheduledSummary([{}, { count: 1, account: '' }], [{ rule: 'role-changed', count: 40 }], { failures: 1 }),
      1,
    );
    expect(subject).toBe('Daily summary until 2026-03-29 08:00 Europe/Berlin: 45 alerts');
    expect(body.split('\n')).toEqual([
      'Daily summary until 2026-03-29 08:00 Europe/Berlin: 45 alerts',
      '',
      'Note Sent late, because it could not be delivered once before',
      '3 x bucket-deleted (medium): jane (role Admin) in prod',
      `First 2026-03-28 09:30:00 UTC, jane (role Admin) deleted bucket logs, ${EVENT_PAGE}`,
      'Last 2026-03-28 17:45:10 UTC',
      '1 x bucket-deleted (medium): jane (role Admin)',
      `Event 2026-03-28 09:30:00 UTC, jane (role Admin) deleted bucket logs, ${EVENT_PAGE}`,
      'And 41 more',
      '40 x role-changed',
      '1 x other rules',
    ]);
  });

  it('is JSON for other subscribers of the topic', () => {
    const { json, attributes } = sns.message(aScheduledSummary([{}], [{ rule: 'role-changed', count: 40 }]), 1);
    expect(attributes).toMatchObject({ kind: 'scheduled-summary', severity: 'medium' });
    expect(json).toMatchObject({
      kind: 'scheduled-summary',
      total: 44,
      schedule: 'daily',
      due: '2026-03-29 08:00 Europe/Berlin',
      alerts: [
        {
          ...{
            rule: 'bucket-deleted',
            severity: 'medium',
            actor: 'jane (role Admin)',
            account: '123456789012',
            count: 3,
          },
          ...{ first_time: '2026-03-28T09:30:00.000Z', last_time: '2026-03-28T17:45:10.000Z' },
          ...{ first_event_id: 'aa11-bb22', region: 'eu-west-1' },
        },
      ],
      other_alerts_by_rule: [{ rule: 'role-changed', count: 40 }],
      unlisted: 1,
    });
    expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['muted']));
  });

  it('states in JSON what is unusual', () => {
    const changes = { muted: 2, mayRepeat: true, collectedFor: 'slack:C1' };
    const { json } = sns.message(aScheduledSummary([{}], [], changes), 1);
    expect(json).toMatchObject({ muted: 2, possibly_repeated: true, collected_for: 'slack:C1' });
  });
});

describe('a scheduled summary in Teams', () => {
  it('has a line of text for each fact, and links to the first events', () => {
    const [{ content }] = teams.message(aScheduledSummary([{}]), 1).attachments;
    const text = JSON.stringify(content.body);
    expect(content.fallbackText).toBe('Daily summary until 2026-03-29 08:00 Europe/Berlin: 3 alerts');
    expect(text).toContain('bucket-deleted (medium): jane (role Admin) in prod');
    expect(content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'First event of bucket-deleted', url: EVENT_PAGE },
    ]);
  });
});
