// Every message shows all matching rules: people read a line, machines read a list.

import { describe, expect, it } from 'vitest';
import { EVENT_BYTES } from '../../src/adapters/aws/event-bus.ts';
import { FIREHOSE_RECORD_BYTES } from '../../src/adapters/aws/firehose.ts';
import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { logAlerts } from '../../src/app/log-alerts.ts';
import { alertLine } from '../../src/cli/replay/alert-line.ts';
import { asciiJsonLength } from '../../src/core/render/ascii-json.ts';
import { decisionLine } from '../../src/core/render/decision-line.ts';
import { createJsonEventRenderer, createStreamRecordRenderer } from '../../src/core/render/json-event.ts';
import { LARGEST_RULE_LIST, otherRulesText, ruleFields } from '../../src/core/render/matching-rules.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { SLACK_LIMITS } from '../../src/core/render/slack-blocks.ts';
import { createSnsRenderer, type SnsMessage } from '../../src/core/render/sns.ts';
import { createTeamsRenderer } from '../../src/core/render/teams.ts';
import { TEAMS_LIMIT } from '../../src/core/render/teams-card.ts';
import { renderTerminal } from '../../src/core/render/terminal.ts';
import type { Decision, RuleDefinition } from '../../src/core/rules/rule.ts';
import type { AlertNotice } from '../../src/core/threads/notice.ts';
import { anAlert, CONTEXT, RECORDS, RULE } from './notices.ts';

const OTHERS: readonly RuleDefinition[] = [
  { ...RULE, name: 'my-rule', severity: 'medium', pack: null },
  { ...RULE, name: 'odd *name* <!channel>', severity: 'low', pack: 'cis' },
];
const RECORD = RECORDS['trail-stopped'] ?? {};
const ALERT = anAlert(RECORD, {}, OTHERS);
const LARGE = { ...RECORD, userAgent: '\\'.repeat(100_000), errorMessage: '\u0001'.repeat(100_000) };
const UNDECIDED: Decision = {
  outcome: 'alert',
  rule: RULE,
  rules: [],
  ignoreRule: null,
  accessDenied: false,
  observations: [],
  withoutGroup: 0,
  failures: [],
};
const LISTED = [
  { name: 'something-that-matters', severity: 'high', pack: 'core' },
  { name: 'my-rule', severity: 'medium', pack: null },
  { name: 'odd *name* <!channel>', severity: 'low', pack: 'cis' },
];

const slack = createSlackRenderer(CONTEXT);
const numbered = (count: number, name = 'r') =>
  Array.from({ length: count }, (_, index) => ({ ...RULE, name: `${name}${index}` }));

describe('an alert that several rules match', () => {
  it('lists the other rules below a Slack message and in its notification text', () => {
    const message = slack.message(ALERT, 1);
    expect(JSON.stringify(message.attachments)).toContain('Also: my-rule (medium), odd ');
    expect(JSON.stringify(message.attachments)).not.toContain('<!channel>');
    expect(message.text).toContain('rule something-that-matters · also: my-rule (medium), odd ');
  });

  it('lists the other rules on the terminal', () => {
    const lines = renderTerminal(slack.message(ALERT, 1), { color: false, width: 200 }).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^▌ Also: my-rule \(medium\), odd \S+name\S+ \S+ \(low\)$/));
  });

  it('lists the other rules in email', () => {
    expect(createSnsRenderer(CONTEXT).message(ALERT, 1).body).toContain(
      '\nAlso:       my-rule (medium), odd *name* <!channel> (low)\n',
    );
  });

  it('lists the other rules in Teams', () => {
    const text = JSON.stringify(createTeamsRenderer(CONTEXT).message(ALERT, 1));
    expect(text).toMatch(/"text":"Also\W/);
    expect(text).toContain('my-rule (medium)');
  });

  it('has every rule in JSON, the naming one first', () => {
    const event = createJsonEventRenderer(CONTEXT, 100_000).message(ALERT);
    expect(event).toMatchObject({ rule: 'something-that-matters', severity: 'high', rules: LISTED });
    expect(createSnsRenderer(CONTEXT).message(ALERT, 1).json).toMatchObject({
      rule: 'something-that-matters',
      severity: 'high',
      rules: LISTED,
    });
    expect(alertLine(ALERT, 'title')).toMatchObject({
      rule: 'something-that-matters',
      severity: 'high',
      rules: LISTED,
    });
  });
});

describe('an alert that one rule matches', () => {
  it('has no line about other rules', () => {
    const alert = anAlert(RECORD);
    expect(JSON.stringify(slack.message(alert, 1))).not.toMatch(/also:/i);
    expect(createSnsRenderer(CONTEXT).message(alert, 1).body).not.toContain('Also:');
  });
});

describe('the line about other rules', () => {
  it.each([
    [1, null],
    [2, 'r1 (high)'],
    [
      11,
      'r1 (high), r2 (high), r3 (high), r4 (high), r5 (high), r6 (high), r7 (high), r8 (high), r9 (high), r10 (high)',
    ],
  ])('of %i rules names all but the first', (count, text) => {
    expect(otherRulesText({ rules: numbered(count) })).toBe(text);
  });

  it('names ten rules and counts the rest', () => {
    expect(otherRulesText({ rules: numbered(1_000) })).toMatch(/^r1 \(high\), .*, r10 \(high\) and 989 more$/);
  });

  it('shortens a long name', () => {
    expect(otherRulesText({ rules: numbered(2, 'x'.repeat(5_000)) })).toBe(`${'x'.repeat(99)}… (high)`);
  });
});

// The limits are those of the renderers, which have tests for other notices: 262,144 bytes for SNS, 262,144 for EventBridge, 1,024,000 for
// Firehose. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
// https://docs.aws.amazon.com/firehose/latest/APIReference/API_Record.html
describe('an alert that a thousand rules match', () => {
  const worst: Partial<RuleDefinition> = {
    expression: 'x'.repeat(8_192),
    description: '\u0001"界'.repeat(10_000),
    runbookUrl: `https://wiki.example.com/${'x'.repeat(50_000)}`,
  };
  const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  const published = ({ json, body, short, attributes, subject }: SnsMessage) =>
    bytesOf({ default: JSON.stringify(json), email: body, sms: short }) + bytesOf(attributes) + subject.length;

  it.each<[destination: string, limit: number, sizeOf: (notice: AlertNotice) => number]>([
    ['Slack', SLACK_LIMITS.serialized, (notice) => asciiJsonLength(slack.message(notice, 7).blocks)],
    ['Teams', TEAMS_LIMIT, (notice) => asciiJsonLength(createTeamsRenderer(CONTEXT).message(notice, 7))],
    ['SNS', 262_144, (notice) => published(createSnsRenderer(CONTEXT).message(notice, 7))],
    ['EventBridge', EVENT_BYTES, (notice) => bytesOf(createJsonEventRenderer(CONTEXT, EVENT_BYTES).message(notice))],
    [
      'Firehose',
      FIREHOSE_RECORD_BYTES,
      (notice) => bytesOf(createStreamRecordRenderer(CONTEXT, FIREHOSE_RECORD_BYTES - 100).message(notice)),
    ],
    ['a line of the log', 256 * 1024, (notice) => bytesOf(logged(notice))],
  ])('is within the limit of %s', (_, limit, sizeOf) => {
    for (const name of ['r', '界'.repeat(5_000), '"\\'.repeat(300), '\u0001'.repeat(400)]) {
      const rules = numbered(1_000, name).map((rule) => ({ ...rule, ...worst }));
      for (const record of [RECORD, LARGE]) {
        const size = sizeOf(anAlert(record, { ...worst, name }, rules));
        expect(size).toBeGreaterThan(500);
        expect(size).toBeLessThanOrEqual(limit);
      }
    }
  });

  it('has its list of rules in SNS, whatever else is truncated', () => {
    const { json } = createSnsRenderer(CONTEXT).message(anAlert(LARGE, {}, numbered(1_000)), 1);
    expect(json.user_agent).toMatch(/… truncated$/);
    expect(json.rules).toContainEqual({ name: 'r1', severity: 'high', pack: 'core' });
  });
});

interface Content {
  readonly rules?: readonly unknown[];
  readonly rulesLeftOut?: number;
  readonly rules_left_out?: number;
}

const FORMATS: readonly [string, (notice: AlertNotice) => Content][] = [
  ['webhooks and buses', (notice) => createJsonEventRenderer(CONTEXT, 100_000).message(notice)],
  ['streams', (notice) => createStreamRecordRenderer(CONTEXT, 100_000).message(notice).notice as Content],
  ['SNS', (notice) => createSnsRenderer(CONTEXT).message(notice, 1).json as Content],
  ['replay --format json', (notice) => alertLine(notice, 'title') as Content],
  ['the log', (notice) => logged(notice)],
  [
    'replay --decisions',
    ({ alert }) => decisionLine(RECORD, { ...UNDECIDED, rules: alert.rules as RuleDefinition[] }) as Content,
  ],
];

function logged(notice: AlertNotice): Content {
  const log = createCollectingLog();
  logAlerts([notice], ['delivered'], log);
  return log.lines[0]?.fields as Content;
}

describe('the list of matching rules', () => {
  it.each([
    ['r', 120],
    ['x'.repeat(5_000), 120],
    ['\ud83d'.repeat(5_000), 1_000],
  ])('of rules named %.3s contains the first ones, within its limit', (name, count) => {
    const { rules: list, rulesLeftOut } = ruleFields({ rules: numbered(count, name) }, 'rulesLeftOut');
    expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThanOrEqual(LARGEST_RULE_LIST);
    expect(list.length).toBeGreaterThan(0);
    expect(list.map((rule) => rule.name)).toEqual(numbered(list.length, name).map((rule) => rule.name.slice(0, 1_000)));
    expect(list.length + (rulesLeftOut ?? 0)).toBe(count);
  });

  it('contains every rule up to its limit, and then mentions none that is missing', () => {
    expect(ruleFields({ rules: numbered(100) }, 'rules_left_out')).toEqual({
      rules: numbered(100).map(({ name, severity, pack }) => ({ name, severity, pack })),
    });
  });

  it.each(FORMATS)('says how many rules it does not contain: %s', (_, contentOf) => {
    const rules = numbered(1_000, 'rule-with-a-long-name-');
    const { rules: list = [], rulesLeftOut, rules_left_out = rulesLeftOut } = contentOf(anAlert(RECORD, {}, rules));
    expect(list.length).toBeGreaterThan(100);
    expect(list.length + (rules_left_out ?? 0)).toBe(1_001);
  });
});
